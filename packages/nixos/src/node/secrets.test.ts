import {
  type Cluster,
  type Node,
  type SecretOwner,
  secretsOfNode,
  servicesReadingSecrets,
} from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { emitNode } from "../emit/emit-node.ts";
import { kubernetes } from "../kubernetes/components.ts";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf, withCni } from "../testing/clusters.ts";
import { vipOf } from "../vip/modes.ts";
import { secrets } from "./secrets.ts";

const clusters = {
  stacked: BGP_CLUSTER,
  "without encryption": { ...BGP_CLUSTER, encryptSecrets: false },
  "without a CNI": withCni(BGP_CLUSTER, { kind: "none" }),
  apart: DUAL_STACK_CLUSTER,
};
const nodes = Object.entries(clusters).flatMap(([title, cluster]) =>
  cluster.nodes.map((node) => ({ title: `${title}: ${node.name}`, cluster, node })),
);

/** The files of the secrets folder that some options name, sorted. */
function named(options: unknown): readonly string[] {
  const found = JSON.stringify(options ?? {}).matchAll(/\/var\/lib\/quorate\/secrets\/([A-Za-z0-9._-]+)/g);
  return [...new Set([...found].map(([, file = ""]) => file))].sort();
}

/** What each systemd service of a node is told, wherever it stands; its kubeconfig where it has one of its own. */
function optionsByService(cluster: Cluster, node: Node): Readonly<Record<string, unknown>> {
  const { services, quorate } = emitNode(cluster, node);
  const kubernetes = services?.kubernetes;
  return {
    etcd: services?.etcd,
    flannel: services?.flannel && quorate.kubeconfigs["flannel"],
    "kube-apiserver": kubernetes?.apiserver,
    "kube-controller-manager": kubernetes?.controllerManager,
    "kube-proxy": kubernetes?.proxy,
    "kube-scheduler": kubernetes?.scheduler,
    kubelet: kubernetes?.kubelet,
    "quorate-bootstrap": quorate.bootstrap && quorate.kubeconfigs["bootstrap"],
  };
}

describe.each(nodes)("secrets, $title", ({ cluster, node }) => {
  // The two are written apart, in the options and in the cluster's table of readers: neither may forget one.
  it("are waited for by the services whose options name them, and by no others", () => {
    const read = Object.entries(optionsByService(cluster, node)).filter(([, options]) => options);
    const expected = Object.fromEntries(read.map(([service, options]) => [service, named(options)]));
    expect(secrets(cluster, node).requiredBy).toEqual(expected);
  });

  it("are read by kube-vip where its pod has them mounted", () => {
    const access = kubernetes(cluster, vipOf(cluster)).kubeVipAccess(node);
    const read = secretsOfNode(cluster, node).filter(({ readBy }) =>
      readBy.some(({ name, runsOn }) => name === "kube-vip" && runsOn(cluster, node)),
    );
    expect(named(access)).toEqual(
      access === undefined ? [] : ["kube-vip.crt", "kube-vip.key", "kubernetes-ca.crt"],
    );
    expect(read.map(({ origin }) => origin)).toEqual(
      access === undefined
        ? []
        : [
            { kind: "authority", name: "kubernetes-ca" },
            { kind: "leaf", name: "kube-vip" },
          ],
    );
  });

  it("are there wherever an option names them", () => {
    const present = secrets(cluster, node).files;
    expect(named(emitNode(cluster, node)).filter((file) => !Object.hasOwn(present, file))).toEqual([]);
  });

  it("are read by the user that owns them, or by anybody, or by root", () => {
    const users: Readonly<Record<string, SecretOwner>> = {
      etcd: "etcd",
      "kube-apiserver": "kubernetes",
      "kube-controller-manager": "kubernetes",
      "kube-scheduler": "kubernetes",
    };
    const { files } = secrets(cluster, node);
    for (const [service, needed] of Object.entries(servicesReadingSecrets(cluster, node))) {
      const user = users[service] ?? "root";
      const unreadable = needed.filter(
        (file) => files[file]?.mode === "0600" && user !== "root" && files[file]?.owner !== user,
      );
      expect(unreadable, service).toEqual([]);
    }
  });
});

it("a folder of secrets has an owner and a mode for each", () => {
  expect(secrets(DUAL_STACK_CLUSTER, nodeOf(DUAL_STACK_CLUSTER, "etcd1"))).toEqual({
    directory: "/var/lib/quorate/secrets",
    files: {
      authorized_keys: { owner: "root", mode: "0644" },
      "etcd-ca.crt": { owner: "root", mode: "0644" },
      "etcd-healthcheck-client.crt": { owner: "etcd", mode: "0644" },
      "etcd-healthcheck-client.key": { owner: "etcd", mode: "0600" },
      "etcd-peer.crt": { owner: "etcd", mode: "0644" },
      "etcd-peer.key": { owner: "etcd", mode: "0600" },
      "etcd-server.crt": { owner: "etcd", mode: "0644" },
      "etcd-server.key": { owner: "etcd", mode: "0600" },
      ssh_host_ed25519_key: { owner: "root", mode: "0600" },
      "ssh_host_ed25519_key.pub": { owner: "root", mode: "0644" },
    },
    requiredBy: {
      etcd: ["etcd-ca.crt", "etcd-peer.crt", "etcd-peer.key", "etcd-server.crt", "etcd-server.key"],
    },
  });
});
