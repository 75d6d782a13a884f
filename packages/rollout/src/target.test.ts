import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { chooseTargets } from "./target.ts";
import { testCluster } from "./testing/observations.ts";

const cluster = testCluster();

describe("targets", () => {
  test.each([
    { names: ["worker1"], all: false, nodes: ["worker1"] },
    { names: ["worker1", "db1", "worker1"], all: false, nodes: ["db1", "worker1"] },
    { names: [], all: true, nodes: ["db1", "db2", "master1", "master2", "worker1"] },
  ])("$names, all: $all", ({ names, all, nodes }) => {
    const choice = chooseTargets(cluster, { names, all });
    expect(choice).toMatchObject({ ok: true });
    expect(choice.ok && choice.value.map(({ name }) => name)).toEqual(nodes);
  });

  test.each([
    { names: ["gate"], all: false, code: "target-is-router", hint: "Deploy to a node" },
    { names: ["wroker1"], all: false, code: "target-unknown", hint: "Did you mean worker1?" },
    { names: ["Master1"], all: false, code: "target-unknown", hint: "Did you mean master1?" },
    { names: ["xyzzy"], all: false, code: "target-unknown", hint: "The nodes are db1, db2" },
    { names: ["$(reboot)"], all: false, code: "target-unknown", hint: "The nodes are" },
    { names: ["-oProxyCommand=x"], all: false, code: "target-unknown", hint: "The nodes are" },
    { names: ["__proto__"], all: false, code: "target-unknown", hint: "The nodes are" },
    { names: [], all: false, code: "target-missing", hint: "--all" },
    { names: ["db1"], all: true, code: "target-ambiguous", hint: "Give either" },
  ])("$names, all: $all is refused: $code", ({ names, all, code, hint }) => {
    const choice = chooseTargets(cluster, { names, all });
    expect(choice.ok).toBe(false);
    if (choice.ok) return;
    expect(choice.problems.map((problem) => problem.code)).toEqual([code]);
    expect(choice.problems[0]?.hint).toContain(hint);
  });

  test("is told whole: what, where, what to do", () => {
    const told = [
      { names: ["db1", "db2"], all: true },
      { names: [], all: false },
      { names: ["gate"], all: false },
      { names: ["wroker1"], all: false },
      { names: ["xyzzy"], all: false },
    ].map((request) => {
      const choice = chooseTargets(cluster, request);
      if (choice.ok) throw new Error("it is not refused");
      return choice.problems.map(({ where, message, hint }) => `${where}: ${message}. ${hint}`);
    });
    expect(told.flat()).toMatchInlineSnapshot(`
      [
        "db1 db2: both --all and machine names were given. Give either --all or the names",
        ": no machine was named. Name one or more of db1, db2, master1, master2, worker1, or give --all",
        "gate: gate is no node but a router, which Quorate never touches. Deploy to a node: db1, db2, master1, master2, worker1",
        "wroker1: "wroker1" is not a machine of this cluster. Did you mean worker1?",
        "xyzzy: "xyzzy" is not a machine of this cluster. The nodes are db1, db2, master1, master2, worker1",
      ]
    `);
  });

  test("any of several routers is one", () => {
    const routers = cluster.routers.flatMap((router) => [router, { ...router, name: "gate2" as HostName }]);
    const choice = chooseTargets({ ...cluster, routers }, { names: ["gate", "gate2"], all: false });
    expect(!choice.ok && choice.problems.map(({ code }) => code)).toEqual([
      "target-is-router",
      "target-is-router",
    ]);
  });

  test("everything wrong is told at once", () => {
    const choice = chooseTargets(cluster, { names: ["gate", "nobody", "worker1"], all: false });
    expect(!choice.ok && choice.problems.map(({ code }) => code)).toEqual([
      "target-is-router",
      "target-unknown",
    ]);
  });
});
