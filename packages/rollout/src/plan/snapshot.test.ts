import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known, unknown } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import {
  TEST_STATUS,
  testCluster,
  testDesired,
  testInstalled,
  testServers,
} from "../testing/observations.ts";
import { ORDINARY } from "./conduct.ts";
import { planReboot } from "./plan-reboot.ts";
import { planRollout } from "./plan-rollout.ts";
import { planSnapshot } from "./snapshot.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const GIB = 1024 ** 3;

/** A member; the first of the three leads. */
function member(
  place: number,
  {
    healthy = true as boolean | "unknown",
    applied = 5_000,
    learner = false,
    free = 9 * GIB,
    size = GIB,
  } = {},
): InstalledObservation["facts"] {
  const status = known({ ...TEST_STATUS, memberId: `a${place}`, appliedIndex: applied, learner, size });
  return {
    ...NO_FACTS,
    etcd: {
      ...NO_FACTS.etcd,
      status,
      healthy: healthy === "unknown" ? unknown("it is slow") : known(healthy),
    },
    space: { ...NO_FACTS.space, etcd: known({ free, size: 10 * GIB }) },
  };
}

type Facts = Parameters<typeof member>[1];

function seen(
  differing: { readonly [name: string]: Facts | "off" },
  changed: readonly string[] = [],
): readonly Observation[] {
  const members = cluster.etcd.members.map(({ name }) => name);
  return desired.map((one): Observation => {
    const { name } = one.node;
    const place = members.indexOf(name);
    const what = differing[name];
    if (what === "off") {
      return { kind: "unreachable", node: name, problem: problem("host-unreachable", name, "off", "") };
    }
    return testInstalled(one, {
      ...(place < 0 ? {} : { facts: member(place, what) }),
      ...(changed.includes(name) ? { fingerprint: "0".repeat(64), confirmed: undefined } : {}),
    });
  });
}

function from(differing: { readonly [name: string]: Facts | "off" }): string {
  const planned = planSnapshot(cluster, seen(differing));
  if (!planned.ok) return planned.problems.map(({ code }) => code).join();
  const [lane] = planned.value.stages.flatMap(({ lanes }) => lanes);
  return lane?.node ?? "";
}

describe("a snapshot is taken from a member that serves:", () => {
  test.each<[string, { readonly [name: string]: Facts | "off" }, string]>([
    ["not from the leader", {}, "db2"],
    ["from the leader, where it is alone", { db2: { healthy: false }, master1: "off" }, "db1"],
    ["not from one that is behind", { db2: { applied: 1 } }, "master1"],
    ["not where there is no space", { db2: { free: GIB } }, "master1"],
    [
      "from the leader rather than from one that is behind",
      { db2: { applied: 1 }, master1: { applied: 1 } },
      "db1",
    ],
    ["not from a learner", { db2: { learner: true } }, "master1"],
    ["not from one of which that is not known", { db2: { healthy: "unknown" } }, "master1"],
    [
      "from none where nobody says so",
      { db1: { healthy: "unknown" }, db2: { healthy: false }, master1: "off" },
      "snapshot-impossible",
    ],
  ])("%s", (_, differing, name) => {
    expect(from(differing)).toBe(name);
  });

  test("of k3s' by its server, with the token beside it and nothing of the certificates' folder", () => {
    const servers = testServers();
    const names: readonly string[] = servers.etcd.members.map(({ name }) => name);
    const all = testDesired(servers).map((one) =>
      testInstalled(one, { facts: member(names.indexOf(one.node.name)) }),
    );
    const planned = planSnapshot(servers, all);
    if (!planned.ok) throw new Error("not planned");
    const [step] = planned.value.stages.flatMap(({ lanes }) => lanes.flatMap(({ steps }) => steps));
    expect(step).toMatchObject({
      ...{ kind: "snapshot", node: "server2", distribution: "k3s", apiPort: 6443 },
      origin: { needs: [], beside: ["k3s-server-token"] },
    });
    const rebooted = planReboot(
      servers,
      servers.nodes.filter(({ name }) => name === "server1"),
      all,
      ORDINARY,
    );
    if (!rebooted.ok) throw new Error(rebooted.problems[0]?.message);
    expect(rebooted.value.stages.map(({ kind }) => kind)).toEqual(["stage-together", "snapshot", "activate"]);
  });

  test("its time grows with the database", () => {
    const planned = planSnapshot(cluster, seen({ db2: { size: 2 * GIB } }));
    if (!planned.ok) throw new Error("not planned");
    const [step] = planned.value.stages.flatMap(({ lanes }) => lanes.flatMap(({ steps }) => steps));
    expect(step).toMatchObject({ kind: "snapshot", timeoutSeconds: 120 + 2048, node: "db2" });
  });
});

describe("a rollout", () => {
  const stages = (changed: readonly string[], differing = {}, conduct = ORDINARY) => {
    const planned = planRollout(cluster, desired, seen(differing, changed), { conduct });
    if (!planned.ok) throw new Error(planned.problems[0]?.message);
    return planned.value.stages.map(({ kind, lanes }) => `${kind} ${lanes.map(({ node }) => node).join()}`);
  };

  test("that touches a member takes one first, once everything is staged", () => {
    expect(stages(["db1", "worker1"])).toEqual([
      "stage-together db1,worker1",
      "snapshot db2",
      "activate db1",
      "activate worker1",
    ]);
  });

  test.each([
    ["touches no member", ["worker1", "master2"], {}, ORDINARY],
    ["changes nothing", [], {}, ORDINARY],
    ["was told so", ["db1"], {}, { ...ORDINARY, snapshot: "never" as const }],
    [
      "finds nobody who serves",
      ["db1"],
      Object.fromEntries(["db1", "db2", "master1"].map((name) => [name, { healthy: false }])),
      ORDINARY,
    ],
  ])("that %s takes none", (_, changed, differing, conduct) => {
    expect(stages(changed, differing, conduct).filter((stage) => stage.startsWith("snapshot"))).toEqual([]);
  });

  test("a reboot of a member takes one as well", () => {
    const nodes = desired.map(({ node }) => node).filter(({ name }) => name === "db1" || name === "worker1");
    const planned = planReboot(cluster, nodes, seen({}), ORDINARY);
    if (!planned.ok) throw new Error("not planned");
    expect(planned.value.stages.map(({ kind }) => kind)).toEqual([
      ...["stage-together", "activate", "snapshot", "activate"],
    ]);
  });
});
