import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../support/quorate.ts";
import { Kubernetes } from "./kubernetes.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually, Workspace } from "./workspace.ts";

// From machines.ts to a Kubernetes that works: real etcd, real Kubernetes, real pods, a VIP that moves; and the
// whole of it after a power cut. In its order.

const NODES = ["node1", "node2", "node3"] as const;
const ADDRESSES = ["10.0.0.11", "10.0.0.12", "10.0.0.13"] as const;
const VIP = "10.0.0.100";

const machines = (
  name: string,
  loadBalancer: string,
) => `import { arp, bgp, defineCluster, node, router } from "@quorate/cluster";

const common = { interface: "enp3s0f0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] } as const;

export default defineCluster({
  name: "${name}",
  kubeMaster: { ip: "${VIP}", port: 6443, loadBalancer: ${loadBalancer} },
  network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 }),
    node1: node({ ...common, ip: "10.0.0.11" }),
    node2: node({ ...common, ip: "10.0.0.12" }),
    node3: node({ ...common, ip: "10.0.0.13" }),
  },
});
`;

let workspace: Workspace;
let cluster: Kubernetes;

/** machines.ts, and then what a person types. */
function start(text: string): void {
  expect(refusals).toEqual([]);
  workspace = new Workspace(text);
  cluster = new Kubernetes(workspace);
  workspace.generate();
  workspace.mustQuorate("genCerts", "certs");
  workspace.mustQuorate("lab", "up");
  workspace.mustQuorate("lab", "deploy", "--all", "--yes");
}

const healthy = () => cluster.etcdctl(ADDRESSES, "endpoint", "health").code === 0;

