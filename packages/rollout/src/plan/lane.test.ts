import { expect, test } from "vitest";
import { gateHostsOf } from "../gate/gate-host.ts";
import { commandsOfStep, type Step } from "../step/step.ts";
import { testCluster, testDesired, testPath } from "../testing/observations.ts";
import { TEST_PATHS } from "../testing/steps.ts";
import { activationLane } from "./lane.ts";
import type { InstallNode, UpdateNode } from "./node-change.ts";

const cluster = testCluster();
const [desired] = testDesired(cluster);
if (desired === undefined) throw new Error("no node");
const update = {
  kind: "update",
  desired,
  system: true,
  unconfirmed: false,
  encrypts: false,
  put: [],
  remove: [],
  restart: [],
} as const;

/** The steps after which a node may let in others than before. */
const CHANGES = new Set<Step["kind"]>(["put-secrets", "switch", "install"]);

test.each<[string, InstallNode | UpdateNode]>([
  ["installed", { kind: "install", desired, diskoScript: testPath("disko") }],
  ["activated", update],
  ["activated again", { ...update, unconfirmed: true }],
  ["given other files", { ...update, system: false, put: desired.secrets }],
  ["activated with other files", { ...update, put: desired.secrets }],
])("a node that was %s is asked by connections made after that, and confirmed last", (_, change) => {
  const { steps } = activationLane(cluster, change, "own", gateHostsOf(cluster, desired.node));
  const changed = steps.findLastIndex(({ kind }) => CHANGES.has(kind));
  expect(changed).toBeGreaterThanOrEqual(0);
  const after = steps.slice(changed + 1);
  expect(after.slice(-4).map(({ kind }) => kind)).toEqual([
    "wait-for-ssh",
    "verify",
    "gate-after",
    "confirm",
  ]);
  // A machine that was installed has booted what it was given: no activation was begun there.
  expect(after.at(-1)).toMatchObject({ activated: change.kind === "update" && change.system });
  // Of a bare machine there is no connection of before.
  expect(after.length).toBe(change.kind === "install" ? 4 : 5);
  const commands = after.flatMap((step) => commandsOfStep(step, TEST_PATHS));
  // A gate asks others too, which were not changed.
  for (const { argv } of commands.filter((command) => command.node === desired.node.name)) {
    expect(argv.slice(0, argv.indexOf("--")).join(" ")).toMatch(/ -o ControlPath=none$| -O exit$/);
  }
});

test.each<[string, InstallNode | UpdateNode, boolean]>([
  ["runs", update, true],
  ["is installed", { kind: "install", desired, diskoScript: testPath("disko") }, false],
])(
  "a node that %s and becomes a member is watched until it is about to be on etcd's list",
  (_, change, isHeld) => {
    const [other] = cluster.etcd.members.filter(({ name }) => name !== desired.node.name);
    if (other === undefined) throw new Error("no other member");
    const through = { node: other.name, distribution: desired.distribution, clientUrl: other.clientUrl };
    const deed = { kind: "join", through, remove: undefined, aside: true, timeoutSeconds: 600 } as const;
    const { steps, undo } = activationLane(
      cluster,
      { ...change, deed },
      "own",
      gateHostsOf(cluster, desired.node),
    );
    const arming = steps.find((step) => step.kind === "arm-watchdog");
    if (isHeld) expect(arming).toMatchObject({ never: undefined });
    const kinds = steps.map(({ kind }) => kind);
    expect(kinds.slice(kinds.indexOf("verify"), kinds.indexOf("gate-after"))).toEqual([
      ...["verify", "member-data-aside"],
      ...(isHeld ? ["hold-watchdog"] : []),
      ...["member-add", "member-start", "member-promote"],
    ]);
    // Off the list and without its data it is what it was: only then it can go back.
    expect(undo?.map(({ step, from }) => [step.kind, from])).toEqual([
      ["member-remove", isHeld ? "hold-watchdog" : "member-add"],
      ["member-data-aside", isHeld ? "hold-watchdog" : "member-start"],
      ...(isHeld ? [["go-back", "arm-watchdog"]] : []),
    ]);
  },
);
