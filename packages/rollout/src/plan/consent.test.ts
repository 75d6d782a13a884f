import type { Node } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { BareObservation, Observation } from "../observe/observation.ts";
import { testCluster, testDesired, testEtcd, testInstalled } from "../testing/observations.ts";
import { refuseErasing } from "./consent.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const of = (name: string) => {
  const found = desired.find(({ node }) => node.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const bare = (name: string, more: Partial<BareObservation> = {}): BareObservation => ({
  kind: "bare",
  node: of(name).node.name,
  reason: "foreign-host-key",
  ...more,
});
const refuse = (
  nodes: readonly Node[],
  observed: readonly Observation[],
  yes: boolean,
  erase: readonly string[] = [],
) => refuseErasing(cluster, nodes, observed, { yes, erase, remove: [] });

describe("consent", () => {
  const nodes = cluster.nodes.filter(({ name }) => name === "db1" || name === "db2");
  test("is asked for each disk that would be erased, and for no other", () => {
    const refusals = refuse(nodes, [bare("db1"), bare("worker1")], false);
    expect(refusals.map(({ code, where }) => [code, where])).toEqual([["install-needs-yes", "db1"]]);
    expect(refusals[0]?.message).toContain("/dev/sda");
    expect(refuse(nodes, [bare("db1")], true)).toEqual([]);
    expect(refuse(nodes, [], false)).toEqual([]);
    const other = { ...bare("db2"), reason: "not-nixos" } as const;
    expect(refuse(nodes, [bare("db1"), other], false)).toMatchObject([
      {
        message: "db1 does not show the host key made for it: installing it erases /dev/sda",
        hint: "See that this is the machine you mean, then give --yes; a machine that was installed before and now shows another key may be an impostor",
      },
      { message: "db2 does not run NixOS: installing it erases /dev/sda" },
    ]);
  });

  test("is not enough for a machine that keeps its own host key: it would be lost with the disk", () => {
    const kept = nodes.map((node) => ({ ...node, hostKey: "ssh-ed25519 AAAA root@db" }));
    for (const erase of [[], ["db1"]]) {
      const [refusal, ...others] = refuse(kept.slice(0, 1), [bare("db1")], true, erase);
      expect([refusal?.code, others]).toEqual(["host-key-kept", []]);
    }
  });

  test("is not enough for a machine that serves, or that could not be asked", () => {
    const answering = { ...bare("db1"), answersAt: [2379, 6443] } as const;
    const unasked = { ...bare("db2"), reason: "not-nixos", answersAt: "unknown" } as const;
    for (const yes of [true, false]) {
      expect(refuse(nodes, [answering, unasked], yes)).toMatchObject([
        {
          code: "machine-alive",
          message:
            "db1 does not show the host key made for it, but 10.0.0.21 answers at 2379, 6443, as etcd and the API of a cluster do: erasing /dev/sda may end one that lives",
          hint: "A node that was renamed in machines.ts gets its old name back; one that was installed with another folder of certificates is deployed with that (--certs). If this machine is to be erased, stop etcd and the apiserver on it first",
        },
        {
          code: "machine-not-asked",
          message: "db2 does not run NixOS, and whether it serves as part of a cluster could not be asked",
          hint: "See that it is on and can be reached, and that bash and timeout are on PATH here: --dry-run --assume bare prints the command",
        },
      ]);
    }
    expect(refuse(nodes, [{ ...bare("db1"), answersAt: [] } as Observation], true)).toEqual([]);
  });
});

describe("consent by name", () => {
  const nodesNamed = (...names: readonly string[]) =>
    ["db1", "db2", "master2", "worker1"]
      .map((name) => ({ name, namespace: "" }))
      .filter(({ name }) => names.includes(name));
  /** A master whose API knows these Nodes. */
  const master = (...names: readonly string[]) =>
    testInstalled(of("master1"), {
      facts: { ...NO_FACTS, api: { ...NO_FACTS.api, nodes: known(nodesNamed(...names) as never) } },
    });
  const codes = (
    names: readonly string[],
    observed: readonly Observation[],
    yes: boolean,
    erase: readonly string[] = [],
  ) =>
    refuse(
      names.map((name) => of(name).node),
      observed,
      yes,
      erase,
    ).map(({ code }) => code);

  test.each<[string, Parameters<typeof codes>, readonly string[]]>([
    [
      "a worker that nobody knows needs --yes",
      [["worker1"], [bare("worker1"), master()], false],
      ["install-needs-yes"],
    ],
    ["and no more", [["worker1"], [bare("worker1"), master()], true], []],
    [
      "a Node's machine needs its name",
      [["worker1"], [bare("worker1"), master("worker1")], true],
      ["install-needs-erase"],
    ],
    ["which is enough", [["worker1"], [bare("worker1"), master("worker1")], false, ["worker1"]], []],
    [
      "another's name is not",
      [["worker1"], [bare("worker1"), master("worker1")], true, ["db1"]],
      ["install-needs-erase"],
    ],
    ["a member's machine needs its name", [["db1"], [bare("db1"), master()], true], ["install-needs-erase"]],
    [
      "where the API does not answer nobody is unknown",
      [["worker1"], [bare("worker1"), testInstalled(of("master1"))], true],
      ["install-needs-erase"],
    ],
    [
      "where nothing is installed everybody is",
      [["worker1", "db1"], [bare("worker1"), bare("db1"), bare("db2")], true],
      [],
    ],
    [
      "a member that was never started is no member yet",
      [
        ["db1"],
        [bare("db1"), testInstalled(of("db2"), { etcd: testEtcd({ db1: { started: false } }) })],
        true,
      ],
      [],
    ],
    [
      "a renamed machine needs its new name",
      [["worker1"], [bare("worker1", { shows: "old1" }), master()], true],
      ["machine-is-another"],
    ],
    [
      "which is enough then",
      [["worker1"], [bare("worker1", { shows: "old1" }), master()], false, ["worker1"]],
      [],
    ],
    [
      "one that serves is not erased by name either",
      [["worker1"], [bare("worker1", { answersAt: [6443] })], true, ["worker1"]],
      ["machine-alive"],
    ],
    [
      "never two voters at once",
      [["db1", "db2"], [bare("db1"), bare("db2"), master()], true, ["db1", "db2"]],
      ["voters-erased"],
    ],
  ])("%s", (_, given, expected) => {
    expect(codes(...given)).toEqual(expected);
  });
});
