import type { Cluster } from "@quorate/cluster";
import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { NodeObject } from "../observe/kubernetes/node-object.ts";
import {
  testCluster,
  testDesired,
  testInstalled,
  testNodeObject,
  testServers,
} from "../testing/observations.ts";
import { nodeRemovalStages, refuseLivingNodes } from "./leaving-node.ts";
import type { Removal } from "./member-deed.ts";

const ready = { Ready: { status: "True", reason: "", heartbeat: "", since: "" } };

function left(
  remove: readonly string[],
  nodes: readonly NodeObject[],
  removals: readonly Removal[] = [],
  cluster: Cluster = testServers(),
): readonly string[] {
  const api = { ...NO_FACTS.api, nodes: known(nodes) };
  const observed = testDesired(cluster).map((one) => testInstalled(one, { facts: { ...NO_FACTS, api } }));
  return [
    ...refuseLivingNodes(cluster, observed, { remove }).map(({ code, where }) => `${where}: ${code}`),
    ...nodeRemovalStages(cluster, observed, { remove }, removals).map(({ lanes: [{ node, steps }] }) =>
      steps.map((step) => `${step.kind === "node-delete" ? step.name : ""} through ${node}`).join(),
    ),
  ];
}

test("a Node that the file has no more goes where it is named, and is dead", () => {
  const nodes = [testNodeObject("agent1"), testNodeObject("agent9"), testNodeObject("agent8")];
  expect(left(["agent9"], nodes)).toEqual(["agent9 through server1"]);
  expect(left(["agent9", "agent8"], nodes)).toEqual(["agent8 through server1", "agent9 through server1"]);
  expect(left([], nodes)).toEqual([]);
  // Whom the file has is no matter of that, nor is whom nobody has.
  expect(left(["agent1", "agent7"], nodes)).toEqual([]);
});

test("one that lives is switched off first", () => {
  const nodes = [testNodeObject("agent9", { conditions: ready })];
  expect(left(["agent9"], nodes)[0]).toBe("agent9: removed-alive");
});

test("that of a member goes with it", () => {
  const host = "server1" as never;
  const through = { node: host, distribution: "k3s", clientUrl: "" } as const;
  const withNode = { name: "server9", door: { host, distribution: "k3s", urls: [] } } as const;
  const whom = { kind: "member", id: "a9", name: "server9-1a2b3c4d", peerUrls: [], withNode } as const;
  const nodes = [testNodeObject("server9")];
  expect(left(["server9"], nodes, [{ through, whom }])).toEqual([]);
  // Where its member went in another way, it goes alone.
  expect(left(["server9"], nodes)).toEqual(["server9 through server1"]);
});

test("upstream Kubernetes' are left to kubectl", () => {
  expect(left(["old"], [testNodeObject("old")], [], testCluster())).toEqual([]);
});
