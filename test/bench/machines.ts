/** The text of a machines.ts with `nodes` nodes: three of them masters and etcd members, the rest workers. */
export function machinesOfSize(nodes: number): string {
  const lines = Array.from({ length: nodes }, (_, index) => {
    // The 10.0.0.0/8 of the subnet holds more than enough; the last octet keeps clear of network edges.
    const ip = `10.${Math.floor(index / 250)}.${index % 250}.7`;
    const services = index < 3 ? '["kubernetes", "etcd"]' : '["worker"]';
    return `    node${index}: node({ ip: "${ip}", interface: "enp3s0f0", disk: "/dev/nvme0n1", services: ${services} }),`;
  });
  return `import { bgp, defineCluster, node, router } from "@quorate/cluster";

export default defineCluster({
  name: "bench",
  kubeMaster: { ip: "10.255.0.100", loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
  network: {
    subnet: "10.0.0.0/8",
    gateway: "router",
    nameservers: ["1.1.1.1"],
    pods: "172.16.0.0/12",
    services: "192.168.0.0/16",
  },
  machines: {
    router: router({ ip: "10.255.0.1", asn: 64512 }),
${lines.join("\n")}
  },
});
`;
}
