import type { Cluster, HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { NodeObject } from "../observe/kubernetes/node-object.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import {
  testCluster,
  testDesired,
  testInstalled,
  testNodeObject,
  testServers,
} from "../testing/observations.ts";
import type { MemberDeed } from "./member-deed.ts";
import { planRollout } from "./plan-rollout.ts";
import { namesToFree, refuseTakenNames } from "./taken-name.ts";

const dead = (name: string) => testNodeObject(name);
const ready = (name: string): NodeObject =>
  testNodeObject(name, { conditions: { Ready: { status: "True", reason: "", heartbeat: "", since: "" } } });

/** All but `installed` are bare, and those tell of these Nodes. */
function observe(
  cluster: Cluster,
  installed: readonly string[],
  nodes: readonly NodeObject[],
  change: Partial<InstalledObservation> = {},
): readonly Observation[] {
  return testDesired(cluster).map((one): Observation => {
    const { name, roles } = one.node;
    if (!installed.includes(name))
      return { kind: "bare", node: name, reason: "foreign-host-key", answersAt: [] };
    if (!roles.controlPlane) return testInstalled(one, change);
    const api = { ...NO_FACTS.api, nodes: known(nodes) };
    return testInstalled(one, { facts: { ...NO_FACTS, api } });
  });
}

const SERVERS = ["server1", "server2", "server3"];

describe("a machine", () => {
  const refused = (cluster: Cluster, installed: readonly string[], nodes: readonly NodeObject[]) =>
    refuseTakenNames(cluster, cluster.nodes, observe(cluster, installed, nodes)).map(
      ({ code, where }) => `${where}: ${code}`,
    );

  test("is not installed under the name of one that lives", () => {
    const servers = testServers();
    expect(refused(servers, ["server1"], [ready("server1"), ready("server2"), ready("agent1")])).toEqual([
      "agent1: name-taken",
      "server2: name-taken",
    ]);
    expect(refused(servers, ["server1", "agent1"], [ready("server1"), ready("agent1")])).toEqual([]);
    expect(refused(servers, ["server1"], [dead("agent1")])).toEqual([]);
    expect(refused(servers, [], [])).toEqual([]);
  });

  test("of upstream Kubernetes' has no name that is held", () => {
    const cluster = testCluster();
    const all = cluster.nodes.map(({ name }) => ready(name));
    expect(refused(cluster, ["master1"], all)).toEqual([]);
  });
});

describe("the name of a dead machine is freed", () => {
  const cluster = testServers();
  const whom = { kind: "member", id: "a2", name: "server2-1a2b3c4d", peerUrls: [] } as const;
  const through = { node: "server1" as HostName, distribution: "k3s", clientUrl: "" } as const;
  const remove = { through, whom };
  const leaves: MemberDeed = { kind: "enter", servers: ["https://10.0.0.11:6443"], remove };
  const unconfirmed = { confirmed: undefined };

  test.each<
    [string, Parameters<typeof observe>[1], Parameters<typeof observe>[2], object, string, MemberDeed?]
  >([
    ["of a bare agent", SERVERS, [dead("agent1")], {}, "agent1"],
    ["also where its password alone is left", SERVERS, [], {}, "agent1"],
    [
      "of an agent that was installed, and not let in",
      [...SERVERS, "agent1"],
      [dead("agent1")],
      unconfirmed,
      "agent1",
    ],
    ["but not of one that is", [...SERVERS, "agent1"], [ready("agent1")], unconfirmed, ""],
    ["nor of one that was confirmed once", [...SERVERS, "agent1"], [dead("agent1")], {}, ""],
    ["nor where there is no cluster yet", [], [], {}, ""],
    ["of a bare server without a member", ["server1", "server3"], [dead("server2")], {}, "server2,agent1"],
    [
      "but not where that goes with its member",
      ["server1", "server3"],
      [dead("server2")],
      {},
      "agent1",
      leaves,
    ],
  ])("%s", (_, installed, nodes, change, expected, deed) => {
    const deeds = new Map(deed === undefined ? [] : [["server2" as HostName, deed]]);
    const observed = observe(cluster, installed, nodes, change);
    const free = (erase: readonly string[]) =>
      [...namesToFree(cluster, cluster.nodes, observed, { erase }, deeds).keys()].sort().reverse().join();
    expect(free(cluster.nodes.map(({ name }) => name))).toBe(expected);
    expect(free([])).toBe("");
  });

  test("in its node's lane, before it is installed, through a server", () => {
    const desired = testDesired(cluster).filter(({ node }) => node.name === "agent1");
    const observed = observe(cluster, SERVERS, [dead("agent1")]);
    const planned = planRollout(cluster, desired, observed, { consent: { erase: ["agent1"], remove: [] } });
    if (!planned.ok) throw new Error(planned.problems[0]?.message);
    const lanes = planned.value.stages.flatMap((stage) =>
      stage.lanes.map((lane) => [stage.kind, lane] as const),
    );
    expect(
      lanes.map(([kind, { node, steps }]) => `${kind}: ${node}: ${steps[0]?.kind}, ${steps[1]?.kind}`),
    ).toEqual([
      "stage-together: agent1: stage-installation, undefined",
      "activate: agent1: node-delete, install",
    ]);
    const [step] = lanes[1]?.[1].steps ?? [];
    expect(step).toMatchObject({ name: "agent1", api: { host: "server1" } });
  });
});
