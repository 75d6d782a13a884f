import type { Node } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** Bytes that etcd's file may have where a member does not tell, as before 3.6: what Quorate sets. */
const QUOTA = 8 * 1024 ** 3;

/** Parts of that from which on it is said, and from which on no member is touched: at all of it etcd takes no writes. */
const TOLD = 0.8;
const REFUSED = 0.95;

/** What is wrong with the space of etcd's members, where a target is one: every member has the same data. */
export function judgeEtcdSpace(
  targets: readonly Node[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  if (!targets.some(({ roles }) => roles.etcd)) return [];
  return observed.flatMap(({ node }) => {
    const seen = knownOf(node, observed);
    if (seen?.kind !== "installed" || !seen.facts.etcd.status.known) return [];
    const { size, sizeInUse, quota = QUOTA } = seen.facts.etcd.status.value;
    const part = size / quota;
    if (part < TOLD) return [];
    const code = part >= REFUSED ? "etcd-full" : "etcd-nearly-full";
    const percent = Math.floor(part * 100);
    // What is not in use any more is given back by defragmenting alone.
    const hint =
      sizeInUse < size * 0.8
        ? "Defragment it, followers first and the leader last, one after another: etcdctl defrag on each member's host (docs/deploy.md has etcdctl's arguments)"
        : "Find out what fills it (many Events, CustomResources or Secrets), compact and defragment; or give it more: QUOTA_BACKEND_BYTES in services.etcd.extraConf";
    return [problem(code, node, `the database of etcd on ${node} takes ${percent} % of its quota`, hint)];
  });
}
