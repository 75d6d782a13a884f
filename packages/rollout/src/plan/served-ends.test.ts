import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known, unknown } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { testCluster, testDesired, testInstalled, testServers } from "../testing/observations.ts";
import { tellServedEnds } from "./served-ends.ts";

const cluster = testCluster();
const [desired] = testDesired(cluster);
if (desired === undefined) throw new Error("no node");
const { name } = desired.node;
const now = new Date("2026-11-27T12:00:00Z");

const serving = (apiserver: string | undefined, etcd = "2027-11-27T12:00:00.000Z"): Observation => {
  const served = (notAfter: string) => known({ serial: "1", notAfter, isTheFiles: true });
  return testInstalled(desired, {
    facts: {
      ...NO_FACTS,
      served: {
        apiserver: apiserver === undefined ? unknown("nobody told") : served(apiserver),
        "etcd-peers": served(etcd),
      },
    },
  });
};

const told = (seen: Observation, targets: readonly HostName[] = []) =>
  tellServedEnds(cluster, targets, [seen], now).map(({ message }) => message);

test.each<[string, Observation, RegExp | undefined]>([
  ["in 29 days", serving("2026-12-26T12:00:00.000Z"), /apiserver there .* ends on 2026-12-26/],
  ["in 30 days", serving("2026-12-27T12:00:00.000Z"), undefined],
  ["yesterday", serving("2026-11-26T12:00:00.000Z"), /has ended on 2026-11-26/],
  ["first of several", serving("2026-12-20T00:00:00.000Z", "2026-12-10T00:00:00.000Z"), /etcd-peers .*12-10/],
  ["at a time that is not known", serving(undefined), undefined],
  ["on a machine that is not ours", { kind: "bare", node: name, reason: "not-nixos" }, undefined],
])("what a node that is not deployed to serves, and ends %s", (_, seen, expected) => {
  expect(told(seen)).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
  // Of those that are the folder tells.
  expect(told(seen, [name])).toEqual([]);
});

test("what renews it is told by who has issued it", () => {
  const hints = [cluster, testServers()].map(
    (one) => tellServedEnds(one, [], [serving("2026-12-01T00:00:00.000Z")], now)[0]?.hint,
  );
  expect(hints[0]).toContain("genCerts");
  expect(hints[1]).toContain("restarted");
});
