import { type Cluster, failed, type HostName, type Node } from "@quorate/cluster";
import type { DesiredNode, DesiredSecret } from "../desired.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { changesHostKey, type Kept } from "../observe/host/kept.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { seenOf } from "../observe/whom.ts";
import { problem, type RolloutProblem, type RolloutResult } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import { utcMinute } from "../utc-minute.ts";
import { minorWords } from "../watchdog/minor-of.ts";
import { differingFlag } from "./agreed-flags.ts";
import { ORDINARY } from "./conduct.ts";
import { ENCRYPTION_FILE } from "./node-change.ts";
import type { Plan } from "./plan.ts";
import { planRollout, type RolloutTerms } from "./plan-rollout.ts";
import { isInhibited } from "./reboot-due.ts";
import { type Lane, withLanes } from "./stage.ts";

/** What was said of a rollback. */
export interface RollbackTerms extends Partial<Pick<RolloutTerms, "conduct" | "watchdogSeconds">> {
  /** Whether the user has seen what is gone back to, and wants it. */
  readonly yes: boolean;
}

/**
 * Takes nodes back to what they ran before what they run, with the secrets of then, as both are kept on them: between
 * the gates of a deployment and by its steps, in its order, under a watchdog that would return to what runs now.
 */
export function planRollback(
  cluster: Cluster,
  nodes: readonly Node[],
  observed: readonly Observation[],
  { yes, ...terms }: RollbackTerms,
): RolloutResult<Plan> {
  const problems: RolloutProblem[] = [];
  const found: Found[] = [];
  for (const node of nodes) {
    const seen = seenOf(node.name, observed);
    if (!seen.ok) problems.push(...seen.problems);
    else {
      const one = foundOn(cluster, node, seen.value);
      if ("code" in one) problems.push(one);
      else found.push(one);
    }
  }
  if (problems.length > 0) return failed(...problems);
  const { reboot } = terms.conduct ?? ORDINARY;
  const booted = reboot === "never" ? found.filter(isBootedAlone) : [];
  if (booted.length > 0) return failed(...booted.map(needsReboot));
  if (!yes)
    return failed(
      ...found.map((one) => tell(cluster, "rollback-needs-yes", one, "Give --yes to go back to that")),
    );
  const planned = planRollout(
    cluster,
    found.map((one) => desiredOf(cluster, one)),
    observed,
    terms,
  );
  if (!planned.ok) return planned;
  const stages = planned.value.stages.map((stage) =>
    withLanes(stage, (lane) => {
      const one = found.find(({ node }) => node.name === lane.node);
      return one === undefined ? lane : rolledBack(lane, one);
    }),
  );
  return {
    ok: true,
    value: { ...planned.value, stages },
    warnings: found.map((one) =>
      tell(
        cluster,
        "rolls-back",
        one,
        "It runs something else than machines.ts says then: plan and status tell so, and the next deployment to it takes it forward again",
      ),
    ),
  };
}

/** A node, and what it can go back to. */
interface Found {
  readonly node: Node;
  readonly seen: InstalledObservation;
  readonly kept: Kept;
  readonly fingerprint: string;
}

/** What a node goes back to, or why it can't. */
function foundOn(cluster: Cluster, node: Node, seen: Observation): Found | RolloutProblem {
  const { name } = node;
  const kept = seen.kind === "installed" ? seen.facts.kept : undefined;
  if (seen.kind !== "installed" || kept === undefined) {
    return nothing(
      name,
      `${name} has kept nothing of before`,
      "It keeps that when a deployment changes it: one that was only installed has nothing",
    );
  }
  const { fingerprint, closure } = kept;
  if (seen.facts.watchdog.armed && !kept.begun) {
    return problem(
      "rollback-unsettled",
      name,
      `a change is under way on ${name} that nobody has confirmed: what it has kept is for its own watchdog`,
      "Wait until it has gone back by itself, or deploy to it once more; then see what it runs (`quorate status`)",
    );
  }
  if (closure === seen.currentSystem && !kept.begun) {
    return nothing(
      name,
      `${name} has kept the system that it runs, with other certificates and keys: the last deployment changed those alone`,
      "Deploy the configuration that is wanted, with the certificates of now",
    );
  }
  if (!kept.there || fingerprint === undefined) {
    return nothing(
      name,
      `${name} has kept the secrets of ${closure}, and that system is not whole any more`,
      "Deploy the configuration of then (git log nix/generated), or boot one of its other generations (bootctl list)",
    );
  }
  const wayless = noWayBack(cluster, node, seen, kept);
  if (wayless !== undefined) {
    return problem(
      "rollback-no-way-back",
      name,
      `${name} can't go back to ${closure}: ${wayless}`,
      "Go forward: correct the configuration, and deploy it. Of a whole cluster the other way is a restore of etcd from a snapshot of before",
    );
  }
  return { node, seen, kept, fingerprint };
}

/** Whether NixOS does not switch between what runs and what is gone back to. */
function isBootedAlone({ seen, kept: { parts } }: Found): boolean {
  return parts !== undefined && isInhibited(seen.facts.systems.running, { known: true, value: parts });
}

