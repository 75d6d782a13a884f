import type { Cluster, EtcdMember, HostName } from "@quorate/cluster";
import type { ListedMember } from "../observe/etcd-seen.ts";
import type { Observation } from "../observe/observation.ts";
import type { View } from "./unlisted.ts";

/** What is known of one target that is to be a member of etcd. */
export interface MemberCase {
  readonly cluster: Cluster;
  readonly own: EtcdMember;
  /** All members that the run is about. */
  readonly targets: readonly HostName[];
  readonly views: readonly View[];
  readonly observed: readonly Observation[];
  /** Whether whatever it was is given up, by the user's word. */
  readonly erase: boolean;
  /** Whether another one is not known to run with what would keep this one from joining it. */
  readonly mayJoin: (other: HostName) => boolean;
}

/** What the lists of etcd's members have of it, and whether they say the same of it. */
export function placeOf({ own, views }: MemberCase): {
  readonly place: ListedMember | undefined;
  readonly differs: boolean;
} {
  const places = views.map(({ membership }) =>
    membership.members.find(({ peerUrls }) => peerUrls.includes(own.peerUrl)),
  );
  // Whoever knows that it was started is right: others may not have heard of that yet.
  const place = places.find((other) => other?.started) ?? places[0];
  return { place, differs: places.some((other) => other?.id !== place?.id) };
}