describe.skipIf(leftOut)("a cluster with a VIP by BGP", () => {
  beforeAll(() => start(machines("e2e-cluster", 'bgp({ asn: 64513, peers: ["router"] })')));
  afterAll(() => workspace?.dispose());

  /** The nodes that the router sends the VIP's traffic to. */
  const nextHops = () => {
    const { out } = workspace.onHost("router", ["ip", "route", "show", VIP]);
    return [...out.matchAll(/via (\S+)/g)].map(([, address]) => address).sort();
  };

  test("has every node Ready", () => cluster.allReady(NODES, 240), 300_000);

  test("has an apiserver on every master that is ready in every respect", () => {
    for (const address of ADDRESSES) {
      const lines = cluster
        .must("--server", `https://${address}:6443`, "get", "--raw", "/readyz?verbose")
        .trim()
        .split("\n");
      expect(lines.pop()).toBe("readyz check passed");
      expect(lines).toEqual(expect.arrayContaining(["[+]etcd ok", "[+]ping ok"]));
      expect(lines.filter((line) => !line.startsWith("[+]"))).toEqual([]);
    }
  });

  test("has three healthy members of etcd and one leader", () => {
    interface Status {
      readonly Status: { readonly leader: number; readonly header: { readonly member_id: number } };
    }
    expect(cluster.etcdctl(ADDRESSES, "endpoint", "health")).toMatchObject({ code: 0 });
    // The numbers are too large for JavaScript's; as text they are told apart.
    const text = cluster.etcdctl(ADDRESSES, "endpoint", "status", "--write-out=json").out;
    const exact = text.replace(/"(leader|member_id)":(\d+)/g, '"$1":"$2"');
    const statuses = (JSON.parse(exact) as readonly Status[]).map(({ Status }) => Status);
    const members = new Set(statuses.map(({ header }) => header.member_id));
    const leaders = new Set(statuses.map(({ leader }) => leader));
    expect(members.size).toBe(3);
    expect(leaders.size).toBe(1);
    expect([...members]).toContain([...leaders][0]);
  });

  test.each(["kube-controller-manager", "kube-scheduler"])("has one leading %s, at work", async (name) => {
    const first = cluster.lease(name);
    expect(NODES).toContain(first.holder.split("_")[0]);
    await eventually("the lease is renewed", 30, () => cluster.lease(name).renewed > first.renewed);
    expect(cluster.lease(name).holder).toBe(first.holder);
  });

  test("shows kube-vip's pods, which kubelets made of the manifest", async () => {
    const pods = () =>
      cluster.pods("--namespace=kube-system").filter(({ name }) => name.startsWith("kube-vip-"));
    await eventually("three ready pods", 120, () => pods().filter(({ ready }) => ready).length === 3);
    expect(pods().map(({ name, node, mirror }) => ({ name, node, mirror }))).toEqual(
      NODES.map((node) => ({ name: `kube-vip-${node}`, node, mirror: true })),
    );
  });

  test("runs pods on every node, which reach each other", { timeout: 300_000 }, async () => {
    cluster.must("apply", "--filename", join(ROOT, "test/lab/hello.yaml"));
    const pods = await cluster.helloOn(NODES, 180);
    for (const from of pods) {
      for (const to of pods) {
        // The answer is the name of who answers.
        expect({ from: from.node, ...cluster.fetchFrom(from, `http://${to.ip}:8080/`) }).toMatchObject({
          from: from.node,
          code: 0,
          out: `${to.name}\n`,
        });
      }
    }
  });

  test("answers at a Service's cluster IP, from pods and nodes, and at its name", {
    timeout: 300_000,
  }, async () => {
    const pods = cluster.pods("--selector=app=hello");
    const names = pods.map(({ name }) => name);
    const address = cluster.must("get", "service", "hello", "--output=jsonpath={.spec.clusterIP}");
    const [first] = pods;
    if (first === undefined) throw new Error("there is a pod");
    const seen = new Set<string>();
    await eventually("every replica has answered", 120, () => {
      const { code, out } = cluster.fetchFrom(first, `http://${address}/`);
      if (code === 0) seen.add(out.trim());
      return seen.size === 3;
    });
    expect([...seen].sort()).toEqual([...names].sort());
    for (const node of NODES) {
      const script = `exec 3<>/dev/tcp/${address}/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`;
      const answer = workspace.mustOnHost(node, ["timeout", "20", "bash", "-c", script]);
      expect(names).toContain(answer.split("\n").at(-1)?.trim());
    }
    await eventually("its name is known", 60, () => {
      const { code, out } = cluster.fetchFrom(first, "http://hello.default.svc.cluster.local/");
      return code === 0 && names.includes(out.trim());
    });
  });

  test("takes the VIP from a master whose apiserver stops, and gives it back", {
    timeout: 300_000,
  }, async () => {
    await eventually("all masters announce the VIP", 60, () => nextHops().join() === ADDRESSES.join());
    workspace.mustOnHost("node1", ["systemctl", "stop", "kube-apiserver"]);
    try {
      await eventually(
        "the first one is withdrawn",
        60,
        () => nextHops().join() === ADDRESSES.slice(1).join(),
      );
      expect(cluster.must("get", "--raw", "/readyz")).toBe("ok");
    } finally {
      workspace.mustOnHost("node1", ["systemctl", "start", "kube-apiserver"]);
    }
    await eventually("it is announced again", 90, () => nextHops().join() === ADDRESSES.join());
  });

  test("comes back by itself from a power cut of all hosts at once, with its data", {
    timeout: 600_000,
  }, async () => {
    cluster.must("create", "configmap", "kept", "--from-literal=answer=42");
    // etcd has synced it; the rest of what a host has written is its own business.
    workspace.mustQuorate("lab", "fault", "all", "kill");
    expect(nextHopsAnswer()).toBe(false);
    const cut = Date.now();
    workspace.mustQuorate("lab", "fault", "all", "heal");

    await eventually("etcd is whole", 180, healthy);
    await cluster.allReady(NODES, 240);
    // What the apiserver remembers of a node may be from before: its kubelet has to have spoken since.
    await eventually("every kubelet has spoken", 180, () =>
      NODES.every((node) => cluster.heardFrom(node) > cut),
    );
    await cluster.allReady(NODES, 120);
    expect(cluster.must("get", "configmap", "kept", "--output=jsonpath={.data.answer}")).toBe("42");
    await eventually("the VIP is announced by all", 120, () => nextHops().join() === ADDRESSES.join());

    const pods = await cluster.helloOn(NODES, 240);
    for (const from of pods) {
      const next = pods[(pods.indexOf(from) + 1) % pods.length];
      await eventually(`${from.node} reaches ${next?.node}`, 120, () => {
        return cluster.fetchFrom(from, `http://${next?.ip}:8080/`).out === `${next?.name}\n`;
      });
    }
    expect(workspace.quorate("lab", "deploy", "--all")).toMatchObject({
      code: 0,
      out: NODES.map((node) => `No action needed on ${node}\n`).join(""),
    });
  });

  /** Whether the API answers at its VIP. */
  const nextHopsAnswer = () => cluster.kubectl("get", "--raw", "/readyz").code === 0;
});

describe.skipIf(leftOut)("a cluster with a VIP by ARP", () => {
  beforeAll(() => start(machines("e2e-arp", "arp()")));
  afterAll(() => workspace?.dispose());

  /** The nodes that have the VIP on an interface. */
  const holders = () =>
    NODES.filter((node) =>
      workspace.onHost(node, ["ip", "-oneline", "address"]).out.includes(`inet ${VIP}/`),
    );
  const answers = () => cluster.kubectl("get", "--raw", "/readyz").out === "ok";

  test("has the VIP on one node, and moves it when that one dies", { timeout: 600_000 }, async () => {
    await eventually("one node has the VIP", 180, () => holders().length === 1 && answers());
    const [first] = holders();
    if (first === undefined) throw new Error("one has it");
    workspace.mustQuorate("lab", "fault", first, "kill");
    await eventually("another one has it, and answers", 120, () => {
      const now = holders();
      return now.length === 1 && now[0] !== first && answers();
    });
    workspace.mustQuorate("lab", "fault", first, "heal");
    await cluster.allReady(NODES, 240);
    await eventually("still only one has it", 60, () => holders().length === 1 && answers());
  });
});
