import type { HostName } from "@quorate/cluster";
import { type MachineStanding, parseStorePath, type Standing } from "@quorate/rollout";
import { expect, it } from "vitest";
import { lastLines, leftOf } from "./last-lines.ts";

const names = (...some: readonly string[]) => some as readonly HostName[];
const [node1, node2, node3] = ["node1", "node2", "node3"] as [HostName, HostName, HostName];
const path = (name: string) => parseStorePath(`/nix/store/${"0".repeat(32)}-${name}`);
const etcd = (different: Partial<Standing["etcd"]>): Standing["etcd"] => ({
  running: [],
  stopped: [],
  absent: [],
  unknown: [],
  ...different,
});
const lines = (machines: readonly MachineStanding[], members: Standing["etcd"]) =>
  lastLines({ machines, etcd: members, cordons: [], next: "`quorate deploy --all`" });

it("says of each machine what it runs and boots, and what to run next", () => {
  expect(
    lines(
      [
        { kind: "installed", node: node1, runs: path("new"), boots: path("new"), confirmed: true },
        { kind: "installed", node: node2, runs: path("old"), boots: path("new"), confirmed: false },
        { kind: "installed", node: node3, runs: undefined, boots: undefined, confirmed: false },
        { kind: "bare", node: "node4" as HostName },
        { kind: "unknown", node: "node5" as HostName },
      ],
      etcd({}),
    ),
  ).toEqual([
    `node1 runs and boots ${path("new")}, confirmed`,
    `node2 runs ${path("old")} and boots ${path("new")}, not confirmed`,
    "node3 runs and boots no system, not confirmed",
    "node4 is not installed",
    "node5 cannot be asked what it runs",
    "next: `quorate deploy --all`",
  ]);
});

it.each<[Partial<Standing["etcd"]>, string]>([
  [{ running: names("a", "b", "c") }, "etcd: 3 of 3 members up, tolerates 1"],
  [{ running: names("a", "b"), stopped: names("c") }, "etcd: 2 of 3 members up, tolerates 0 (c down)"],
  [
    { running: names("a"), stopped: names("b"), unknown: names("c") },
    "etcd: 1 of 3 members up, no quorum (b down; c not asked)",
  ],
  [
    { running: names("a", "b", "c", "d"), absent: names("e") },
    "etcd: 4 of 5 members up, tolerates 1 (e not installed)",
  ],
  [{ running: names("a") }, "etcd: 1 of 1 members up, tolerates 0"],
])("says how etcd is: %j", (members, line) => {
  expect(lines([], etcd(members))).toContain(line);
});

it("says nothing of etcd where no member was asked", () => {
  expect(lines([], etcd({ unknown: names("a", "b") }))).toEqual(["next: `quorate deploy --all`"]);
});

it("says whose a cordon is", () => {
  const nodes = {
    node1: { outcome: "failed", learned: { cordon: "ours" } },
    node2: { outcome: "changed", learned: { cordon: "others" } },
    node3: { outcome: "changed", learned: { cordon: "none" } },
  } as const;
  const left = leftOf({ nodes }, { machines: [], etcd: etcd({}) }, "deploy node1 --certs c");
  expect(lastLines(left)).toEqual([
    "node1 is cordoned by this run",
    "node2 is cordoned by somebody else",
    "next: `quorate deploy node1 --certs c`",
  ]);
});
