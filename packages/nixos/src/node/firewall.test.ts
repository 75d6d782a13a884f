import { expect, it } from "vitest";
import { BGP_CLUSTER, nodeOf } from "../testing/clusters.ts";
import { firewall } from "./firewall.ts";

it("firewall lets in what it is told, by the node's own interface", () => {
  const openings = { tcp: [1, 2], udp: [3], trustedInterfaces: ["pods"] };
  expect(firewall(nodeOf(BGP_CLUSTER, "node1"), openings)).toEqual({
    networking: {
      firewall: {
        enable: true,
        checkReversePath: "loose",
        interfaces: { eno1: { allowedTCPPorts: [1, 2], allowedUDPPorts: [3] } },
        trustedInterfaces: ["pods"],
      },
    },
  });
});
