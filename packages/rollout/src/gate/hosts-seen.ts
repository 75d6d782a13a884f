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
