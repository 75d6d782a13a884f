import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { testCluster } from "../testing/observations.ts";
import { answersOf } from "./answers.ts";
import { factQuestions, NO_FACTS, readFacts } from "./host-facts.ts";

// What a master and a worker of a lab have said (Kubernetes 1.36.3, etcd 3.6.16, Debian 12's curl): word for word, but
// for images, managed fields and most of the secrets' digests.
const said = (of: "master" | "worker") =>
  readFileSync(new URL(`../testing/answer-of-${of}.txt`, import.meta.url), "utf8").split("\n");
const facts = (lines: readonly string[]) => readFacts(answersOf(lines));
const master = facts(said("master"));
const worker = facts(said("worker"));
const told = (value: unknown) => ({ known: true, value });

describe("a master's answer", () => {
  test("tells its boot, its systems and what is left of its disk", () => {
    const path = "/nix/store/xhy6mhcrpmlyk02i4c429sxap1j1sa6k-nixos-system-node1-lab";
    const parts = { path, kernel: "", initrd: "", modules: "", parameters: "" };
    expect(master.boot).toEqual({
      bootId: told("965cb73f-6d8d-4481-a433-4ffa8ef77f23"),
      since: told(1795689857),
      confirmedIn: told("965cb73f-6d8d-4481-a433-4ffa8ef77f23"),
    });
    expect(master.systems).toMatchObject({
      running: told(parts),
      profile: told(parts),
      generation: told(1),
      // A container was booted by nobody.
      booted: { known: false },
    });
    expect(master.space.nix).toEqual(told({ free: 16273156 * 1024, size: 16468860 * 1024 }));
    expect(master.space.etcd).toMatchObject({ known: true });
    expect(master.bootLoader).toEqual({ known: false, why: "it has no boot loader that can be read" });
  });

  test("tells its units", () => {
    expect(master.units.failed).toEqual(told([]));
    expect(master.units.services).toMatchObject({
      value: {
        "etcd.service": { active: "active", sub: "running", restarts: 0 },
        "quorate-bootstrap.service": { active: "active", sub: "exited", restarts: 0 },
      },
    });
  });

  test("tells what it serves", () => {
    expect(Object.keys(master.served)).toEqual(["apiserver", "kubelet", "etcd-clients", "etcd-peers"]);
    expect(master.served.apiserver).toEqual(
      told({
        serial: "7f38ce52a943a99d383c21e87b0a4583",
        notAfter: "2027-11-26T10:44:02.000Z",
        isTheFiles: true,
      }),
    );
  });

  test("tells of etcd and the control plane", () => {
    expect(master.etcd.healthy).toEqual(told(true));
    expect(master.etcd.status).toMatchObject(
      told({
        clusterId: "293b584b9815168e",
        memberId: "2a4b254f7bbf820f",
        leader: "2a4b254f7bbf820f",
        version: "3.6.16",
        storageVersion: "3.6.0",
        quota: 8 * 1024 ** 3,
        learner: false,
        errors: [],
      }),
    );
    expect(master.controlPlane).toEqual({
      readyz: told({ ready: true, failing: [] }),
      version: told("v1.36.3"),
      // Asked only where the apiserver does not answer.
      installed: { known: false, why: "its system does not tell which apiserver it starts" },
      controllerManager: told(true),
      scheduler: told(true),
    });
    expect(master.vip).toEqual(told(true));
  });

  test("tells what the cluster is", () => {
    const { nodes, budgets, leases, systemPods } = master.api;
    expect(nodes.known && nodes.value.map(({ name }) => name)).toEqual(["node1", "node2", "node3", "node4"]);
    expect(nodes.known && nodes.value[0]).toMatchObject({
      conditions: { Ready: { status: "True", reason: "KubeletReady" } },
      cordoned: false,
      podCidrs: ["10.244.0.0/24"],
      kubeletVersion: "v1.36.3",
      bootId: "965cb73f-6d8d-4481-a433-4ffa8ef77f23",
    });
    expect(budgets).toEqual(
      told([
        {
          namespace: "kube-system",
          name: "coredns",
          selector: { labels: { "k8s-app": "kube-dns" }, expressions: [] },
          lettingUnhealthyGo: false,
          minAvailable: undefined,
          maxUnavailable: "1",
          allowed: 1,
          healthy: 2,
          required: 1,
          expected: 2,
        },
      ]),
    );
    expect(leases.known && leases.value.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["node1", "kube-scheduler", "kube-controller-manager"]),
    );
    expect(systemPods.known && systemPods.value.filter(({ ready }) => ready).map(({ node }) => node)).toEqual(
      expect.arrayContaining(["node1", "node2", "node3"]),
    );
  });
});

test("a worker tells nothing of what it has not", () => {
  expect(Object.keys(worker.served)).toEqual(["kubelet"]);
  expect(worker.units.services).toMatchObject({ value: { "kubelet.service": { active: "active" } } });
  expect(worker).toMatchObject({
    vip: { known: false },
    etcd: { status: { known: false }, healthy: { known: false } },
    controlPlane: { readyz: { known: false } },
    api: { nodes: { known: false } },
  });
});

