import { bgp, type Cluster, defineCluster, type Machines, node, resolveCluster, router } from "@quorate/cluster";

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
  readonly authorizedKeys?: readonly string[];
  readonly encryptSecrets?: boolean;
  readonly nodePrefix?: string;
}

/** A resolved cluster of a shape. Throws where the definition has errors. */
export function clusterOf(shape: Shape, variation: Variation = {}): Cluster {
  const machines: Record<string, ReturnType<typeof node> | ReturnType<typeof router>> = {
    router: router({ ip: addresses(1, variation), asn: 64512 }),
  };
  const prefix = variation.nodePrefix ?? "node";
  let count = 0;
  const add = (number: number, services: Parameters<typeof node>[0]["services"]): void => {
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
  const definition = defineCluster({
    name: variation.name ?? "home",
    kubeMaster: {
      ip: "10.0.255.100",
      ...(variation.dnsName === undefined ? {} : { dnsName: variation.dnsName }),
      extraSans: variation.extraSans ?? [],
      loadBalancer: bgp({ asn: 64513, peers: ["router"] as never }),
    },
    network: {
      subnet: variation.dualStack ? ["10.0.0.0/16", "fd12::/64"] : "10.0.0.0/16",
      gateway: "router",
      nameservers: ["1.1.1.1"],
      pods: variation.dualStack ? ["172.16.0.0/12", "fd00:10:244::/56"] : "172.16.0.0/12",
    },
    ssh: { port: variation.sshPort ?? 22, authorizedKeys: variation.authorizedKeys ?? [] },
    encryptSecrets: variation.encryptSecrets ?? true,
    machines: machines as Machines,
  });
  const resolved = resolveCluster(definition);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.findings));
  return resolved.cluster;
}

function addresses(number: number, variation: Variation): string | readonly [string, string] {
  const four = `10.0.${number >> 8}.${number & 255}`;
  return variation.dualStack ? [four, `fd12::${number.toString(16)}`] : four;
}
