import type { Cluster, HostName } from "@quorate/cluster";
import type { Target } from "../desired.ts";
import { SERVER_TOKEN } from "../distribution/k3s.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import { isServing } from "./server-membership.ts";
import type { Stage } from "./stage.ts";

// The servers' token encrypts the authorities in etcd: a server that starts needs the one that the cluster has at that
// moment. So the cluster gets the new one once, through a server that serves, and all servers have it in place a moment
// later; they are restarted in their turns, between the gates, as for any other file that is renewed.

/** A server that has a token of before, which was replaced on purpose. */
interface Pending {
  readonly name: HostName;
  readonly seen: InstalledObservation;
}

/** Whether what a node has of a file is what it was before it was replaced on purpose. */
export function isReplaced(
  { secrets }: Pick<Target, "secrets">,
  seen: InstalledObservation,
  file: string,
): boolean {
  const wanted = secrets.find((secret) => secret.file === file);
  const has = Object.hasOwn(seen.secrets, file) ? seen.secrets[file] : undefined;
  return has !== undefined && wanted?.before?.includes(has) === true && wanted.digest !== has;
}

/** Why the token is not replaced now: every server has to have it, and one has to serve. */
export function refuseRotation(
  cluster: Cluster,
  targets: readonly Target[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  if (pendingOf(targets, observed).length === 0) return [];
  const missing = cluster.etcd.members
    .map(({ name }) => name)
    .filter((name) => {
      const seen = knownOf(name, observed);
      const isTarget = targets.some(({ node }) => node.name === name);
      if (!isTarget && isWithoutData(seen)) return false;
      return !isTarget || seen?.kind !== "installed" || seen.etcd.data !== "yes";
    });
  if (missing.length > 0) {
    return [
      problem(
        "token-rotation-partial",
        missing[0] ?? "k3s",
        `the token of the servers is to be replaced, and ${missing.join(", ")} would go without: a server that starts with another one than the cluster has ends at that`,
        "Deploy to all servers that have data in one command; one that is gone for good is taken out of machines.ts first, and one without data joins afterwards, by a deployment of its own",
      ),
    ];
  }
  if (throughWhom(cluster, observed) !== undefined) return [];
  return [
    problem(
      "token-rotation-partial",
      "k3s",
      "the token of the servers is to be replaced, and none of them serves: only one that does can give the cluster another one",
      "Start the servers with the token that they have (there: systemctl start k3s, journalctl -u k3s), then run the same command again. Where a run has died while it replaced it, and all servers went off: put the new k3s-server-token into /var/lib/quorate/secrets on each",
    ),
  ];
}

/** It starts by a word alone, which a deployment gives it that brings the new token too: no servers let it in with that before they are restarted. */
function isWithoutData(seen: ReturnType<typeof knownOf>): boolean {
  if (seen?.kind === "installed") return seen.etcd.data === "no";
  return Array.isArray(seen?.answersAt) && seen.answersAt.length === 0;
}

/** The servers get it, the one that gives it to the cluster first. */
export function rotationStages(
  cluster: Cluster,
  targets: readonly Target[],
  observed: readonly Observation[],
): readonly Stage[] {
  const pending = pendingOf(targets, observed).map(({ name }) => name);
  const through = throughWhom(cluster, observed);
  if (pending.length === 0 || through === undefined) return [];
  const own = cluster.etcd.members.find(({ name }) => name === through);
  if (own === undefined) return [];
  const { kind: distribution } = cluster.distribution;
  const clientUrl = OPERATIONS[distribution].etcd.askedAt(own.clientUrl);
  const rotates = { node: through, distribution, clientUrl, apiPort: cluster.api.port };
  const step = (node: HostName): Step<"token-change"> => ({
    kind: "token-change",
    node,
    rotates: node === through ? rotates : undefined,
  });
  return [through, ...pending.filter((name) => name !== through)].map((node) => ({
    kind: "change-token",
    lanes: [{ node, steps: [step(node)] }],
  }));
}

function pendingOf(targets: readonly Target[], observed: readonly Observation[]): readonly Pending[] {
  return targets.flatMap((target) => {
    const { name, roles } = target.node;
    const seen = knownOf(name, observed);
    const isServer = roles.etcd && seen?.kind === "installed" && seen.etcd.data === "yes";
    return isServer && isReplaced(target, seen, SERVER_TOKEN) ? [{ name, seen }] : [];
  });
}

/** A server that serves: it gives the cluster the new token, where that was not done yet. */
function throughWhom({ etcd }: Cluster, observed: readonly Observation[]): HostName | undefined {
  return etcd.members
    .map(({ name }) => name)
    .find((name) => {
      const seen = knownOf(name, observed);
      return seen?.kind === "installed" && isServing(seen);
    });
}
