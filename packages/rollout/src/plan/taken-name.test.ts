import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import {
  testCluster,
  testDesired,
  testInstalled,
  testNodeObject,
  testServers,
} from "../testing/observations.ts";
import type { MemberDeed } from "./member-deed.ts";
import { refuseTakenNames } from "./taken-name.ts";

/** Who is refused where all but `installed` are bare, and the first of those tells of these Nodes. */
function refused(
  cluster: ReturnType<typeof testServers>,
  installed: readonly string[],
  nodes: readonly string[],
  deeds: ReadonlyMap<HostName, MemberDeed> = new Map(),
): readonly string[] {
  const observed = testDesired(cluster).map((one): Observation => {
    const { name } = one.node;
    if (!installed.includes(name)) return { kind: "bare", node: name, reason: "foreign-host-key" };
    const api = { ...NO_FACTS.api, nodes: known(nodes.map((one) => testNodeObject(one))) };
    return testInstalled(one, { facts: { ...NO_FACTS, api } });
  });
  return refuseTakenNames(cluster, cluster.nodes, observed, deeds).map(
    ({ code, where }) => `${where}: ${code}`,
  );
}

test("a machine is not installed under a name that k3s holds for another one", () => {
  const servers = testServers();
  expect(refused(servers, ["server1"], ["server1", "server2", "agent1"])).toEqual([
    "agent1: name-taken",
    "server2: name-taken",
  ]);
  expect(refused(servers, ["server1", "agent1"], ["server1", "agent1"])).toEqual([]);
  expect(refused(servers, [], [])).toEqual([]);
});

test("one whose Node is taken away before is", () => {
  const through = { node: "server1" as HostName, distribution: "k3s", clientUrl: "" } as const;
  const whom = { kind: "member", id: "a2", name: "server2-1a2b3c4d", peerUrls: [] } as const;
  const enter: MemberDeed = { kind: "enter", servers: ["https://10.0.0.11:6443"], remove: { through, whom } };
  const deeds = new Map([["server2" as HostName, enter]]);
  expect(refused(testServers(), ["server1"], ["server1", "server2"], deeds)).toEqual([]);
});

test("upstream Kubernetes holds no names", () => {
  const cluster = testCluster();
  expect(
    refused(
      cluster,
      ["master1"],
      cluster.nodes.map(({ name }) => name),
    ),
  ).toEqual([]);
});
