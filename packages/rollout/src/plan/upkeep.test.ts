import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { CORDON_MARK } from "../drain/cordon-mark.ts";
import { answersOf } from "../observe/answers.ts";
import type { SystemParts } from "../observe/host/systems.ts";
import { NO_FACTS, readFacts } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation } from "../observe/observation.ts";
import {
  TEST_STATUS,
  testCluster,
  testDesired,
  testInstalled,
  testPath,
  testServers,
} from "../testing/observations.ts";
import { type Conduct, ORDINARY } from "./conduct.ts";
import { planRollout } from "./plan-rollout.ts";

const cluster = testCluster();
const parts: SystemParts = {
  path: testPath("old"),
  kernel: `${testPath("linux-6.12.8")}/bzImage`,
  initrd: "",
  modules: "",
  parameters: "",
  inhibitors: '{"dbus-implementation":"dbus"}',
};
const newer = { ...parts, kernel: `${testPath("linux-6.12.9")}/bzImage` };
const FOR = "kernel linux-6.12.8 → linux-6.12.9";

/** What a Node says of its cordon, and whether it is Ready. */
interface Said {
  readonly mark?: string;
  readonly cordoned?: boolean;
  readonly ready?: boolean;
}

function apiText(nodes: { readonly [name: string]: Said }): string {
  const items = cluster.nodes.map(({ name }) => {
    const { mark, cordoned, ready = true } = nodes[name] ?? {};
    return {
      metadata: { name, annotations: mark === undefined ? {} : { [CORDON_MARK]: mark } },
      spec: cordoned ? { unschedulable: true } : {},
      status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
    };
  });
  return JSON.stringify({ kind: "NodeList", items });
}

/** A plan for these nodes: their systems, what they were booted with, and what the API says. */
function plan(
  names: readonly string[],
  conduct: Partial<Conduct>,
  { wanted = newer, booted = parts, changes = {} as Partial<InstalledObservation>, api = {} } = {},
) {
  const desired = testDesired(cluster)
    .filter(({ node }) => names.includes(node.name))
    .map((one) => ({ ...one, parts: wanted }));
  const observed = testDesired(cluster).map((one) => {
    const facts = one.node.roles.controlPlane
      ? readFacts(answersOf([`api-NodeList=${apiText(api)}`]))
      : NO_FACTS;
    return testInstalled(one, {
      facts: { ...facts, systems: { ...facts.systems, booted: known(booted), running: known(parts) } },
      ...(names.includes(one.node.name) ? changes : {}),
    });
  });
  const planning = planRollout(cluster, desired, observed, { conduct: { ...ORDINARY, ...conduct } });
  if (!planning.ok) throw new Error(planning.problems[0]?.code);
  return planning.value;
}

function brief({ stages }: ReturnType<typeof plan>): readonly string[] {
  return stages.flatMap(({ kind, lanes }) =>
    lanes.map(({ node, steps }) => `${kind} ${node}: ${steps.map((step) => step.kind).join(" ")}`),
  );
}

const old = { currentSystem: testPath("old"), profile: testPath("old") };

