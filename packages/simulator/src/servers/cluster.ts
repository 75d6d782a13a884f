import { arp, type Cluster, defineCluster, k3s, node, resolveCluster } from "@quorate/cluster";

const known = new Map<number, Cluster>();

/** Servers of k3s', so many of them. */
export function serversOf(count: number): Cluster {
  const made = known.get(count);
  if (made !== undefined) return made;
  const machines = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `node${index + 1}`,
      node({
        ip: `10.0.0.${index + 11}`,
        interface: "eth0",
        disk: "/dev/vda",
        services: ["kubernetes", "etcd"],
      }),
    ]),
  );
  const resolution = resolveCluster(
    defineCluster({
      name: "simulated",
      distribution: k3s(),
      kubeMaster: { ip: "10.0.0.250", loadBalancer: arp() },
      network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
      machines,
    }),
  );
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.findings));
  known.set(count, resolution.cluster);
  return resolution.cluster;
}
