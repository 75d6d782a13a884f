import type { Cluster, HostName } from "@quorate/cluster";
import type { EtcdMembership, ListedMember } from "../observe/etcd-seen.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** The membership that one member tells of. */
export interface View {
  readonly by: HostName;
  readonly membership: EtcdMembership;
}

/** One refusal for each member that etcd has and the file has not; each once, by the lists of all. */
export function refuseUnlisted(cluster: Cluster, views: readonly View[]): readonly RolloutProblem[] {
  const known = new Set(cluster.etcd.members.map(({ peerUrl }) => peerUrl));
  const unlisted = new Map<string, { readonly member: ListedMember; readonly by: HostName }>();
  for (const { by, membership } of views) {
    for (const member of membership.members) {
      if (!member.peerUrls.some((url) => known.has(url))) unlisted.set(member.id, { member, by });
    }
  }
  return [...unlisted.values()].map(({ member, by }) => {
    const { id, peerUrls } = member;
    const now = cluster.etcd.members.find(({ name }) => name === member.name);
    const words = `etcd has a member ${wordsOf(member)} that machines.ts ${now === undefined ? "does not have" : `has at ${now.peerUrl}`}`;
    const hint =
      now === undefined
        ? `If it is to go, on ${by}: etcdctl member remove ${id} (docs/deploy.md has etcdctl's arguments); only then switch it off. Otherwise put it back into machines.ts`
        : `If that is its new address, on ${by}: etcdctl member update ${id} --peer-urls=${now.peerUrl} (docs/deploy.md has etcdctl's arguments). Otherwise set ${peerUrls.join(", ")} back in machines.ts`;
    return problem("member-not-in-file", member.name || peerUrls.join(","), words, hint);
  });
}

/** A member in words: `node3 (8e9e05c52164694d, https://10.0.0.13:2380)`. */
export function wordsOf({ id, name, peerUrls }: ListedMember): string {
  return `${name === "" ? "without a name" : name} (${id}, ${peerUrls.join(", ")})`;
}
