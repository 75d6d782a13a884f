import { expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf, withCni } from "../testing/clusters.ts";
import { cniOf } from "./cni/kinds.ts";
import { openings } from "./openings.ts";

const pods = ["flannel-v6.1", "flannel.1", "mynet"];
const otherPort = { ...BGP_CLUSTER, api: { ...BGP_CLUSTER.api, port: 8443 } };
const hostGateways = withCni(BGP_CLUSTER, { kind: "flannel", backend: "host-gw" });

it.each([
  ["a stacked master", BGP_CLUSTER, "node1", [6443, 2379, 2380, 10250], [8472], pods],
  ["a master with another port", otherPort, "node1", [8443, 2379, 2380, 10250], [8472], pods],
  ["a node of host gateways", hostGateways, "node1", [6443, 2379, 2380, 10250], [], ["mynet"]],
  ["etcd alone", DUAL_STACK_CLUSTER, "etcd1", [2379, 2380], [], []],
  ["a master without etcd", DUAL_STACK_CLUSTER, "master1", [6443, 10250], [8472], pods],
  ["a worker", DUAL_STACK_CLUSTER, "worker1", [10250], [8472], pods],
])("%s opens what others need", (_, cluster, name, tcp, udp, trustedInterfaces) => {
  expect(openings(cluster, nodeOf(cluster, name), cniOf(cluster))).toEqual({ tcp, udp, trustedInterfaces });
});
