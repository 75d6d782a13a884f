import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { emitCluster, fingerprintsOf, madeFrom } from "./emit-cluster.ts";
import { emitNode } from "./emit-node.ts";
import { fingerprint } from "./fingerprint.ts";

const context = { inputsDigest: "0" };
const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);
const textOf = (files: readonly { readonly path: string; readonly text: string }[], path: string) =>
  files.find((file) => file.path === path)?.text;

describe("emitCluster", () => {
  it("writes a file for every node, one more for a master, the machines and the fingerprints", () => {
    expect(paths(emitCluster(DUAL_STACK_CLUSTER, context))).toEqual([
      "fingerprints.json",
      "kube-vip/master1.json",
      "machines.nix",
      "nodes/etcd1.nix",
      "nodes/master1.nix",
      "nodes/worker1.nix",
    ]);
  });

  it("writes the same again, ending in one newline", () => {
    const files = emitCluster(BGP_CLUSTER, context);
    expect(emitCluster(BGP_CLUSTER, context)).toEqual(files);
    for (const { text } of files) expect(text).toMatch(/[^\n]\n$/);
  });

  it("says where Nix files come from", () => {
    for (const { path, text } of emitCluster(BGP_CLUSTER, context)) {
      if (path.endsWith(".nix")) expect(text).toMatch(/^# Generated from machines\.ts/);
    }
  });

  it("changes every fingerprint with what goes into every closure", () => {
    const before = emitCluster(BGP_CLUSTER, context);
    const after = emitCluster(BGP_CLUSTER, { inputsDigest: "1" });
    const changed = after.filter(({ path, text }) => textOf(before, path) !== text);
    expect(paths(changed)).toEqual(["fingerprints.json"]);
    const old = fingerprintsOf(before);
    expect([...fingerprintsOf(after)].filter(([name, digest]) => old.get(name) !== digest)).toHaveLength(
      BGP_CLUSTER.nodes.length,
    );
  });

  it("makes each fingerprint of the node's own files and of what all share", () => {
    const files = emitCluster(DUAL_STACK_CLUSTER, context);
    const digests = fingerprintsOf(files.toReversed());
    const text = (path: string) => textOf(files, path) ?? "";
    expect([...digests]).toEqual([
      ["etcd1", fingerprint([text("nodes/etcd1.nix"), "", "0"])],
      ["master1", fingerprint([text("nodes/master1.nix"), text("kube-vip/master1.json"), "0"])],
      ["worker1", fingerprint([text("nodes/worker1.nix"), "", "0"])],
    ]);
  });

  it("says which file it was made from, beside the nodes", () => {
    const files = emitCluster(BGP_CLUSTER, { ...context, from: "machines.ts" });
    expect(madeFrom(textOf(files, "fingerprints.json") ?? "")).toBe("machines.ts");
    expect(fingerprintsOf(files)).toEqual(fingerprintsOf(emitCluster(BGP_CLUSTER, context)));
  });

  it.each([
    ["{}", undefined],
    ['{ "#from": "a.ts" }', "a.ts"],
    ['{ "#from": "../a.ts" }', undefined],
    ['{ "#from": "a/b.ts" }', undefined],
    ['{ "#from": "" }', undefined],
    ['{ "#from": ["a.ts"] }', undefined],
    ["no text of ours", undefined],
  ])("reads from %s that it was made from %s", (text, expected) => {
    expect(madeFrom(text)).toBe(expected);
  });

  it("touches no other node when one changes by itself", () => {
    const before = emitCluster(BGP_CLUSTER, context);
    const nodes = BGP_CLUSTER.nodes.map((node) =>
      node.name === "node2" ? { ...node, labels: { rack: "2" } } : node,
    );
    const after = emitCluster({ ...BGP_CLUSTER, nodes }, context);
    const changed = after.filter(({ path, text }) => textOf(before, path) !== text);
    expect(paths(changed)).toEqual(["fingerprints.json", "nodes/node2.nix"]);
    const old = fingerprintsOf(before);
    const moved = [...fingerprintsOf(after)].filter(([name, digest]) => old.get(name) !== digest);
    expect(moved.map(([name]) => name)).toEqual(["node2"]);
  });
});

describe("emitNode", () => {
  const node = nodeOf(BGP_CLUSTER, "node1");

  it("says which machine it is, of which release", () => {
    const { quorate, system } = emitNode({ ...BGP_CLUSTER, ssh: { ...BGP_CLUSTER.ssh, port: 2222 } }, node);
    expect(quorate).toMatchObject({ node: { cluster: "home", name: "node1" }, ssh: { port: 2222 } });
    expect(Object.keys(quorate.secrets.files)).toContain("etcd-peer.key");
    expect(system).toEqual({ stateVersion: BGP_CLUSTER.stateVersion });
  });

  it("leaves to the defaults what assumes a single master", () => {
    const { services } = emitNode(BGP_CLUSTER, node);
    expect(services?.kubernetes).not.toHaveProperty("roles");
    expect(services?.kubernetes).not.toHaveProperty("masterAddress");
    expect(services?.kubernetes).toMatchObject({
      easyCerts: false,
      addonManager: { enable: false },
      apiserverAddress: "https://127.0.0.1:6443",
    });
  });

  it("lays the node's escape hatch over the cluster's, and paths over names", () => {
    const cluster = {
      ...BGP_CLUSTER,
      escapeHatch: {
        nixos: { time: { timeZone: "Europe/Berlin" }, boot: { kernelParams: ["a"] } },
        nixosUnchecked: { 'environment.etc."x.conf".text': "cluster" },
      },
    };
    const hatched = {
      ...node,
      escapeHatch: {
        nixos: { time: { timeZone: "UTC" }, boot: { kernelParams: ["b"] } },
        nixosUnchecked: { "time.timeZone": "Europe/Rome" },
      },
    };
    const options = emitNode(cluster, hatched);
    expect(options.time?.timeZone).toBe("Europe/Rome");
    expect(options.boot?.kernelParams).toEqual(["a", "b"]);
    expect(options.environment?.etc?.["x.conf"]?.text).toBe("cluster");
  });
});
