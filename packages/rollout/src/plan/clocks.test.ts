import { expect, test } from "vitest";
import { known, unknown } from "../observe/known.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { judgeClocks } from "./clocks.ts";

const cluster = testCluster();
const desired = testDesired(cluster);

/** Clocks of db1 and worker1, by how much they are ahead of the operator's; everybody else's is right. */
function judged(db1: number | undefined, worker1 = 0, others = 0) {
  const observed = desired.map((one) => {
    const offset = one.node.name === "db1" ? db1 : one.node.name === "worker1" ? worker1 : others;
    const clock = offset === undefined ? unknown("no") : known({ least: offset - 0.05, most: offset + 0.05 });
    return testInstalled(one, { clock });
  });
  const targets = desired.map(({ node }) => node).filter(({ name }) => ["db1", "worker1"].includes(name));
  return judgeClocks(targets, observed).map(({ code, where }) => `${where}: ${code}`);
}

test.each<[string, Parameters<typeof judged>, readonly string[]]>([
  ["right", [0], []],
  ["a little off", [0.4], []],
  ["half a second ahead", [0.6], ["db1: clock-drifts"]],
  ["half a second behind", [-0.6], ["db1: clock-drifts"]],
  ["a second ahead", [1.2], ["db1: clock-off"]],
  ["a second behind", [-1.2], ["db1: clock-off"]],
  ["a day off, of a worker", [0, 86400], ["worker1: clock-drifts"]],
  [
    "apart from others' by a second, each less than that off",
    [-0.7, 0, 0.6],
    ["db1: clock-drifts", "db1: clock-off"],
  ],
  ["apart from a worker's by a second", [-0.4, 0.8], ["worker1: clock-drifts", "db1: clock-off"]],
  ["apart from others' by half a second", [-0.3, 0, 0.3], []],
  ["not known", [undefined], []],
  ["off on somebody who is not deployed to", [0, 0, 5], []],
])("a clock that is %s", (_, clocks, expected) => {
  expect(judged(...clocks)).toEqual(expected);
});

test("where all machines agree it is the one here that is off", () => {
  const ahead = desired.map((one) => testInstalled(one, { clock: known({ least: 60, most: 60.2 }) }));
  const [first] = judgeClocks(
    desired.map(({ node }) => node),
    ahead,
  );
  expect(first).toMatchObject({
    code: "clock-off",
    message: "the clock of db1 is 60.0 s or more ahead of the one here",
  });
  expect(first?.hint).toContain("set the clock of this one");
});
