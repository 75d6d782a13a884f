import { expect, test } from "vitest";
import { testCluster, testDesired } from "../testing/observations.ts";
import { readersOf } from "./readers.ts";

const cluster = testCluster();
const nodes = new Map(testDesired(cluster).map(({ node }) => [node.name as string, node]));

test.each<[string, readonly string[], readonly string[]]>([
  ["master1", ["apiserver.crt", "apiserver.key"], ["kube-apiserver.service"]],
  ["master1", ["etcd-peer.crt"], ["etcd.service"]],
  ["db1", ["etcd-ca.crt"], ["etcd.service"]],
  ["master1", ["etcd-ca.crt"], ["etcd.service", "kube-apiserver.service"]],
  ["master1", ["kube-vip.key"], ["kube-vip"]],
  ["master2", ["service-account.key"], ["kube-apiserver.service", "kube-controller-manager.service"]],
  ["worker1", ["kubelet-client.key", "kube-proxy.crt"], ["kube-proxy.service", "kubelet.service"]],
  // Its work is done once, and sshd and people read their files each time.
  ["master1", ["bootstrap.crt", "authorized_keys", "etcd-healthcheck-client.key"], []],
  // Nothing on this node reads it.
  ["worker1", ["apiserver.key"], []],
  ["master1", [], []],
])("on %s, %j is read again by %j", (name, files, expected) => {
  const node = nodes.get(name);
  if (node === undefined) throw new Error(name);
  expect(readersOf(cluster, node, files)).toEqual(expected);
});
