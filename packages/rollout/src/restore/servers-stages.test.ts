import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import type { Stage } from "../plan/stage.ts";
import { problem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import { testDesired, testInstalled, testServers } from "../testing/observations.ts";
import { planRestore, type RestoreOrder } from "./plan-restore.ts";

const cluster = testServers();
const NAMES = ["server1", "server2", "server3"] as const;
const manifest = {
  ...{ cluster: "test", bytes: 5 * 1024 ** 2, sha256: "e".repeat(64), etcdVersion: "3.6.4" },
  ...{ serverVersion: "1.36.2", takenOn: "server2" },
};
const order: RestoreOrder = { file: "/s/snapshot.db", manifest, without: [], evenIfItServes: false };

function seen(is: { readonly [name: string]: "serves" | "off" } = {}): readonly Observation[] {
  return testDesired(cluster)
    .filter(({ node }) => node.roles.etcd)
    .map((one): Observation => {
      const { name } = one.node;
      if (is[name] === "off") {
        return { kind: "unreachable", node: name, problem: problem("host-unreachable", name, "off", "") };
      }
      const etcd = { ...NO_FACTS.etcd, healthy: known(is[name] === "serves") };
      return testInstalled(one, { etcdRunning: is[name] === "serves", facts: { ...NO_FACTS, etcd } });
    });
}

function stagesOf(more: Partial<RestoreOrder> = {}, is: Parameters<typeof seen>[0] = {}): readonly Stage[] {
  const planned = planRestore(cluster, seen(is), { ...order, ...more });
  if (planned.ok) return planned.value.stages;
  throw new Error(planned.problems.map(({ code }) => code).join());
}

const brief = (stages: readonly Stage[]): readonly string[] =>
  stages.map(({ lanes }) =>
    lanes.map(({ node, steps }) => `${node} ${steps.map(({ kind }) => kind).join("+")}`).join(", "),
  );

describe("a restore of k3s'", () => {
  test("begins on the server that the snapshot is of, and the others join it one by one", () => {
    expect(brief(stagesOf())).toEqual([
      "server2 reset-stage",
      "server1 restore-stop, server2 restore-stop, server3 restore-stop",
      "server1 server-data-aside, server3 server-data-aside",
      "server2 server-reset+restore-start+gate-after",
      "server1 server-start+gate-after",
      "server3 server-start+gate-after",
    ]);
  });

  test("stops one unit of each, and tells those that join who serves", () => {
    const steps = stagesOf().flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
    for (const step of steps) {
      if (step.kind === "restore-stop" || step.kind === "restore-start") {
        expect(step.units).toEqual(["k3s.service"]);
      }
      if (step.kind === "server-start") {
        expect(step.as).toEqual({ state: "join", servers: ["https://10.0.0.12:6443"] });
      }
    }
  });

  test("asks of each only those that are up by then", () => {
    const gates = stagesOf()
      .flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps))
      .flatMap((step) => (step.kind === "gate-after" ? [step.hosts.map(({ node }) => node).join()] : []));
    expect(gates).toEqual(["server2", "server1,server2", "server3,server1,server2"]);
  });

  test("begins on the first one where that of the snapshot is left out", () => {
    expect(brief(stagesOf({ without: ["server2"] }, { server2: "off" }))).toEqual([
      "server1 reset-stage",
      "server1 restore-stop, server3 restore-stop",
      "server3 server-data-aside",
      "server1 server-reset+restore-start+gate-after",
      "server3 server-start+gate-after",
    ]);
  });

  test("ends with a restart of the agents that answer, once all servers serve", () => {
    const agent = testDesired(cluster).find(({ node }) => node.name === "agent1");
    if (agent === undefined) throw new Error("no agent");
    const stages = (...more: readonly Observation[]) => {
      const planned = planRestore(cluster, [...seen(), ...more], order);
      if (!planned.ok) throw new Error(planned.problems[0]?.message);
      return planned.value.stages;
    };
    const last = stages(testInstalled(agent)).at(-1);
    expect(brief(last === undefined ? [] : [last])).toEqual(["agent1 restart-unit+gate-after"]);
    const off = problem("host-unreachable", "agent1", "off", "");
    expect(brief(stages({ kind: "unreachable", node: agent.node.name, problem: off })).join()).not.toContain(
      "agent1",
    );
  });

  test("is of one server alone where no other is left", () => {
    expect(brief(stagesOf({ without: ["server1", "server3"] }))).toEqual([
      "server2 reset-stage",
      "server2 restore-stop",
      "server2 server-reset+restore-start+gate-after",
    ]);
  });

  test.each([
    ["one serves", { server1: "serves" }, "restore-quorum-lives"],
    ["one can't be asked", { server3: "off" }, "restore-not-asked"],
  ] as const)("is refused where %s", (_, is, code) => {
    expect(() => stagesOf({}, is)).toThrow(code);
  });
});

// Killed at any point, and every machine off and on then: what starts by itself is what has data.

type Data = "old" | "new" | "none";

function work(data: Map<string, Data>, step: Step): void {
  if (step.kind === "server-data-aside") data.set(step.node, "none");
  if (step.kind === "server-reset" || step.kind === "server-start") data.set(step.node, "new");
}

/** What happens of the stages until they are cut off after so many steps, those of a stage in any order of their lanes. */
function cutAfter(
  stages: readonly Stage[],
  count: number,
  pick: (lanes: number) => number,
  data: Map<string, Data>,
): void {
  let left = count;
  for (const { lanes } of stages) {
    const waiting = lanes.map(({ steps }) => [...steps]).filter(({ length }) => length > 0);
    while (waiting.length > 0) {
      const place = pick(waiting.length);
      const [step, ...rest] = waiting[place] ?? [];
      if (step === undefined || left === 0) return;
      left--;
      work(data, step);
      waiting.splice(place, 1, ...(rest.length === 0 ? [] : [rest]));
    }
  }
}

test("there are never two clusters of k3s', wherever a restore is cut off, and by whom it is run again", () => {
  const dataOf = fc.constantFrom<Data>("old", "none");
  const run = fc.record({
    cut: fc.nat(16),
    picks: fc.array(fc.nat(9), { minLength: 1, maxLength: 8 }),
    takenOn: fc.constantFrom(...NAMES),
  });
  fc.assert(
    fc.property(
      fc.tuple(dataOf, dataOf, dataOf),
      fc.array(run, { minLength: 1, maxLength: 4 }),
      (had, runs) => {
        const data = new Map<string, Data>(NAMES.map((name, place) => [name, had[place] ?? "none"]));
        const of = (which: Data) => [...data.values()].filter((one) => one === which).length;
        for (const { cut, picks, takenOn } of runs) {
          // The new one serves by itself once its machine is on: then it is refused, and deploy does the rest.
          if (of("new") > 0) break;
          let place = 0;
          const pick = (lanes: number) => (picks[place++ % picks.length] ?? 0) % lanes;
          cutAfter(stagesOf({ manifest: { ...manifest, takenOn } }), cut, pick, data);
          expect(of("old") >= 2 && of("new") > 0).toBe(false);
        }
        if (of("new") === 0) cutAfter(stagesOf(), Number.POSITIVE_INFINITY, () => 0, data);
        expect(of("new")).toBeGreaterThan(0);
        expect(of("old")).toBe(0);
      },
    ),
  );
});
