import { secretFilesOfNode } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { emitNode } from "../emit/emit-node.ts";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER } from "../testing/clusters.ts";
import { secretReaders, secrets } from "./secrets.ts";

const nodes = [BGP_CLUSTER, { ...BGP_CLUSTER, encryptSecrets: false }, DUAL_STACK_CLUSTER].flatMap(
  (cluster) => cluster.nodes.map((node) => ({ title: `${cluster.name} ${node.name}`, cluster, node })),
);

describe.each(nodes)("secrets of $title", ({ cluster, node }) => {
  it("have an owner each", () => {
    expect(Object.keys(secrets(cluster, node).files)).toEqual(
      secretFilesOfNode(cluster, node).map(({ file }) => file),
    );
  });

  it("are there for every service that reads them", () => {
    const present = new Set(secretFilesOfNode(cluster, node).map(({ file }) => file));
    const read = Object.values(secretReaders(cluster, node)).flat();
    expect(read.filter((file) => !present.has(file))).toEqual([]);
  });

  it("include every path that an option names", () => {
    const present = new Set(secretFilesOfNode(cluster, node).map(({ file }) => file));
    const text = JSON.stringify(emitNode(cluster, node));
    const named = [...text.matchAll(/\/var\/lib\/quorate\/secrets\/([A-Za-z0-9._-]+)/g)].map(
      ([, file]) => file,
    );
    expect(named.filter((file) => file === undefined || !present.has(file))).toEqual([]);
  });

  it("are read by the user that owns them, or by anybody, or by root", () => {
    const users: Record<string, string> = {
      etcd: "etcd",
      "kube-apiserver": "kubernetes",
      "kube-controller-manager": "kubernetes",
      "kube-scheduler": "kubernetes",
    };
    const { files } = secrets(cluster, node);
    for (const [service, needed] of Object.entries(secretReaders(cluster, node))) {
      const user = users[service] ?? "root";
      const unreadable = needed.filter(
        (file) => files[file]?.mode === "0600" && user !== "root" && files[file]?.owner !== user,
      );
      expect(unreadable, service).toEqual([]);
    }
  });
});
