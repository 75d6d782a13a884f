import { expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import { testDesired, testInstalled, testNodeObject, testServers } from "../testing/observations.ts";
import { tellIdleRemovals } from "./idle-removal.ts";

const host = "server1" as never;
const removal = {
  through: { node: host, distribution: "k3s", clientUrl: "" },
  whom: {
    kind: "member",
    id: "a9",
    name: "server9-1a2b3c4d",
    peerUrls: [],
    withNode: { name: "server9", door: { host, distribution: "k3s", urls: [] } },
  },
} as const;

test.each([
  [["server9"], []],
  [["server9-1a2b3c4d"], []],
  [["a9"], []],
  [["agent9"], []],
  [
    ["server8", "a9", "agent1"],
    ["server8", "agent1"],
  ],
  [[], []],
])("of --remove %j it is told that %j are not there", (remove, told) => {
  const cluster = testServers();
  const api = { ...NO_FACTS.api, nodes: known([testNodeObject("agent1"), testNodeObject("agent9")]) };
  const observed = testDesired(cluster).map((one) => testInstalled(one, { facts: { ...NO_FACTS, api } }));
  const problems = tellIdleRemovals(cluster, observed, { remove }, [removal]);
  expect(problems.map(({ where }) => where)).toEqual(told);
  expect(tellIdleRemovals(cluster, observed, { remove, replaces: told[0] }, [removal]).length).toBe(
    Math.max(0, told.length - 1),
  );
  expect(problems.every(({ code, severity }) => code === "removal-idle" && severity === "warning")).toBe(
    true,
  );
});
