import type { HostName } from "@quorate/cluster";
import {
  known,
  type MachineStanding,
  parseStorePath,
  quorumState,
  type Standing,
  unknown,
} from "@quorate/rollout";
import { expect, it } from "vitest";
import { lastLines, leftOf } from "./last-lines.ts";

const names = (...some: readonly string[]) => some as readonly HostName[];
const [node1, node2, node3] = ["node1", "node2", "node3"] as [HostName, HostName, HostName];
const path = (name: string) => parseStorePath(`/nix/store/${"0".repeat(32)}-${name}`);
const etcd = (
  [voters, up]: readonly [number, number],
  down: readonly string[] = [],
  unknown: readonly string[] = [],
): Standing["etcd"] => ({
  quorum: quorumState(voters, up, unknown.length),
  down: names(...down),
  unknown: names(...unknown),
});
const WELL = "etcd: 3 of 3 voters, tolerates 1";
const lines = (machines: readonly MachineStanding[], members: Standing["etcd"] = etcd([3, 3])) =>
  lastLines({ machines, etcd: members, cordons: [], cordonsKnown: true, next: "`quorate deploy --all`" });

it("says of each machine what it runs and boots, and what to run next", () => {
  expect(
    lines([
      { kind: "installed", node: node1, runs: path("new"), boots: path("new"), confirmed: true },
      { kind: "installed", node: node2, runs: path("old"), boots: path("new"), confirmed: false },
      { kind: "installed", node: node3, runs: undefined, boots: undefined, confirmed: false },
      { kind: "bare", node: "node4" as HostName },
      { kind: "unknown", node: "node5" as HostName },
    ]),
  ).toEqual([
    `node1 runs and boots ${path("new")}, confirmed`,
    `node2 runs ${path("old")} and boots ${path("new")}, not confirmed`,
    "node3 runs and boots no system, not confirmed",
    "node4 is not installed",
    "node5 cannot be asked what it runs",
    WELL,
    "next: `quorate deploy --all`",
  ]);
});

it.each<[Standing["etcd"], string]>([
  [etcd([3, 3]), WELL],
  [etcd([3, 2], ["c"]), "etcd: 2 of 3 voters, tolerates 0 (c down)"],
  [
    etcd([3, 1], ["b"], ["c"]),
    "etcd: 1 of 3 voters known to be up, 1 not known: whether there is a quorum is not known (b down; c could not be asked)",
  ],
  [
    etcd([3, 0], ["a", "b"], ["c"]),
    "etcd: 0 of 3 voters known to be up, 1 not known: no quorum (a, b down; c could not be asked)",
  ],
  [etcd([1, 1]), "etcd: 1 of 1 voters, tolerates 0"],
])("says how etcd is: %j", (members, line) => {
  expect(lines([], members)).toContain(line);
});

const learned = {
  node1: { outcome: "failed", learned: { cordon: "ours" } },
  node2: { outcome: "changed", learned: { cordon: "others" } },
  node3: { outcome: "changed", learned: { cordon: "none" } },
} as const;
const cordoned = (cordons: Standing["cordons"]) =>
  lastLines(
    leftOf(
      { nodes: learned, settings: { run: "r1" } },
      { machines: [], etcd: etcd([3, 3]), cordons },
      "deploy node1 --certs c",
    ),
  ).slice(1);

it("says whose a cordon is, by the word of the API: also of nodes that the run did not touch", () => {
  const cordons = known([
    { node: node1, of: { run: "r1", words: "root@ops1 (run r1, since today)" } },
    { node: node2, of: { run: "r0", words: "root@ops2 (run r0, since yesterday)" } },
    { node: node3 },
  ]);
  expect(cordoned(cordons)).toEqual([
    "node1 is cordoned by this run",
    "node2 is cordoned by the deployment of root@ops2 (run r0, since yesterday)",
    "node3 is cordoned by somebody else",
    "next: `quorate deploy node1 --certs c`",
  ]);
});

it("says what the run knows of cordons where the API does not answer, and that this may not be all", () => {
  expect(cordoned(unknown("no apiserver answers"))).toEqual([
    "node1 is cordoned by this run",
    "node2 is cordoned by somebody else",
    "who else is cordoned is not known: no apiserver answers",
    "next: `quorate deploy node1 --certs c`",
  ]);
});
