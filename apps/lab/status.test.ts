import { resolvedCluster } from "@quorate/cluster/testing";
import { labSettings, type MachineStatus, planLab } from "@quorate/lab";
import { describe, expect, test } from "vitest";
import machines from "../../machines.ts";
import { contentsLine, driftLine, statusData, statusTable } from "./status.ts";

const plan = planLab(resolvedCluster(machines), labSettings());

function statusOf(name: string, status: Omit<MachineStatus, "machine" | "system">): MachineStatus {
  const machine = plan.machines.find((one) => one.name === name);
  if (machine === undefined) throw new Error(`there is no ${name}`);
  return { machine, system: machine.kind === "router" ? "debian 13" : "nixos 26.11", ...status };
}

const statuses = [
  statusOf("router", {
    state: { kind: "running", leader: 17, frozen: false },
    readiness: { kind: "ready", by: "bgp" },
    faults: [],
  }),
  statusOf("node1", {
    state: { kind: "running", leader: 18, frozen: true },
    readiness: { kind: "waiting" },
    faults: ["freeze", "slow"],
  }),
  statusOf("node2", { state: { kind: "off" }, readiness: { kind: "waiting" }, faults: [] }),
];

describe("what machines do", () => {
  test("is a table for people", () => {
    expect(statusTable(statuses).join("\n")).toMatchInlineSnapshot(`
      "machine  kind    address    system       state    answers    faults
      router   router  10.0.0.1   debian 13    running  yes (bgp)  -
      node1    node    10.0.0.11  nixos 26.11  frozen   no         freeze, slow
      node2    node    10.0.0.12  nixos 26.11  off      no         -"
    `);
  });

  test("is data for programs, which leave out what this machine calls them", () => {
    expect(statuses.map(statusData)).toMatchInlineSnapshot(`
      [
        {
          "address": "10.0.0.1",
          "faults": [],
          "kind": "router",
          "name": "router",
          "namespace": "ql-30dd5c-router",
          "ready": true,
          "state": "running",
          "system": "debian 13",
        },
        {
          "address": "10.0.0.11",
          "faults": [
            "freeze",
            "slow",
          ],
          "kind": "node",
          "name": "node1",
          "namespace": "ql-30dd5c-node1",
          "ready": false,
          "state": "frozen",
          "system": "nixos 26.11",
        },
        {
          "address": "10.0.0.12",
          "faults": [],
          "kind": "node",
          "name": "node2",
          "namespace": "ql-30dd5c-node2",
          "ready": false,
          "state": "off",
          "system": "nixos 26.11",
        },
      ]
    `);
  });
});

test.each([
  [{ name: "node4", fate: "started" }, "node4: is in machines.ts and not up: `quorate lab up` starts it"],
  [
    { name: "node3", fate: "removed" },
    "node3: is no longer in machines.ts: `quorate lab up` removes it, with its disk",
  ],
] as const)("what machines.ts has otherwise: %o", (drift, line) => {
  expect(driftLine(drift)).toBe(line);
});

test.each([
  [{ programs: { kubernetes: "1.34.1", etcd: "3.6.4" }, images: {} }, "kubernetes 1.34.1, etcd 3.6.4"],
  [
    { programs: { kubernetes: "1.36.3" }, images: { coredns: "built", "kube-vip": "real" } },
    "kubernetes 1.36.3, coredns: the real program, kube-vip: the real image",
  ],
] as const)("what hosts have: %o", (contents, line) => {
  expect(contentsLine(contents)).toBe(line);
});
