import type { Cluster, HostName, Node } from "@quorate/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testCluster } from "../testing/observations.ts";
import { BAD_OUTPUT, goodOutput } from "../testing/outputs.ts";
import { play } from "../testing/play.ts";
import { TEST_STEPS } from "../testing/steps.ts";
import { workersAtOnce, workersSideBySide } from "./side-by-side.ts";
import type { Lane, Stage } from "./stage.ts";

const base = testCluster();
const worker = base.nodes.find(({ name }) => name === "worker1");
if (worker === undefined) throw new Error("no worker");
const named = (name: string): Node => ({ ...worker, name: name as HostName });
const workers = Array.from({ length: 9 }, (_, index) => named(`w${index}`));
const cluster: Pick<Cluster, "nodes"> = {
  nodes: [...base.nodes.filter(({ name }) => name !== "worker1"), ...workers],
};

const lane = (name: string, kind: "install" | "switch"): Lane => {
  const node = name as HostName;
  return {
    node,
    steps: [
      { ...TEST_STEPS[kind], node },
      { ...TEST_STEPS.confirm, node },
    ],
  };
};
const one = (name: string, kind: "install" | "switch" = "switch"): Stage => ({
  kind: "activate",
  lanes: [lane(name, kind)],
});
const brief = (stages: readonly Stage[]): readonly string[] =>
  stages.map(({ kind, lanes }) => `${kind} ${lanes.map(({ node }) => node).join(" ")}`);

describe("workers that follow each other", () => {
  test.each<[string, readonly Stage[], number, readonly string[]]>([
    ["one at a time", [one("w1"), one("w2")], 1, ["activate w1", "activate w2"]],
    ["at once, as many as may be away", [one("w1"), one("w2"), one("w3")], 2, ["activate-batch w1 w2 w3"]],
    ["installed side by side", [one("w1", "install"), one("w2", "install")], 1, ["install-together w1 w2"]],
    [
      "installed first, then the others",
      [one("w1", "install"), one("w2", "install"), one("w3"), one("w4")],
      5,
      ["install-together w1 w2", "activate-batch w3 w4"],
    ],
    [
      "a single one",
      [one("db1"), one("w1", "install"), one("w2")],
      5,
      ["activate db1", "activate w1", "activate w2"],
    ],
    [
      "never a master or a member of etcd",
      [one("db1"), one("master1", "install"), one("master2"), one("w1"), one("w2")],
      5,
      ["activate db1", "activate master1", "activate master2", "activate-batch w1 w2"],
    ],
    [
      "not across something else",
      [one("w1"), one("master2"), one("w2")],
      5,
      ["activate w1", "activate master2", "activate w2"],
    ],
  ])("%s", (_, stages, atOnce, expected) => {
    expect(brief(workersSideBySide(cluster, stages, atOnce))).toEqual(expected);
  });
});

test("no more of them are begun at once than may be away, whatever ends first and whatever fails", () => {
  let most = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.nat(20), { maxLength: 20 }),
      fc.option(fc.nat(20)),
      (atOnce, order, failing) => {
        const stages = workersSideBySide(
          cluster,
          workers.map(({ name }) => one(name)),
          atOnce,
        );
        let count = 0;
        const played = play(
          { unchanged: [], stages },
          {
            order,
            answer: (step) => (count++ === failing && step.kind === "switch" ? BAD_OUTPUT : goodOutput(step)),
          },
        );
        expect(played.most).toBeLessThanOrEqual(atOnce);
        most = Math.max(most, played.most);
        if (played.state.problems.length === 0) {
          expect(Object.values(played.state.nodes).every(({ outcome }) => outcome === "changed")).toBe(true);
        }
      },
    ),
  );
  // Else nothing was side by side.
  expect(most).toBe(9);
});

test.each([
  ["1", 1],
  ["3", 3],
  ["100", 100],
  ["10%", 1],
  ["33%", 2],
  ["34%", 3],
  ["100%", 9],
  ["1%", 1],
  ["0", undefined],
  ["0%", undefined],
  ["101%", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["", undefined],
  ["some", undefined],
])("--max-unavailable %s of nine workers is %s at once", (typed, expected) => {
  const result = workersAtOnce({ ...cluster, rollout: testCluster().rollout }, typed);
  expect(result.ok ? result.value : undefined).toBe(expected);
  if (!result.ok) expect(result.problems).toMatchObject([{ code: "max-unavailable-unusable" }]);
});
