import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { administratorLabels, kubeletLabels } from "./node-labels.ts";

const worker = nodeOf(DUAL_STACK_CLUSTER, "worker1");

describe("labels of a node", () => {
  it.each([
    ["rack", true],
    ["example.com/gpu", true],
    ["notkubernetes.io/x", true],
    ["topology.kubernetes.io/zone", true],
    ["node.kubernetes.io/anything", true],
    ["x.kubelet.kubernetes.io/y", true],
    ["node-role.kubernetes.io/worker", false],
    ["node-restriction.kubernetes.io/team", false],
    ["kubernetes.io/x", false],
    ["a.k8s.io/x", false],
  ])("%s may be set by a kubelet: %s", (key, allowed) => {
    const node = { ...worker, labels: { [key]: "v" } };
    expect(Object.keys(kubeletLabels(node))).toEqual(allowed ? [key] : []);
    expect(Object.keys(administratorLabels(node))).toEqual(allowed ? [] : [key]);
  });

  it("name the control plane", () => {
    expect(administratorLabels(nodeOf(BGP_CLUSTER, "node1"))).toEqual({
      "node-role.kubernetes.io/control-plane": "",
    });
  });

  it("do not depend on the order they were given in", () => {
    const labels = { b: "2", a: "1" };
    expect(Object.keys(kubeletLabels({ ...worker, labels }))).toEqual(["a", "b"]);
  });
});
