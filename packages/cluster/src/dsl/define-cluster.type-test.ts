// Checked by `npm run typecheck`: what must compile does, and every `@ts-expect-error` must be an error, on
// the very line below it. Nothing here runs.
import { arp, bgp, defineCluster, flannel, k3s, noCni, node, none, router } from "../index.ts";

const machines = {
  router: router({ ip: "10.0.0.1", asn: 64512 }),
  second: router({ ip: ["10.0.0.2", "fd00::2"], asn: 64511 }),
  plain: router({ ip: "10.0.0.3" }),
  node1: node({ ip: "10.0.0.11", interface: "eno1", disk: "/dev/sda", services: ["kubernetes", "etcd"] }),
};
const network = { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] } as const;
const kubeMaster = { ip: "10.0.0.100", loadBalancer: arp() };

// The file as it is usually written.
defineCluster({
  name: "home",
  kubeMaster: {
    ip: "10.0.0.100",
    port: 6443,
    loadBalancer: bgp({ asn: 64513, peers: ["router", "second"], multihop: true, holdTime: 90 }),
  },
  network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"], cni: flannel() },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 }),
    second: router({ ip: "10.0.0.2", asn: 64511 }),
    node1: node({
      ip: "10.0.0.11",
      interface: "eno1",
      disk: "/dev/sda",
      services: ["kubernetes", "etcd", "worker"],
      system: "aarch64-linux",
      boot: "bios",
      labels: { rack: "a" },
      taints: [{ key: "gpu", effect: "NoSchedule" }],
      nixos: { boot: { kernelModules: ["vfio-pci"] } },
      nixosUnchecked: { "services.smartd.enable": true },
    }),
  },
});

// k3s, with all that it takes, and without a VIP.
defineCluster({
  name: "home",
  kubeMaster: { loadBalancer: none() },
  network: { ...network, cni: flannel({ backend: "wireguard-native" }) },
  machines,
  distribution: k3s({
    version: "1.36",
    disable: ["traefik", "servicelb"],
    mirrors: { "docker.io": { endpoints: ["https://mirror.lan"], rewrite: { "^library/(.*)": "hub/$1" } } },
    airgap: true,
    snapshots: { schedule: "@every 6h", keep: 10 },
    kubelet: { maxPods: 200, evictionHard: { "memory.available": "100Mi" } },
  }),
});
defineCluster({ name: "home", kubeMaster, network, machines, distribution: k3s() });

// Without a router, with addresses for gateways, machines declared elsewhere.
defineCluster({
  name: "home",
  kubeMaster,
  network: { ...network, gateway: "10.0.0.1", cni: noCni() },
  machines,
});
defineCluster({ name: "home", kubeMaster, network: { ...network, gateway: "fd00::1" }, machines });
defineCluster({
  name: "home",
  kubeMaster,
  network: { ...network, gateway: ["10.0.0.1", "fd00::1"] },
  machines,
});
// A gateway needs no asn.
defineCluster({ name: "home", kubeMaster, network: { ...network, gateway: "plain" }, machines });
// Names of machines that are only known when the file runs: there is nothing to compare with.
const many = Object.fromEntries([1, 2, 3].map((n) => [`node${n}`, machines.node1]));
defineCluster({ name: "home", kubeMaster, network: { ...network, gateway: "10.0.0.1" }, machines: many });

export const peers = [
  defineCluster({
    name: "home",
    kubeMaster: {
      ip: "10.0.0.100",
      // @ts-expect-error misspelt
      loadBalancer: bgp({ asn: 64513, peers: ["ruoter"] }),
    },
    network,
    machines,
  }),
  defineCluster({
    name: "home",
    kubeMaster: {
      ip: "10.0.0.100",
      // @ts-expect-error misspelt, beside one that is right
      loadBalancer: bgp({ asn: 64513, peers: ["router", "secnod"] }),
    },
    network,
    machines,
  }),
  defineCluster({
    name: "home",
    kubeMaster: {
      ip: "10.0.0.100",
      // @ts-expect-error a node
      loadBalancer: bgp({ asn: 64513, peers: ["node1"] }),
    },
    network,
    machines,
  }),
  defineCluster({
    name: "home",
    kubeMaster: {
      ip: "10.0.0.100",
      // @ts-expect-error a router without an asn
      loadBalancer: bgp({ asn: 64513, peers: ["plain"] }),
    },
    network,
    machines,
  }),
  defineCluster({
    name: "home",
    kubeMaster: {
      ip: "10.0.0.100",
      // @ts-expect-error there is no router at all
      loadBalancer: bgp({ asn: 64513, peers: ["router"] }),
    },
    network: { ...network, gateway: "10.0.0.1" },
    machines: { node1: machines.node1 },
  }),
];

