import type { Cluster, HostName } from "@quorate/cluster";
import { failed, succeeded } from "@quorate/cluster";
import { problem, type RolloutResult } from "../problem-kind.ts";
import type { Lane, Stage } from "./stage.ts";

/**
 * Puts nodes that nobody needs for a quorum or an API side by side, where they follow each other: those that are
 * installed, since nothing runs on them yet, and as many of the others at once as may be away.
 */
export function workersSideBySide(
  cluster: Pick<Cluster, "nodes">,
  stages: readonly Stage[],
  atOnce: number,
): readonly Stage[] {
  const workers = workersOf(cluster);
  const result: Stage[] = [];
  let together: Lane[] = [];
  const flush = (): void => {
    result.push(...stagesOf(together, atOnce));
    together = [];
  };
  for (const stage of stages) {
    const [lane] = stage.lanes;
    if (stage.kind !== "activate" || lane === undefined || !workers.has(lane.node) || isNeeded(lane)) {
      flush();
      result.push(stage);
      continue;
    }
    const [before] = together;
    if (before !== undefined && isInstallation(before) !== isInstallation(lane)) flush();
    together.push(lane);
  }
  flush();
  return result;
}

/**
 * How many workers may be away at once, as it was typed, or else as machines.ts says: a number, or a part of all workers in per cent, rounded down.
 * It is one at least: with none nothing could be done.
 */
export function workersAtOnce(
  cluster: Pick<Cluster, "nodes" | "rollout">,
  typed: string = cluster.rollout.maxUnavailable,
): RolloutResult<number> {
  const [, digits = "", percent] = /^(\d{1,6})(%?)$/.exec(typed) ?? [];
  const number = Number(digits);
  if (digits === "" || number === 0 || (percent === "%" && number > 100)) {
    return failed(
      problem(
        "max-unavailable-unusable",
        "deploy",
        `--max-unavailable says ${JSON.stringify(typed)}, which is no number of nodes`,
        "Give a number from 1 on, or a part of all workers from 1% to 100%",
      ),
    );
  }
  if (percent !== "%") return succeeded(number);
  return succeeded(Math.max(1, Math.floor((workersOf(cluster).size * number) / 100)));
}

function stagesOf(lanes: readonly Lane[], atOnce: number): readonly Stage[] {
  const [first] = lanes;
  if (first === undefined) return [];
  if (lanes.length > 1 && isInstallation(first)) return [{ kind: "install-together", lanes }];
  if (lanes.length > 1 && atOnce > 1) return [{ kind: "activate-batch", atOnce, lanes }];
  return lanes.map((lane) => ({ kind: "activate", lanes: [lane] }));
}

/** Whether others are asked first if they can do without it: it was a master until now. */
function isNeeded({ steps }: Lane): boolean {
  return steps.some(({ kind }) => kind === "gate-before");
}

function isInstallation({ steps }: Lane): boolean {
  return steps.some(({ kind }) => kind === "install");
}

/** Nodes that run pods and nothing else. */
function workersOf({ nodes }: Pick<Cluster, "nodes">): ReadonlySet<HostName> {
  return new Set(nodes.filter(({ roles }) => !roles.etcd && !roles.controlPlane).map(({ name }) => name));
}