describe("what needs a reboot", () => {
  test("is told, and nothing is done, by default", () => {
    const told = plan(["worker1"], {});
    expect(told).toEqual({ unchanged: ["worker1"], stages: [], rebootsLeft: { worker1: FOR } });
  });

  test("is rebooted on the user's word, after its pods have left it", () => {
    expect(brief(plan(["worker1"], { reboot: "needed" }))).toEqual([
      "stage-together worker1: gate-drain",
      "activate worker1: gate-drain cordon drain arm-watchdog reboot end-connection wait-for-boot verify gate-after confirm uncordon",
    ]);
  });

  test("is not switched to, but booted", () => {
    expect(brief(plan(["worker1"], { reboot: "needed" }, { changes: old }))).toEqual([
      "stage-together worker1: gate-drain copy-closure",
      "activate worker1: gate-drain cordon drain arm-watchdog set-profile set-boot reboot end-connection wait-for-boot verify gate-after confirm uncordon",
    ]);
  });

  test("is asked for by its gates first where others need it, and has no pods where it has no kubelet", () => {
    expect(brief(plan(["master1", "db1"], { reboot: "needed" }))).toEqual([
      "stage-together master1: gate-drain",
      "activate db1: gate-before move-leader arm-watchdog reboot end-connection wait-for-boot verify gate-after confirm",
      "activate master1: gate-before gate-drain cordon drain vip-seen leave-vip vip-left move-leader arm-watchdog reboot end-connection wait-for-boot return-vip verify gate-after vip-seen confirm uncordon",
    ]);
  });

  test.each<[string, Partial<Conduct>, Parameters<typeof plan>[2], RegExp]>([
    ["a kernel", { reboot: "needed" }, { changes: old }, /set-boot reboot/],
    ["nothing", { reboot: "needed" }, { changes: old, wanted: parts }, / switch end-connection wait-for-ssh/],
    ["nothing, and always", { reboot: "always" }, { changes: old, wanted: parts }, /set-boot reboot/],
    [
      "what NixOS does not switch",
      { reboot: "needed" },
      { changes: old, wanted: { ...parts, inhibitors: '{"dbus-implementation":"broker"}' } },
      /set-boot reboot/,
    ],
    [
      "what only one of the two systems speaks of",
      { reboot: "needed" },
      { changes: old, wanted: { ...parts, inhibitors: "" } },
      / switch /,
    ],
    [
      "what must not change from now on",
      { reboot: "needed" },
      { changes: old, wanted: { ...parts, inhibitors: '{"dbus-implementation":"dbus","more":"1"}' } },
      / switch /,
    ],
    [
      "a kernel, and no drain is wanted",
      { reboot: "needed", drain: "never" },
      {},
      /^activate worker1: arm-watchdog reboot/,
    ],
  ])("for %s", (_, conduct, how, expected) => {
    expect(brief(plan(["worker1"], conduct, how)).at(-1)).toMatch(expected);
  });

  test("and can only be booted, is refused where no reboot is asked for", () => {
    const wanted = { ...parts, inhibitors: '{"dbus-implementation":"broker"}' };
    expect(() => plan(["worker1"], {}, { changes: old, wanted })).toThrow("reboot-needed");
  });

  test("is not drained where no member of etcd runs", () => {
    const [last] = brief(plan(["worker1"], { reboot: "needed" })).slice(-1);
    expect(last).toContain("drain");
    const desired = testDesired(cluster).filter(({ node }) => node.name === "worker1");
    const observed = testDesired(cluster).map((one) =>
      testInstalled(one, {
        etcdRunning: false,
        facts: { ...NO_FACTS, systems: { ...NO_FACTS.systems, booted: known(parts), running: known(newer) } },
      }),
    );
    const planning = planRollout(cluster, desired, observed, { conduct: { ...ORDINARY, reboot: "needed" } });
    expect(planning.ok && brief(planning.value).join()).not.toContain("drain");
  });
});

describe("a server without data that has to join", () => {
  const servers = testServers();
  const name = "server3" as HostName;
  const listed = servers.etcd.members
    .filter((one) => one.name !== name)
    .map(({ peerUrl }, index) => ({
      id: `a${index}`,
      name: "x",
      peerUrls: [peerUrl],
      started: true,
      learner: false,
    }));
  const joined = (inhibitors: string, ready: boolean) => {
    const desired = testDesired(servers).map((one) => ({ ...one, parts: { ...newer, inhibitors } }));
    const observed = testDesired(servers).map((one) => {
      const systems = { ...NO_FACTS.systems, booted: known(parts), running: known(parts) };
      const items = [
        { metadata: { name }, status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] } },
      ];
      const told = readFacts(answersOf([`api-NodeList=${JSON.stringify({ kind: "NodeList", items })}`]));
      if (one.node.name === name) {
        const etcd = { data: "no", joining: false, membership: "unknown" } as const;
        return testInstalled(one, { ...old, etcdRunning: false, etcd, facts: { ...NO_FACTS, systems } });
      }
      return testInstalled(one, {
        etcd: { data: "yes", joining: false, membership: { clusterId: "c1", members: listed } },
        facts: {
          ...told,
          systems,
          etcd: { ...NO_FACTS.etcd, healthy: known(true), status: known(TEST_STATUS) },
          controlPlane: { ...NO_FACTS.controlPlane, readyz: known({ ready: true, failing: [] }) },
        },
      });
    });
    const conduct = { ...ORDINARY, reboot: "needed", snapshot: "never" } as const;
    const planning = planRollout(
      servers,
      desired.filter(({ node }) => node.name === name),
      observed,
      { conduct },
    );
    if (!planning.ok) throw new Error(planning.problems[0]?.code);
    return brief(planning.value).at(-1);
  };

  test("is switched to another kernel, which it boots another time", () => {
    expect(joined(parts.inhibitors, false)).toMatch(/ switch .* server-start gate-after/);
  });

  test("is rebooted where it can't be switched to what it is to run, and not drained first where it is dead", () => {
    const broker = '{"dbus-implementation":"broker"}';
    expect(joined(broker, false)).toMatch(
      /^activate server3: .*set-boot reboot .*wait-for-boot .*server-start gate-after vip-seen confirm$/,
    );
    expect(joined(broker, false)).not.toContain("drain");
    expect(joined(broker, true)).toMatch(/cordon drain .*server-start gate-after vip-seen confirm uncordon$/);
  });
});

