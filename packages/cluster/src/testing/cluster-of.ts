import {
  arp,
  type Cluster,
  type ClusterSpec,
  type Distribution,
  kubernetes,
  type Machine,
  node,
  router,
  type Service,
} from "../index.ts";
import { resolvedCluster } from "./resolved-cluster.ts";

/** How many nodes of each kind a test's cluster has. */
export interface Shape {
  /** Control plane and etcd on one node. Default: 0. */
  readonly stacked?: number;
  readonly etcdOnly?: number;
  readonly masters?: number;
  readonly workers?: number;
}

/** What may differ beside the number of nodes. */
export interface Variation {
  readonly name?: string;
  readonly dualStack?: boolean;
  readonly dnsName?: string;
  readonly extraSans?: readonly string[];
  readonly sshPort?: number;
  readonly apiPort?: number;
  readonly authorizedKeys?: readonly string[];
  readonly encryptSecrets?: boolean;
  readonly nodePrefix?: string;
  readonly distribution?: Distribution;
}

/** A resolved cluster of a shape. Throws where the definition has errors. */
export function clusterOf(shape: Shape, variation: Variation = {}): Cluster {
  const machines: Record<string, Machine> = {
    router: router({ ip: addresses(1, variation) }),
  };
  const prefix = variation.nodePrefix ?? "node";
  let count = 0;
  const add = (number: number, services: readonly [Service, ...Service[]]): void => {
    for (let index = 0; index < number; index++) {
      count++;
      const ip = addresses(count + 255, variation);
      machines[`${prefix}${count}`] = node({ ip, interface: "eth0", disk: "/dev/vda", services });
    }
  };
  add(shape.stacked ?? 0, ["kubernetes", "etcd"]);
  add(shape.etcdOnly ?? 0, ["etcd"]);
  add(shape.masters ?? 0, ["kubernetes"]);
  add(shape.workers ?? 0, ["worker"]);
  const spec: ClusterSpec = {
    name: variation.name ?? "home",
    kubeMaster: {
      ip: "10.0.255.100",
      ...(variation.dnsName === undefined ? {} : { dnsName: variation.dnsName }),
      ...(variation.apiPort === undefined ? {} : { port: variation.apiPort }),
      extraSans: variation.extraSans ?? [],
      loadBalancer: arp(),
    },
    network: {
      subnet: variation.dualStack ? ["10.0.0.0/16", "fd12::/64"] : "10.0.0.0/16",
      gateway: "10.0.0.1",
      nameservers: ["1.1.1.1"],
      pods: variation.dualStack ? ["172.16.0.0/12", "fd00:10:244::/56"] : "172.16.0.0/12",
    },
    ssh: { port: variation.sshPort ?? 22, authorizedKeys: variation.authorizedKeys ?? [] },
    encryptSecrets: variation.encryptSecrets ?? true,
    distribution: variation.distribution ?? kubernetes(),
    machines,
  };
  return resolvedCluster({ kind: "cluster", spec });
}

function addresses(number: number, variation: Variation): string | readonly [string, string] {
  const four = `10.0.${number >> 8}.${number & 255}`;
  return variation.dualStack ? [four, `fd12::${number.toString(16)}`] : four;
}
