import type { Cluster, Node, SecretFile } from "@quorate/cluster";
import { type Command, printCommand } from "@quorate/command";
import { type DeployPaths, type DeploySettings, deployPaths } from "./deploy-paths.ts";
import type { DesiredNode } from "./desired.ts";
import { evaluateCommand, realiseCommand } from "./nix/nix-command.ts";
import { aliveCommand } from "./observe/alive.ts";
import { ETCD_UNKNOWN } from "./observe/etcd-seen.ts";
import { NO_FACTS } from "./observe/host-facts.ts";
import { known, unknown } from "./observe/known.ts";
import type { Observation } from "./observe/observation.ts";
import { lookCommand } from "./observe/probe.ts";
import { whomToObserve } from "./observe/whom.ts";
import { ORDINARY } from "./plan/conduct.ts";
import { planRollout } from "./plan/plan-rollout.ts";
import { STAGES, type Stage } from "./plan/stage.ts";
import { sshConfig } from "./ssh/ssh-config.ts";
import { commandsOfStep } from "./step/step.ts";
import { unbuiltStorePath } from "./store-path.ts";

/** What a machine is taken to be when nobody looks at it. */
export type Assumption = "installed" | "bare";

/** A target of a dry run: its node and the names of its files. */
export interface DryRunTarget {
  readonly node: Node;
  readonly secrets: readonly SecretFile[];
}

/** The private folder is made anew by each run that really deploys; this name stands for any such folder. */
const FOLDER = "/tmp/quorate-XXXXXX";

/**
 * What deploy would run, as lines of a shell script: a comment that names the node and the purpose, then
 * the command. No host is contacted and nothing is built: a store path that only a build could tell is
 * written `/nix/store/NOT-BUILT-YET-…`, and each assumption about the machines has a part of its own.
 */
export function dryRun(
  cluster: Cluster,
  targets: readonly DryRunTarget[],
  assumptions: readonly Assumption[],
  settings: DeploySettings,
  watchdogSeconds?: number,
): readonly string[] {
  const paths = deployPaths(settings, FOLDER);
  return [
    `# ${paths.sshConfig}, as written while deploy runs:`,
    ...sshConfig(cluster, paths)
      .trimEnd()
      .split("\n")
      .map((line) => `#   ${line}`.trimEnd()),
    "# first: look at the machines",
    ...whomToObserve(
      cluster,
      targets.map(({ node }) => node),
    ).flatMap((node) => lines(lookCommand(paths, node, cluster))),
    ...assumptions.flatMap((assumption) => branch(cluster, targets, assumption, paths, watchdogSeconds)),
  ];
}

const titles: { readonly [A in Assumption]: string } = {
  installed: "# a machine that is installed and differs in everything",
  bare: "# a machine that is not installed yet (needs --yes: its disk is erased)",
};

function branch(
  cluster: Cluster,
  targets: readonly DryRunTarget[],
  assumption: Assumption,
  paths: DeployPaths,
  watchdogSeconds: number | undefined,
): readonly string[] {
  const install = assumption === "bare";
  const planning = planRollout(
    cluster,
    targets.map((target) => desiredOf(cluster, target, install)),
    targets.map(({ node }) => assumedObservation(node, assumption)),
    {
      // Nobody is asked, and so nobody could not be.
      conduct: { ...ORDINARY, coldStart: true },
      ...(watchdogSeconds === undefined ? {} : { watchdogSeconds }),
    },
  );
  if (!planning.ok) throw new Error(`a dry run that cannot be planned: ${planning.problems[0]?.message}`);
  const derivations = targets.flatMap(({ node }) => [
    unbuiltStorePath(node.name, "system.drv"),
    ...(install ? [unbuiltStorePath(node.name, "disko.drv")] : []),
  ]);
  return [
    titles[assumption],
    ...(install ? targets.flatMap(({ node }) => lines(aliveCommand(node.name, cluster))) : []),
    ...lines(
      evaluateCommand(
        paths,
        targets.map(({ node }) => ({ name: node.name, install })),
      ),
    ),
    ...lines(realiseCommand(paths, derivations)),
    ...planning.value.stages.flatMap((stage) => stageLines(stage, paths)),
  ];
}

function stageLines({ kind, lanes }: Stage, paths: DeployPaths): readonly string[] {
  const { heading } = STAGES[kind];
  return [
    ...(heading === undefined ? [] : [`# ${heading}: ${lanes.map((lane) => lane.node).join(", ")}`]),
    ...lanes.flatMap((lane) => lane.steps.flatMap((step) => commandsOfStep(step, paths).flatMap(lines))),
  ];
}

function lines(command: Command): readonly string[] {
  return [`# ${command.node ?? "here"}: ${command.description}`, printCommand(command)];
}

function desiredOf(cluster: Cluster, { node, secrets }: DryRunTarget, install: boolean): DesiredNode {
  return {
    node,
    distribution: cluster.distribution.kind,
    closure: unbuiltStorePath(node.name, "system"),
    diskoScript: install ? unbuiltStorePath(node.name, "disko") : undefined,
    fingerprint: "",
    secrets: secrets.map((secret) => ({ ...secret, digest: "" })),
  };
}

function assumedObservation({ name, roles }: Node, assumption: Assumption): Observation {
  if (assumption === "bare") return { kind: "bare", node: name, reason: "foreign-host-key", answersAt: [] };
  return {
    kind: "installed",
    node: name,
    currentSystem: undefined,
    profile: undefined,
    fingerprint: undefined,
    secrets: {},
    // The usual case: a running cluster, whose members are taken one at a time.
    unread: [],
    etcdRunning: roles.etcd,
    etcd: ETCD_UNKNOWN,
    activation: "idle",
    confirmed: undefined,
    clock: unknown("nobody looks"),
    facts: roles.etcd ? { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, healthy: known(true) } } : NO_FACTS,
  };
}