function needsReboot({ node: { name }, kept: { closure } }: Found): RolloutProblem {
  return problem(
    "rollback-needs-reboot",
    name,
    `${name} can't be switched to ${closure} while it runs: NixOS names what of it needs a reboot (system.switch.inhibitors)`,
    "Give --reboot needed, which reboots it once the others can do without it",
  );
}

function nothing(name: HostName, message: string, hint: string): RolloutProblem {
  return problem("rollback-nothing-kept", name, message, hint);
}

/** Why what runs now can't be left for what ran before: as a watchdog has it, and beyond that what it never meets. */
function noWayBack(
  { distribution }: Cluster,
  { roles }: Node,
  seen: InstalledObservation,
  kept: Kept,
): string | undefined {
  const { etcd, apiserver, secrets } = kept;
  const { oneProgram } = OPERATIONS[distribution.kind];
  if (oneProgram !== undefined) {
    if (etcd.runs !== etcd.kept) {
      return `its ${oneProgram} is ${minorWords(etcd.runs) || "none"} and was ${minorWords(etcd.kept) || "none"}: a new minor version of it, and of etcd in it, goes forward alone`;
    }
    const flag = roles.controlPlane ? differingFlag(seen.facts.flags, kept.flags) : undefined;
    if (flag !== undefined) {
      return `it would be started with another ${flag} than the servers agree on by now`;
    }
  } else if (roles.etcd && etcd.runs !== etcd.kept) {
    if (etcd.kept === "") return "it has become a member of etcd since, and would be one that is down";
    return `its etcd is ${etcd.runs || "none"} and was ${etcd.kept}: what the one has written the other may not read`;
  }
  if (roles.controlPlane && apiserver.runs !== apiserver.kept && apiserver.kept !== "") {
    return `its apiserver is ${apiserver.runs || "none"} and was ${apiserver.kept}: what a newer minor has stored an older one may not read`;
  }
  const encryption = secrets.find(({ file }) => file === ENCRYPTION_FILE)?.digest;
  if (roles.controlPlane && encryption !== seen.secrets[ENCRYPTION_FILE]) {
    return "its apiserver encrypts Secrets otherwise than then: what is written now it may not read";
  }
  if (changesHostKey(kept, seen.secrets))
    return "it would show another ssh host key, by which nobody knows it";
  return undefined;
}

function desiredOf({ distribution }: Cluster, { node, seen, kept, fingerprint }: Found): DesiredNode {
  const { closure, parts } = kept;
  const { ofCluster } = OPERATIONS[distribution.kind];
  // What the cluster has by now another token does not open; nor is one taken away that it did not have then.
  const stay = ofCluster.flatMap((file): readonly DesiredSecret[] => {
    const digest = seen.secrets[file];
    const then = kept.secrets.find((one) => one.file === file);
    return digest === undefined ? [] : [{ owner: "root", mode: "0600", ...then, file, digest }];
  });
  const secrets = [...kept.secrets.filter(({ file }) => !ofCluster.includes(file)), ...stay].sort((a, b) =>
    a.file < b.file ? -1 : 1,
  );
  return {
    node,
    distribution: distribution.kind,
    closure,
    diskoScript: undefined,
    fingerprint,
    secrets,
    ...(parts === undefined ? {} : { parts }),
  };
}

/** The lane of a deployment with what is on the node in the place of what would be sent to it. */
function rolledBack(lane: Lane, { kept }: Found): Lane {
  const { node } = lane;
  const { closure } = kept;
  const files = lane.steps.flatMap((step) => (step.kind === "stage-secrets" ? step.files : []));
  return {
    ...lane,
    steps: lane.steps.flatMap((step): readonly Step[] => {
      if (step.kind === "copy-closure") return [{ kind: "stage-kept", node, closure, files }];
      if (step.kind === "stage-secrets") return [];
      if (step.kind !== "confirm") return [step];
      return [{ ...step, rollsBack: true }];
    }),
  };
}

/** Told before it is done, or asked for. */
type Told = "rolls-back" | "rollback-needs-yes";

function tell(
  cluster: Cluster,
  code: Told,
  { node: { name }, seen, kept, fingerprint }: Found,
  hint: string,
): RolloutProblem {
  const { ofCluster } = OPERATIONS[cluster.distribution.kind];
  const { generation, closure } = kept;
  const secrets = kept.secrets.filter(({ file }) => !ofCluster.includes(file));
  const made =
    generation === undefined
      ? "of which the system profile has no generation any more"
      : `generation ${generation.number} of ${utcMinute(generation.at * 1000)}`;
  const files = secrets.filter(({ file, digest }) => seen.secrets[file] !== digest).length;
  return problem(
    code,
    name,
    `${name} goes back from ${seen.currentSystem ?? "no system"} (fingerprint ${brief(seen.fingerprint)}) to ${closure}, ${made} (fingerprint ${brief(fingerprint)})${files === 0 ? "" : `, with ${files} of its certificates and keys as they were then`}`,
    hint,
  );
}

/** The beginning of a fingerprint, as people compare them. */
function brief(fingerprint: string | undefined): string {
  return fingerprint === undefined ? "unknown" : fingerprint.slice(0, 12);
}
