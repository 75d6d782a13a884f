import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { tellUnchangedBroken } from "./unchanged-broken.ts";

const cluster = testCluster();
const desired = testDesired(cluster).find(({ node }) => node.roles.etcd);
if (desired === undefined) throw new Error("no member");
const { name } = desired.node;
const installed = (etcdRunning: boolean, healthy?: boolean): Observation =>
  testInstalled(desired, {
    etcdRunning,
    facts:
      healthy === undefined ? NO_FACTS : { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, healthy: known(healthy) } },
  });

test.each<[string, Observation, RegExp | undefined]>([
  ["whose etcd was stopped", installed(false), /its etcd does not serve/],
  ["whose etcd runs, and answers nobody", installed(true, false), /its etcd does not serve/],
  ["of which nothing is known", installed(true), undefined],
  ["that is well", installed(true, true), undefined],
  ["that is bare", { kind: "bare", node: name, reason: "not-nixos" }, undefined],
])("a node %s, and that nothing is deployed to", (_, seen, expected) => {
  const told = (unchanged: readonly (typeof name)[]) =>
    tellUnchangedBroken(cluster, unchanged, [seen]).map(({ message }) => message);
  expect(told([name])).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
  // What something is deployed to is asked by its gates.
  expect(told([])).toEqual([]);
});