test("what is cordoned is uncordoned when its lane does not come to its end", () => {
  const lane = plan(["worker1"], { reboot: "needed" }).stages.at(-1)?.lanes[0];
  expect(lane?.undo).toMatchObject([
    { step: { kind: "go-back" }, from: "arm-watchdog", until: "confirm" },
    { step: { kind: "uncordon" }, from: "cordon", until: "uncordon" },
  ]);
  const drain = lane?.steps.find(({ kind }) => kind === "drain");
  expect(drain).toMatchObject({ api: { host: "master1" }, mayLose: false, deletes: false });
});

test("a node is never asked about on its own host where there is another master", () => {
  const hosts = ["master1", "master2"].map((name) => {
    const lane = plan([name], { reboot: "needed" }).stages.at(-1)?.lanes[0];
    const step = lane?.steps.find((one) => one.kind === "cordon");
    return step?.kind === "cordon" ? step.api.host : undefined;
  });
  expect(hosts).toEqual(["master2", "master1"]);
});

test("what may be lost, and deleted, is said by the name of the node", () => {
  const lane = plan(["worker1"], { reboot: "needed", deletePods: ["worker1"], disableEviction: ["master1"] });
  expect(lane.stages.at(-1)?.lanes[0]?.steps[0]).toMatchObject({ mayLose: true, deletes: false });
});

test("what is not Ready and is mended by this very run is no reason to wait; what is left out neither", () => {
  const among = (
    names: readonly string[],
    api: { readonly [name: string]: Said },
    without: string[] = [],
  ) => {
    const step = plan(names, { reboot: "needed", without }, { api }).stages.at(-1)?.lanes[0]?.steps[0];
    return step?.kind === "gate-drain" ? step.among : plan(names, { reboot: "needed" }).stages;
  };
  const broken = { master1: { ready: false } };
  expect(among(["worker1"], broken)).toContain("master1");
  expect(among(["worker1", "master1"], broken)).not.toContain("master1");
  expect(among(["worker1"], broken, ["master1"])).not.toContain("master1");
});

describe("what a dead run has left cordoned", () => {
  const left = (ready: boolean) => ({ worker1: { mark: "dead t me", cordoned: true, ready } });

  test("is uncordoned first, where it is Ready", () => {
    const told = plan(["worker1"], {}, { api: left(true), wanted: parts });
    expect(told.unchanged).toEqual([]);
    expect(told.stages).toMatchObject([
      { kind: "uncordon", lanes: [{ node: "worker1", steps: [{ kind: "uncordon", of: "dead" }] }] },
    ]);
  });

  test("is uncordoned last, where it is not", () => {
    const stages = brief(plan(["worker1"], {}, { api: left(false), changes: old, wanted: parts }));
    expect(stages.at(-1)).toMatch(/^activate worker1: .* confirm uncordon$/);
  });

  test("is no matter where the node is not deployed to, nor what somebody else has cordoned", () => {
    expect(plan(["db1"], {}, { api: left(true), wanted: parts }).stages).toEqual([]);
    const theirs = { worker1: { cordoned: true } };
    expect(plan(["worker1"], {}, { api: theirs, wanted: parts }).stages).toEqual([]);
  });
});
