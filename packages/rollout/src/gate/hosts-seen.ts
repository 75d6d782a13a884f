import type { HostName } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import type { GateHost } from "./gate-host.ts";
import { type HostSeen, readHostSeen } from "./host-seen.ts";

/** What every host that a gate asked has told. */
export interface HostsSeen {
  readonly hosts: readonly {
    readonly host: GateHost;
    /** `undefined` where it could not be asked. */
    readonly facts: HostSeen | undefined;
  }[];
}

/** Reads the answers, which are in the order of the hosts. */
export function readHostsSeen(hosts: readonly GateHost[], outputs: readonly CommandOutput[]): HostsSeen {
  return {
    hosts: hosts.map((host, index) => {
      const output = outputs[index];
      return { host, facts: output === undefined ? undefined : readHostSeen(output) };
    }),
  };
}

/**
 * Where others than the operator come in: doors of a node that one of those who were asked has come to, as
 * `the sshd of node1, from another node`; with `unasked`, also those that nobody could be asked about.
 */
export function doorsOpen({ hosts }: HostsSeen, node: HostName, unasked: boolean): readonly string[] {
  const key = hosts.find(({ host }) => host.node === node)?.facts?.hostKey ?? "";
  const reached = hosts.flatMap(({ host, facts }) =>
    host.node === node || facts?.reached === undefined ? [] : [facts.reached],
  );
  const doors = {
    sshd: reached.map(({ ssh }) => ssh !== "" && (key === "" || ssh === key)),
    apiserver: reached.flatMap(({ apiserver }) => apiserver ?? []),
  };
  return Object.entries(doors)
    .filter(([, asked]) => (asked.length === 0 ? unasked : asked.includes(true)))
    .map(([door]) => `the ${door} of ${node}${FROM_ANOTHER}`);
}

const FROM_ANOTHER = ", from another node";

/** Whether it is a door, and no part of the cluster. */
export function isDoor(works: string): boolean {
  return works.endsWith(FROM_ANOTHER);
}

/** What of a cluster works: `etcd of node1`, `apiserver of node2`. */
export function worksOn({ hosts }: HostsSeen, except: HostName): readonly string[] {
  return hosts.flatMap(({ host, facts }) => {
    if (host.node === except || facts === undefined) return [];
    return [
      ...(host.etcd !== undefined && facts.etcd.healthy ? [`etcd of ${host.node}`] : []),
      ...(host.apiserver !== undefined && facts.readyz === "ok" ? [`apiserver of ${host.node}`] : []),
    ];
  });
}
