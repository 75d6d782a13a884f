import { describe, expect, it } from "vitest";
import { DEFAULT_PORTS, knownHostName, listenerOn, PORTS, VXLAN_PORT } from "./port.ts";

describe("ports", () => {
  // From Kubernetes' page "Ports and Protocols", and what else runs in a host's own network.
  it.each([
    [53, "CoreDNS"],
    [179, "BGP"],
    [2112, "kube-vip's metrics"],
    [2379, "etcd's clients"],
    [2380, "etcd's peers"],
    [10248, "the kubelet's health check"],
    [10249, "kube-proxy's metrics"],
    [10250, "the kubelet"],
    [10256, "kube-proxy's health check"],
    [10257, "the controller-manager"],
    [10259, "the scheduler"],
    [29999, undefined],
    [30000, "Services of type NodePort"],
    [32767, "Services of type NodePort"],
    [32768, undefined],
    [DEFAULT_PORTS.api, undefined],
    [DEFAULT_PORTS.ssh, undefined],
    [VXLAN_PORT, undefined],
  ])("on %i listens %s", (port, listener) => {
    expect(listenerOn(port, "kubernetes")).toBe(listener);
  });

  it("are each somebody's alone", () => {
    const ports = Object.values(PORTS).map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
  });
});

describe("knownHostName", () => {
  it.each([
    ["node1", 22, "node1"],
    ["node1", 2222, "[node1]:2222"],
    ["fd00::1", 2222, "[fd00::1]:2222"],
  ])("of %s at %i is %s", (name, port, known) => {
    expect(knownHostName(name, port)).toBe(known);
  });
});
