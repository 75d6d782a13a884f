import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { administratorLabels, kubeletLabels } from "./labels.ts";

const worker = nodeOf(DUAL_STACK_CLUSTER, "worker1");

describe("labels of a node", () => {
  it.each([
    ["rack", true],
    ["kubernetes.io", true],
    ["k8s.ios", true],
    ["example.com/gpu", true],
    ["notkubernetes.io/x", true],
    ["notk8s.io/x", true],
    ["kubelet.kubernetes.io/x", true],
    ["x.kubelet.kubernetes.io/y", true],
    ["node.kubernetes.io/anything", true],
    // Those that NodeRestriction names one by one.
    ["beta.kubernetes.io/arch", true],
    ["beta.kubernetes.io/instance-type", true],
    ["beta.kubernetes.io/os", true],
    ["failure-domain.beta.kubernetes.io/region", true],
    ["failure-domain.beta.kubernetes.io/zone", true],
    ["kubernetes.io/arch", true],
    ["kubernetes.io/hostname", true],
    ["kubernetes.io/os", true],
    ["node.kubernetes.io/instance-type", true],
    ["topology.kubernetes.io/region", true],
    ["topology.kubernetes.io/zone", true],
    ["beta.kubernetes.io/other", false],
    ["topology.kubernetes.io/rack", false],
    ["node-role.kubernetes.io/worker", false],
    ["node-restriction.kubernetes.io/team", false],
    ["kubernetes.io/x", false],
    ["k8s.io/x", false],
    ["a.k8s.io/x", false],
  ])("%s may be set by a kubelet: %s", (key, allowed) => {
    const node = { ...worker, labels: { [key]: "v" } };
    expect(kubeletLabels(node)).toEqual(allowed ? { [key]: "v" } : {});
    expect(administratorLabels(node)).toEqual(allowed ? {} : { [key]: "v" });
  });

  it("name the control plane", () => {
    expect(administratorLabels(nodeOf(BGP_CLUSTER, "node1"))).toEqual({
      "node-role.kubernetes.io/control-plane": "",
    });
  });

  it("do not depend on the order they were given in", () => {
    const labels = { b: "2", a: "1", c: "3" };
    expect(Object.keys(kubeletLabels({ ...worker, labels }))).toEqual(["a", "b", "c"]);
  });
});
