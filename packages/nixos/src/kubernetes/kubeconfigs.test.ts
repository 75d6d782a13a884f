import { expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf, withCni } from "../testing/clusters.ts";
import { cniOf } from "./cni/kinds.ts";
import { kubeconfigs } from "./kubeconfigs.ts";

const secret = (file: string) => `/var/lib/quorate/secrets/${file}`;
const client = (server: string, name: string) => ({
  server,
  caFile: secret("kubernetes-ca.crt"),
  certFile: secret(`${name}.crt`),
  keyFile: secret(`${name}.key`),
});
const local = "https://127.0.0.1:6443";
const own = { bootstrap: client(local, "bootstrap"), "kube-vip": client(local, "kube-vip") };

it.each([
  ["a master", BGP_CLUSTER, "node1", { ...own, flannel: client(local, "flannel-client") }],
  ["a master without flannel", withCni(BGP_CLUSTER, { kind: "none" }), "node1", own],
  [
    "a worker",
    DUAL_STACK_CLUSTER,
    "worker1",
    { flannel: client("https://10.0.0.100:6443", "flannel-client") },
  ],
  ["etcd alone", DUAL_STACK_CLUSTER, "etcd1", {}],
])("the kubeconfigs of %s", (_, cluster, name, expected) => {
  expect(kubeconfigs(cluster, nodeOf(cluster, name), cniOf(cluster))).toEqual({
    quorate: { kubeconfigs: expected },
  });
});
