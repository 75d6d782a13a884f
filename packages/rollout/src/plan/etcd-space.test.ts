import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import { TEST_STATUS, testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { judgeEtcdSpace } from "./etcd-space.ts";

const all = testDesired(testCluster());
const GIB = 1024 ** 3;

const judged = (target: string, size: number, inUse: number, quota: number | undefined) => {
  const status = { ...TEST_STATUS, size, sizeInUse: inUse, quota };
  const observed = all
    .filter(({ node }) => node.name === "db1")
    .map((one) =>
      testInstalled(one, { facts: { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, status: known(status) } } }),
    );
  const targets = all.filter(({ node }) => node.name === target).map(({ node }) => node);
  return judgeEtcdSpace(targets, observed);
};

test.each<[string, number, number, number | undefined, string | undefined, RegExp]>([
  ["db1", 1 * GIB, GIB, 8 * GIB, undefined, /^$/],
  ["db1", 6.5 * GIB, 6.4 * GIB, 8 * GIB, "etcd-nearly-full", /^Find out/],
  ["db1", 7.7 * GIB, 1 * GIB, 8 * GIB, "etcd-full", /^Defragment/],
  // Before 3.6 a member does not tell: it is what Quorate sets.
  ["db1", 6.5 * GIB, 6.5 * GIB, undefined, "etcd-nearly-full", /^Find out/],
  // Another member is about to be touched, which has the same data; a worker has none.
  ["db2", 7.7 * GIB, 7.7 * GIB, 8 * GIB, "etcd-full", /^Find out/],
  ["worker1", 7.7 * GIB, 7.7 * GIB, 8 * GIB, undefined, /^$/],
])("to %s with %d bytes, %d in use, of %s", (target, size, inUse, quota, code, hint) => {
  const [found] = judged(target, size, inUse, quota);
  expect(found?.code).toBe(code);
  expect(found?.hint ?? "").toMatch(hint);
});
