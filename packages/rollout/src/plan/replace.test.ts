import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { answersOf } from "../observe/answers.ts";
import { ETCD_UNKNOWN } from "../observe/etcd-seen.ts";
import { readFacts } from "../observe/host-facts.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { testCluster, testDesired, testEtcd, testInstalled, testServers } from "../testing/observations.ts";
import { refuseReplacing } from "./replace.ts";

const cluster = testCluster();
const all = testDesired(cluster);
const [lost] = all.filter(({ node: { roles } }) => roles.controlPlane && roles.etcd);
if (lost === undefined) throw new Error("no master that is a member");
const { name } = lost.node;
const bare: Observation = { kind: "bare", node: name, reason: "foreign-host-key", answersAt: [] };

/** What the others see, and what the node itself shows; its Node is as it says. */
function refused(
  own: Exclude<Observation, InstalledObservation> | Partial<Omit<InstalledObservation, "kind">>,
  { erase = [] as readonly string[], ready = false, etcd = testEtcd() } = {},
) {
  const status = { conditions: [{ type: "Ready", status: ready ? "True" : "Unknown" }] };
  const list = JSON.stringify({ kind: "NodeList", items: [{ metadata: { name }, spec: {}, status }] });
  const facts = readFacts(answersOf([`api-NodeList=${list}`]));
  const observed = all.map((one): Observation => {
    if (one !== lost)
      return testInstalled(one, {
        ...(one.node.roles.controlPlane ? { facts } : {}),
        etcd: one.node.roles.etcd ? etcd : ETCD_UNKNOWN,
      });
    return "kind" in own ? own : testInstalled(one, own);
  });
  return refuseReplacing(cluster, name, observed, { erase });
}

const noData = { ...testEtcd(), data: "no" } as const;

describe("a node is replaced", () => {
  test.each<[string, Parameters<typeof refused>, string | undefined, string]>([
    ["bare, unasked", [bare], "replace-needs-erase", "the disk /dev/sda of the machine at"],
    [
      "bare, and another was named",
      [bare, { erase: ["db1"] }],
      "replace-needs-erase",
      "is removed by its id",
    ],
    ["bare", [bare, { erase: [name] }], undefined, ""],
    [
      "bare, and its old machine serves",
      [bare, { erase: [name], ready: true }],
      "replace-alive",
      "its Node is Ready",
    ],
    ["all that it was", [{}, { erase: [name] }], "replace-nothing-lost", "nothing to replace"],
    [
      "all that it was, and Ready",
      [{}, { erase: [name], ready: true }],
      "replace-nothing-lost",
      "has its data",
    ],
    ["without its data", [{ etcd: noData }, { erase: [name], ready: true }], undefined, ""],
    ["without its data, unasked", [{ etcd: noData }], "replace-needs-erase", "with what it has left"],
    ["not confirmed, as after a run that died", [{ confirmed: undefined }, { erase: [name] }], undefined, ""],
    ["a learner still", [{ etcd: { ...testEtcd(), joining: true } }, { erase: [name] }], undefined, ""],
    [
      "off the list",
      [
        {},
        {
          erase: [name],
          etcd: testEtcd({ [name]: { name: "other", peerUrls: ["https://10.0.0.99:2380"] } }),
        },
      ],
      undefined,
      "",
    ],
    [
      "not reached",
      [{ kind: "unreachable", node: name, problem: { code: "host-unreachable" } } as never, { erase: [] }],
      undefined,
      "",
    ],
  ])("%s", (_, given, code, words) => {
    const problems = refused(...given);
    expect(problems.map((problem) => problem.code)).toEqual(code === undefined ? [] : [code]);
    expect(problems[0]?.message ?? "").toContain(words);
  });
});

describe("of k3s'", () => {
  const servers = testServers();
  const desired = testDesired(servers);
  const members = ["1", "2", "3"].map((index) => ({
    id: `a${index}`,
    name: `server${index}-1a2b3c4d`,
    peerUrls: [`https://10.0.0.1${index}:2380`],
    started: true,
    learner: false,
  }));
  const etcd = { data: "yes", joining: false, membership: { clusterId: "c1", members } } as const;
  const words = (lost: string) =>
    refuseReplacing(
      servers,
      lost as HostName,
      desired.map((one): Observation => {
        const { name, roles } = one.node;
        if (name === lost) return { kind: "bare", node: name, reason: "foreign-host-key", answersAt: [] };
        return testInstalled(one, roles.etcd ? { etcd } : {});
      }),
      { erase: [] },
    ).map(({ code, message }) => `${code}: ${message.replace(/.*; its/, "its")}`);

  test("a server goes with its Node, and so does an agent's name", () => {
    expect(words("server3")).toEqual([
      "replace-needs-erase: its Node is deleted, and the password of its name goes with that, as does its member of etcd (a3, https://10.0.0.13:2380): it joins anew",
    ]);
    expect(words("agent1")).toEqual([
      "replace-needs-erase: its Node is deleted, and the password of its name goes with that",
    ]);
  });
});
