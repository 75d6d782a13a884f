import { arp, bgp, type ClusterDefinition, defineCluster, node, router } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { containsCidr } from "cidr-tools";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import dualStack from "../../../../examples/dual-stack.ts";
import externalEtcd from "../../../../examples/external-etcd.ts";
import fiveMasters from "../../../../examples/five-masters.ts";
import ipv6Only from "../../../../examples/ipv6-only.ts";
import threeMastersArp from "../../../../examples/three-masters-arp.ts";
import machines from "../../../../machines.ts";
import { labId } from "./lab-name.ts";
import { planLab } from "./plan-lab.ts";
import { labSettings } from "./settings.ts";

const settings = labSettings();

function planOf(definition: ClusterDefinition) {
  return planLab(resolvedCluster(definition), settings);
}

const clusters = { machines, dualStack, externalEtcd, fiveMasters, ipv6Only, threeMastersArp };

describe("the lab of the repository's machines.ts", () => {
  const plan = planOf(machines);

  test("has every machine under its address and interface", () => {
    expect(
      plan.machines.map(({ name, kind, address, link }) => [name, kind, address, link.interface]),
    ).toEqual([
      ["router", "router", "10.0.0.1", "lan0"],
      ["node1", "node", "10.0.0.11", "enp3s0f0"],
      ["node2", "node", "10.0.0.12", "enp3s0f0"],
      ["node3", "node", "10.0.0.13", "enp3s0f0"],
    ]);
  });

  test("has the operator at the end of the subnet, with the VIP behind the router", () => {
    expect(plan.operator.link.addresses).toEqual([{ cidr: "10.0.0.254/24", family: 4 }]);
    expect(plan.operator.link.routes).toEqual([
      { to: "default", via: ["10.0.0.1"], family: 4 },
      { to: "10.0.0.100/32", via: ["10.0.0.1"], family: 4 },
    ]);
  });

  test("has a router that expects the control plane's calls, with their AS", () => {
    const { bgp: config } = plan.machines[0] ?? {};
    expect(config?.global.config).toEqual({ as: 64512, "router-id": "10.0.0.1", port: 179 });
    expect(config?.neighbors.map((neighbor) => neighbor.config)).toEqual(
      ["node1", "node2", "node3"].map((description, index) => ({
        "neighbor-address": `10.0.0.1${index + 1}`,
        "peer-as": 64513,
        description,
      })),
    );
    expect(config?.neighbors.every(({ transport }) => transport.config["passive-mode"])).toBe(true);
  });

  test("is kept in a state file as it is", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual({
      ...plan,
      // What is undefined is left out; that is the same to whoever reads it.
      machines: plan.machines.map((machine) => JSON.parse(JSON.stringify(machine))),
    });
  });
});

describe.each(Object.entries(clusters))("the lab of %s", (_, definition) => {
  const plan = planOf(definition);
  const links = [plan.operator.link, ...plan.machines.map(({ link }) => link)];

  test("gives no name, address or hardware address twice", () => {
    for (const all of [
      links.map(({ namespace }) => namespace).concat(plan.lan.namespace),
      links.map(({ port }) => port),
      links.map(({ mac }) => mac),
      links.flatMap(({ addresses }) => addresses.map(({ cidr }) => cidr)),
      plan.machines.map(({ uuid }) => uuid),
    ]) {
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBeGreaterThan(1);
    }
  });

  test("names everything so that the kernel takes it", () => {
    for (const { port, interface: name, mac } of links) {
      for (const device of [port, name]) expect(device).toMatch(/^[A-Za-z][A-Za-z0-9._-]{0,14}$/);
      expect(mac).toMatch(/^02(:[0-9a-f]{2}){5}$/);
    }
  });

  test("routes over hops that are on the link", () => {
    for (const { addresses, routes } of links) {
      const own = addresses.map(({ cidr }) => cidr);
      const near = [...own, ...routes.filter(({ via }) => via.length === 0).map(({ to }) => to)];
      for (const hop of routes.flatMap(({ via }) => via)) {
        expect(near.some((network) => containsCidr(network, hop))).toBe(true);
      }
    }
  });
});

describe("a router", () => {
  test("that is nobody's peer runs no BGP", () => {
    expect(planOf(threeMastersArp).machines.flatMap(({ bgp: config }) => config ?? [])).toEqual([]);
  });

  const outside = defineCluster({
    name: "far",
    kubeMaster: { ip: "10.0.0.100", loadBalancer: bgp({ asn: 64513, peers: ["far"], multihop: true }) },
    network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
    machines: {
      far: router({ ip: "192.168.7.1", asn: 64512 }),
      node1: node({ ip: "10.0.0.11", interface: "eth0", disk: "/dev/vda", services: ["kubernetes", "etcd"] }),
    },
  });

  test("in another subnet is on the same cable, and each knows the other's way", () => {
    const { machines: all, operator } = planOf(outside);
    expect(all.find(({ name }) => name === "far")?.link).toMatchObject({
      addresses: [{ cidr: "192.168.7.1/32", family: 4 }],
      routes: [{ to: "10.0.0.0/24", via: [], family: 4 }],
    });
    for (const link of [operator.link, all.find(({ name }) => name === "node1")?.link]) {
      expect(link?.routes).toContainEqual({ to: "192.168.7.1/32", via: [], family: 4 });
    }
    expect(all.find(({ name }) => name === "far")?.bgp?.neighbors[0]).toMatchObject({
      "ebgp-multihop": { config: { enabled: true } },
    });
  });
});

describe("the operator's address", () => {
  const small = (subnet: string, taken: number) =>
    defineCluster({
      name: "small",
      kubeMaster: { ip: `10.0.0.${taken + 1}`, loadBalancer: arp() },
      network: { subnet, gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
      machines: Object.fromEntries(
        Array.from({ length: taken - 1 }, (_, index) => [
          `n${index}`,
          node({
            ip: `10.0.0.${index + 2}`,
            interface: "eth0",
            disk: "/dev/vda",
            services: index === 0 ? ["kubernetes", "etcd"] : ["worker"],
          }),
        ]),
      ),
    });

  test("is none where the subnet has no room", () => {
    // 10.0.0.0/29: six hosts, and there are a gateway, four nodes, a VIP.
    expect(planOf(small("10.0.0.0/29", 5)).operator.link.addresses).toEqual([]);
    expect(planOf(small("10.0.0.0/29", 4)).operator.link.addresses).toEqual([
      { cidr: "10.0.0.6/29", family: 4 },
    ]);
  });
});

describe("a lab's id", () => {
  test("is six hexadecimal digits, and another one for another folder", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(labId(a)).toMatch(/^[0-9a-f]{6}$/);
        expect(labId(a)).toBe(labId(a));
        // One in 16 million pairs may meet; fast-check's hundred do not.
        if (a !== b) expect(labId(a)).not.toBe(labId(b));
      }),
      { seed: 1 },
    );
  });
});