test("nothing said is nothing known, each with why", () => {
  const unknowns = JSON.stringify(NO_FACTS).match(/"known":false,"why":"[^"]+"/g);
  expect(unknowns).toHaveLength(33);
  expect(JSON.stringify(NO_FACTS)).not.toContain('"known":true');
});

test("an answer that ends anywhere is read as far as it goes, and never as a no", () => {
  const lines = said("master");
  for (let end = 0; end <= lines.length; end += 1) {
    const { units, controlPlane, vip, etcd } = facts(lines.slice(0, end));
    expect(units.failed.known ? units.failed.value : []).toEqual([]);
    for (const one of [controlPlane.controllerManager, controlPlane.scheduler, vip, etcd.healthy]) {
      expect(one.known ? one.value : true).toBe(true);
    }
    expect(controlPlane.readyz.known ? controlPlane.readyz.value.ready : true).toBe(true);
  }
});

describe("a line of its own", () => {
  test.each<[string, readonly string[], object]>([
    [
      "failed units",
      ["unit-failed=b.service loaded failed failed B", "unit-failed=a.mount x", "unit-failed-told=yes"],
      { units: { failed: told(["a.mount", "b.service"]) } },
    ],
    [
      "failed units, cut off",
      ["unit-failed=b.service loaded failed"],
      { units: { failed: { known: false } } },
    ],
    [
      "a service that starts anew",
      [
        "unit-NRestarts=7",
        "unit-Id=etcd.service",
        "unit-ActiveState=activating",
        "unit-SubState=auto-restart",
      ],
      {
        units: {
          services: told({ "etcd.service": { active: "activating", sub: "auto-restart", restarts: 7 } }),
        },
      },
    ],
    [
      "a service half told",
      ["unit-NRestarts=7", "unit-Id=etcd.service", "unit-ActiveState=active"],
      { units: { services: { known: false } } },
    ],
    [
      "an apiserver without etcd",
      ["readyz=[+]ping ok", "readyz=[-]etcd failed: reason withheld", "readyz=500"],
      { controlPlane: { readyz: told({ ready: false, failing: ["etcd"] }) } },
    ],
    [
      "an apiserver that refuses",
      ["readyz=Unauthorized", "readyz=401"],
      { controlPlane: { readyz: { known: false } } },
    ],
    [
      "an apiserver that is gone before it tells its version",
      ["readyz=ok", "readyz=200", "readyz=", "readyz=000"],
      { controlPlane: { readyz: told({ ready: true, failing: [] }), version: { known: false } } },
    ],
    [
      "the apiserver that a system would start",
      ["readyz=000", "api-installed=v1.36.3"],
      { controlPlane: { version: { known: false }, installed: told("v1.36.3") } },
    ],
    [
      "a system that starts none",
      ["readyz=000", "api-installed=none"],
      { controlPlane: { installed: told(undefined) } },
    ],
    ["no apiserver", ["readyz=", "readyz=000"], { controlPlane: { readyz: { known: false } } }],
    ["a scheduler that does not listen", ["scheduler=000"], { controlPlane: { scheduler: told(false) } }],
    [
      "an etcd without a leader",
      [
        'etcd-status={"header":{"cluster_id":"1","member_id":"255"},"version":"3.6.16","errors":["etcdserver: no leader"]}',
        'etcd-health={"health":"false","reason":"RAFT NO LEADER"}',
      ],
      {
        etcd: {
          status: { value: { memberId: "ff", leader: undefined, errors: ["etcdserver: no leader"] } },
          healthy: told(false),
        },
      },
    ],
    [
      "an etcd before 3.6",
      ['etcd-status={"header":{"cluster_id":"1","member_id":"2"},"version":"3.5.26","leader":"2"}'],
      { etcd: { status: { value: { storageVersion: "", quota: undefined } } } },
    ],
    [
      "an old certificate in memory",
      ["served-kubelet=0A:FF Nov 26 10:44:02 2026 GMT", "served-asked=kubelet"],
      {
        served: {
          kubelet: told({ serial: "0aff", notAfter: "2026-11-26T10:44:02.000Z", isTheFiles: false }),
        },
      },
    ],
    ["an old curl", ["served-kubelet= ", "served-asked=kubelet"], { served: { kubelet: { known: false } } }],
    ["no VIP here", ["vip=0"], { vip: told(false) }],
    [
      "a full disk",
      ["space-nix=0 16468860"],
      { space: { nix: told({ free: 0, size: 16468860 * 1024 }), boot: { known: false } } },
    ],
    [
      "another list in its place",
      ['api-NodeList={"kind":"Status","code":403}'],
      { api: { nodes: { known: false } } },
    ],
    ["no boot_id", ["boot-id="], { boot: { bootId: { known: false } } }],
  ])("%s", (_, lines, expected) => {
    expect(facts(lines)).toMatchObject(expected);
  });
});

test("is asked of a node where it is a matter of it", () => {
  const cluster = testCluster();
  const asked = (name: string) => {
    const node = cluster.nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(name);
    return factQuestions({ cluster, node }).flat().join("\n");
  };
  expect(asked("master1")).toContain("readyz");
  expect(asked("db1")).not.toContain("readyz");
  expect(asked("db1")).toContain("v3/maintenance/status");
  expect(asked("worker1")).not.toContain("2379");
  expect(asked("worker1")).toContain(":10250/");
});