// @ts-expect-error no peers
bgp({ asn: 64513, peers: [] });
// @ts-expect-error no asn
bgp({ peers: ["router"] });
// @ts-expect-error unknown field
bgp({ asn: 64513, peers: ["router"], multihops: true });
// @ts-expect-error a field of the other one
arp({ holdTime: 30 });
// @ts-expect-error not one of the values
flannel({ backend: "wireguard" });

export const gateways = [
  // @ts-expect-error no machine of the file
  defineCluster({ name: "home", kubeMaster, network: { ...network, gateway: "ruoter" }, machines }),
  // @ts-expect-error a node is no gateway
  defineCluster({ name: "home", kubeMaster, network: { ...network, gateway: "node1" }, machines }),
  // @ts-expect-error neither a name nor an address
  defineCluster({ name: "home", kubeMaster, network: { ...network, gateway: "10.0.0" }, machines }),
  defineCluster({
    name: "home",
    kubeMaster,
    network: {
      ...network,
      // @ts-expect-error a pair is one of addresses
      gateway: ["router", "plain"],
    },
    machines,
  }),
];

export const clusters = [
  // @ts-expect-error no machines
  defineCluster({ name: "home", kubeMaster, network }),
  // @ts-expect-error no name
  defineCluster({ kubeMaster, network, machines }),
  // @ts-expect-error unknown field
  defineCluster({ name: "home", kubeMaster, network, machines, machine: {} }),
  // @ts-expect-error a text for a number
  defineCluster({ name: "home", kubeMaster: { ...kubeMaster, port: "6443" }, network, machines }),
  // @ts-expect-error a machine is made by node() or router()
  defineCluster({ name: "home", kubeMaster, network, machines: { node1: { ip: "10.0.0.11" } } }),
  // @ts-expect-error an option that NixOS does not have
  defineCluster({ name: "home", kubeMaster, network, machines, nixos: { services: { etcd: { on: true } } } }),
];

export const distributions = [
  // @ts-expect-error not one that nixpkgs has
  k3s({ version: "1.32" }),
  // @ts-expect-error a number for a text
  k3s({ version: 1.35 }),
  // @ts-expect-error not one of its parts
  k3s({ disable: ["ingress"] }),
  // @ts-expect-error unknown field
  k3s({ channel: "stable" }),
  // @ts-expect-error no endpoint
  k3s({ mirrors: { "*": { endpoints: [] } } }),
  // @ts-expect-error no data
  k3s({ kubelet: { maxPods: () => 200 } }),
  // @ts-expect-error a VIP that nothing carries
  defineCluster({ name: "home", kubeMaster: { ip: "10.0.0.100", loadBalancer: none() }, network, machines }),
  // @ts-expect-error nothing for ARP to carry
  defineCluster({ name: "home", kubeMaster: { loadBalancer: arp() }, network, machines }),
];

const disk = { interface: "eno1", disk: "/dev/sda" } as const;

export const badMachines = [
  // @ts-expect-error a router runs nothing of ours
  router({ ip: "10.0.0.1", services: ["etcd"] }),
  // @ts-expect-error nor with an asn
  router({ ip: "10.0.0.1", asn: 64512, services: ["etcd"] }),
  // @ts-expect-error a text for a number
  router({ ip: "10.0.0.1", asn: "64512" }),
  // @ts-expect-error no address
  router({}),
  // @ts-expect-error misspelt service
  node({ ip: "10.0.0.11", ...disk, services: ["kubernets"] }),
  // @ts-expect-error no service
  node({ ip: "10.0.0.11", ...disk, services: [] }),
  // @ts-expect-error not a NixOS platform that can be built for
  node({ ip: "10.0.0.11", ...disk, services: ["etcd"], system: "x86_64" }),
  // @ts-expect-error not one of the values
  node({ ip: "10.0.0.11", ...disk, services: ["etcd"], boot: "efi" }),
  // @ts-expect-error unknown field
  node({ ip: "10.0.0.11", ...disk, services: ["etcd"], asn: 64512 }),
  // @ts-expect-error three addresses
  node({ ip: ["10.0.0.11", "fd00::11", "fd00::12"], ...disk, services: ["etcd"] }),
  // @ts-expect-error no disk
  node({ ip: "10.0.0.11", interface: "eno1", services: ["etcd"] }),
  // @ts-expect-error not an effect
  node({ ip: "10.0.0.11", ...disk, services: ["etcd"], taints: [{ key: "a", effect: "NoRun" }] }),
  // @ts-expect-error an option of another type
  node({ ip: "10.0.0.11", ...disk, services: ["etcd"], nixos: { boot: { kernelModules: "kvm" } } }),
];
