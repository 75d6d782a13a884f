import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { DesiredNode } from "../desired.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { TEST_STATUS, testDesired, testInstalled, testServers } from "../testing/observations.ts";
import { planRollout } from "./plan-rollout.ts";
import { refuseSlowChanges } from "./slow-change.ts";
import { refuseRotation, rotationStages } from "./token-rotation.ts";

const cluster = testServers();
const [OLD, NEW, STRANGE] = ["1", "2", "3"].map((digit) => digit.repeat(64));
const file = "k3s-server-token";

/** Everybody is to have the new token, which was made in the place of the old one, or not. */
const wanted = (before: readonly string[] = [OLD ?? ""]): readonly DesiredNode[] =>
  testDesired(cluster).map((one) => ({
    ...one,
    secrets: one.node.roles.etcd
      ? [...one.secrets, { file, owner: "root", mode: "0600", digest: NEW ?? "", before }]
      : one.secrets,
  }));

type State = "old" | "new" | "strange" | "off" | "stopped" | "bare" | "emptied";
const DIGESTS: Partial<Record<State, string | undefined>> = { new: NEW, strange: STRANGE };

function observe(states: readonly State[]): readonly Observation[] {
  return wanted().map((one, index): Observation => {
    const { name, roles } = one.node;
    if (!roles.etcd) return testInstalled(one);
    const state = states[Number(name.slice(-1)) - 1] ?? "old";
    if (state === "bare") return { kind: "bare", node: name, reason: "foreign-host-key", answersAt: [] };
    if (state === "off")
      return { kind: "unreachable", node: name, problem: { code: "host-unreachable" } as never };
    const serves = state !== "stopped" && state !== "emptied";
    return testInstalled(one, {
      secrets: {
        ...Object.fromEntries(one.secrets.map((secret) => [secret.file, secret.digest])),
        [file]: DIGESTS[state] ?? OLD ?? "",
      },
      etcd: { data: state === "emptied" ? "no" : "yes", joining: false, membership: "unknown" },
      facts: {
        ...NO_FACTS,
        etcd: { ...NO_FACTS.etcd, healthy: known(serves), status: known(TEST_STATUS) },
        controlPlane: { ...NO_FACTS.controlPlane, readyz: known({ ready: serves, failing: [] }) },
      },
      unread: index < 0 ? [""] : [],
    });
  });
}

function planned(
  states: readonly State[],
  targets: readonly string[] = cluster.nodes.map(({ name }) => name),
) {
  const desired = wanted().filter(({ node }) => targets.includes(node.name));
  const observed = observe(states);
  return [
    ...refuseRotation(cluster, desired, observed).map(({ code, where }) => `${where}: ${code}`),
    ...rotationStages(cluster, desired, observed).flatMap(({ lanes }) =>
      lanes.flatMap(({ steps }) =>
        steps.map((step) =>
          step.kind === "token-change" ? `${step.node}${step.rotates === undefined ? "" : " rotates"}` : "",
        ),
      ),
    ),
  ];
}

describe("a token that was replaced on purpose", () => {
  test.each<[string, readonly State[], readonly string[], (readonly string[])?]>([
    [
      "the cluster gets first, and every server then",
      ["old", "old", "old"],
      ["server1 rotates", "server2", "server3"],
    ],
    ["the rest gets after a run that died", ["new", "old", "old"], ["server1 rotates", "server2", "server3"]],
    [
      "also where who has it does not serve",
      ["stopped", "new", "old"],
      ["server2 rotates", "server1", "server3"],
    ],
    ["is nothing once all have it", ["new", "new", "new"], []],
    [
      "needs all servers",
      ["old", "old", "old"],
      ["server3: token-rotation-partial", "server1 rotates", "server2"],
      ["server1", "server2"],
    ],
    [
      "of which none is off",
      ["old", "old", "off"],
      ["server3: token-rotation-partial", "server1 rotates", "server2"],
    ],
    [
      "and none joins meanwhile",
      ["old", "old", "bare"],
      ["server3: token-rotation-partial", "server1 rotates", "server2"],
    ],
    [
      "but for those that join by a deployment of their own",
      ["old", "old", "bare"],
      ["server1 rotates", "server2"],
      ["server1", "server2"],
    ],
    [
      "or have lost what they had",
      ["old", "emptied", "old"],
      ["server1 rotates", "server3"],
      ["server1", "server3"],
    ],
    ["and one that serves", ["stopped", "stopped", "stopped"], ["k3s: token-rotation-partial"]],
  ])("%s", (_, states, expected, targets) => {
    expect(planned(states, targets)).toEqual(expected);
  });

  test("is no changed one, but any other is", () => {
    const told = (state: State, before?: readonly string[]) =>
      refuseSlowChanges(wanted(before), observe([state, "new", "new"]), () => undefined).map(
        ({ code }) => code,
      );
    expect(told("old")).toEqual([]);
    expect(told("strange")).toEqual(["token-changed"]);
    expect(told("old", [])).toEqual(["token-changed"]);
  });

  test("is in place on all servers before the first is restarted, each in its turn", () => {
    const made = planRollout(cluster, wanted(), observe(["old", "old", "old"]));
    if (!made.ok) throw new Error(made.problems[0]?.message);
    const lanes = made.value.stages.flatMap(({ kind, lanes }) =>
      lanes.map(({ node, steps }) => `${kind} ${node}: ${steps.some((step) => step.kind === "gate-after")}`),
    );
    const servers: readonly HostName[] = cluster.etcd.members.map(({ name }) => name);
    expect(lanes.filter((text) => !/^(stage-together|snapshot)/.test(text))).toEqual([
      ...servers.map((name) => `change-token ${name}: false`),
      ...servers.map((name) => `activate ${name}: true`),
    ]);
  });
});
