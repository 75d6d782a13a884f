import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DesiredNode } from "../desired.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import type { Step } from "../step/step.ts";
import type { StorePath } from "../store-path.ts";
import { TEST_STATUS, testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { type Conduct, ORDINARY } from "./conduct.ts";
import { planRollout } from "./plan-rollout.ts";
import type { Stage } from "./stage.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const of = (name: string) => {
  const found = desired.find((one) => one.node.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

/** The file that tells that a node has an apiserver. */
const APISERVER = { "apiserver.key": "c".repeat(64) };

/** What is handed over to others is in hand-over.test.ts. */
const HANDED_OVER = new Set<Step["kind"]>([
  "vip-seen",
  "foresee",
  "leave-vip",
  "vip-left",
  "return-vip",
  "move-leader",
]);

/** A stage in a few words: `stage db1(copy-closure) …`, `db1(switch …)`, `together …`. */
function brief({ kind, lanes }: Stage): string {
  const heads = {
    "stage-together": "stage ",
    activate: "",
    "activate-together": "together ",
    "gate-together": "gates ",
    "install-together": "install ",
    "activate-batch": "batch ",
    "remove-member": "removing ",
    "change-token": "changing the token of ",
    "tidy-together": "tidy ",
    uncordon: "uncordon ",
    "return-vip": "return-vip ",
    snapshot: "snapshot ",
    "restore-together": "restore ",
  };
  const words = lanes.map(({ node, steps }) => {
    const kinds = steps.map((step) => step.kind).filter((step) => !HANDED_OVER.has(step));
    return `${node}(${kinds.join(" ")})`;
  });
  return `${heads[kind]}${words.join(" ")}`;
}

function plan(observed: readonly Observation[]): readonly string[] {
  const names = new Set(observed.map(({ node }) => node));
  const planning = planRollout(
    cluster,
    desired.filter(({ node }) => names.has(node.name)),
    observed,
    // What is not said to be there is off.
    { conduct: { ...ORDINARY, coldStart: true } },
  );
  if (!planning.ok) return planning.problems.map(({ code }) => code);
  return [...planning.value.unchanged.map((name) => `= ${name}`), ...planning.value.stages.map(brief)];
}

const bare = (name: string): Observation => ({
  kind: "bare",
  node: of(name).node.name,
  reason: "foreign-host-key",
});
const installed = (name: string, changes: Partial<InstalledObservation> = {}) =>
  testInstalled(of(name), changes);
const old = { currentSystem: testPath("old"), profile: testPath("old") };
const look = "end-connection wait-for-ssh verify";
const LOOK_ANEW = "end-connection wait-for-ssh restart-readers verify";
const activate = `set-profile switch ${look}`;
const work = `arm-watchdog ${activate}`;
/** Of a node that cannot work before others are started. */
const first = `${work} disarm-watchdog`;
/** In its own turn, of a node that nobody needs, and of one that others need. */
const alone = `${work} gate-after confirm`;
const update = `gate-before ${alone}`;
const install = "install wait-for-ssh verify";

const gates = (...names: readonly string[]) =>
  `gates ${names.map((name) => `${name}(gate-after confirm)`).join(" ")}`;

describe("one node", () => {
  test.each<[string, Observation, readonly string[]]>([
    ["that is what it should be", installed("db1"), ["= db1"]],
    ["that is bare", bare("db1"), ["stage db1(stage-installation)", `db1(${install} confirm)`]],
    ["with another system", installed("db1", old), ["stage db1(copy-closure)", `db1(${update})`]],
    [
      "whose profile alone is another, as after a rollback",
      installed("db1", { profile: testPath("old") }),
      ["stage db1(copy-closure)", `db1(${update})`],
    ],
    [
      "that was killed between profile and switch",
      installed("db1", { currentSystem: testPath("old") }),
      ["stage db1(copy-closure)", `db1(${update})`],
    ],
    [
      "whose latest switch failed",
      installed("db1", { activation: "failed" }),
      ["stage db1(copy-closure)", `db1(${update})`],
    ],
    [
      "that nothing confirms, as after a failed switch and a reboot",
      installed("db1", { confirmed: undefined }),
      ["stage db1(copy-closure)", `db1(${update})`],
    ],
    [
      "that is confirmed to run another system well",
      installed("db1", { confirmed: { closure: testPath("old"), fingerprint: of("db1").fingerprint } }),
      ["stage db1(copy-closure)", `db1(${update})`],
    ],
    [
      "that is confirmed with the fingerprint of other files",
      installed("db1", { confirmed: { closure: of("db1").closure, fingerprint: "e".repeat(64) } }),
      ["stage db1(copy-closure)", `db1(${update})`],
    ],
    [
      "that is being switched by somebody",
      installed("db1", { activation: "running" }),
      ["activation-running"],
    ],
    [
      "on which renewed files were not read yet, as after a run that died",
      installed("db1", { unread: ["etcd.service"] }),
      [`db1(gate-before arm-watchdog ${LOOK_ANEW} gate-after confirm)`],
    ],
    [
      "with another key",
      installed("db1", { secrets: { "a.crt": "a".repeat(64), "a.key": "0".repeat(64) } }),
      ["stage db1(stage-secrets)", `db1(gate-before arm-watchdog put-secrets ${look} gate-after confirm)`],
    ],
    [
      "with a key too many",
      installed("db1", { secrets: { ...installed("db1").secrets, "old.key": "0".repeat(64) } }),
      ["tidy db1(remove-secrets)"],
    ],
    [
      "with nothing right",
      installed("db1", { ...old, secrets: {} }),
      [
        "stage db1(copy-closure stage-secrets)",
        `db1(gate-before arm-watchdog put-secrets ${activate} gate-after confirm)`,
      ],
    ],
    [
      "that cannot be reached",
      {
        kind: "unreachable",
        node: of("db1").node.name,
        problem: problem("ssh-refused", "db1", "it is up, but nothing listens"),
      },
      ["ssh-refused"],
    ],
  ])("%s", (_, observation, expected) => {
    expect(plan([observation])).toEqual(expected);
  });

  test.each<[Observation, string, number]>([
    [installed("db1", { ...old, secrets: {} }), "activation", 300],
    [installed("db1", { secrets: {} }), "secrets", 300],
    [bare("db1"), "installation", 900],
  ])("that was changed is waited for as after that: %j", (observation, after, timeoutSeconds) => {
    const planning = planRollout(cluster, [of("db1")], [observation], {
      conduct: { ...ORDINARY, coldStart: true },
    });
    const steps = planning.ok ? planning.value.stages.flatMap(({ lanes }) => lanes[0]?.steps ?? []) : [];
    expect(steps.find(({ kind }) => kind === "wait-for-ssh")).toMatchObject({ after, timeoutSeconds });
  });

  test.each<[Partial<InstalledObservation>, unknown]>([
    [old, { because: "differs", activated: true }],
    [
      { activation: "failed", confirmed: undefined },
      { because: "differs", activated: true },
    ],
    [
      { ...old, confirmed: undefined },
      { because: "differs", activated: true },
    ],
    [{ confirmed: undefined }, { because: "unconfirmed", activated: true }],
    [
      { confirmed: undefined, secrets: {} },
      { because: "unconfirmed", activated: true },
    ],
    [{ secrets: {} }, { because: undefined, activated: false }],
  ])("says why it is activated, and demands an activation of what is confirmed: %j", (changes, expected) => {
    const planning = planRollout(cluster, [of("db1")], [installed("db1", changes)]);
    const steps = planning.ok ? planning.value.stages.flatMap(({ lanes }) => lanes[0]?.steps ?? []) : [];
    const because = steps.flatMap((step) => (step.kind === "switch" ? [step.because] : []));
    const activated = steps.flatMap((step) => (step.kind === "confirm" ? [step.activated] : []));
    expect({ because: because[0], activated: activated[0] }).toEqual(expected);
  });

  test("sends only what differs and names what goes", () => {
    const planning = planRollout(
      cluster,
      [of("db1")],
      [
        installed("db1", {
          secrets: { "a.crt": "a".repeat(64), "z.key": "1".repeat(64), "b.key": "1".repeat(64) },
        }),
      ],
    );
    expect(planning).toMatchObject({
      value: {
        stages: [
          { lanes: [{ steps: [{ kind: "stage-secrets", files: [{ file: "a.key" }] }] }] },
          {
            lanes: [
              {
                steps: [
                  { kind: "gate-before" },
                  { kind: "arm-watchdog" },
                  { kind: "put-secrets", files: [{ file: "a.key" }] },
                  {},
                  {},
                  {},
                  {},
                  { kind: "confirm" },
                ],
              },
            ],
          },
          {
            kind: "tidy-together",
            lanes: [{ steps: [{ kind: "remove-secrets", files: ["b.key", "z.key"] }] }],
          },
        ],
      },
    });
  });

  test("nobody looked at is not planned for, nor is a bare one without a disk script", () => {
    expect(planRollout(cluster, [of("db1")], [])).toMatchObject({
      ok: false,
      problems: [{ code: "not-observed" }],
    });
    expect(planRollout(cluster, [{ ...of("db1"), diskoScript: undefined }], [bare("db1")])).toMatchObject({
      ok: false,
      problems: [{ code: "disk-script-missing" }],
    });
  });
});

describe("several nodes", () => {
  test("are staged side by side, then activated: etcd, control plane, workers; new ones first", () => {
    expect(
      plan([
        installed("worker1", old),
        installed("master2", old),
        installed("master1", old),
        installed("db1", old),
        bare("db2"),
      ]),
    ).toEqual([
      "stage db1(copy-closure) db2(stage-installation) master1(copy-closure) master2(copy-closure) worker1(copy-closure)",
      `db2(${install} gate-after confirm)`,
      `db1(${update})`,
      `master1(${update})`,
      `master2(${update})`,
      `worker1(${alone})`,
    ]);
  });

  const stopped = { ...old, etcdRunning: false };
  test.each<[string, readonly Observation[], readonly string[]]>([
    [
      "all of them",
      [
        installed("master2", old),
        installed("master1", stopped),
        installed("db2", stopped),
        installed("db1", stopped),
        bare("worker1"),
      ],
      [
        `together db1(${first}) db2(${first}) master1(${first})`,
        `master2(${first})`,
        gates("db1", "db2", "master1", "master2"),
        `worker1(${install} gate-after confirm)`,
      ],
    ],
    [
      "two",
      [installed("db1", stopped), installed("db2", stopped)],
      [`together db1(${first}) db2(${first})`, gates("db1", "db2")],
    ],
    ["not one alone, which has no quorum", [installed("db1", stopped)], [`db1(${work} confirm)`]],
    [
      "not one whose units no switch starts",
      [
        installed("db1", { secrets: {}, etcdRunning: false }),
        installed("db2", stopped),
        installed("master1", stopped),
      ],
      [
        `db1(arm-watchdog put-secrets ${look} disarm-watchdog)`,
        `together db2(${first}) master1(${first})`,
        gates("db1", "db2", "master1"),
      ],
    ],
    [
      "not one that is installed",
      [bare("db1"), installed("db2", stopped), installed("master1", stopped)],
      [`db1(${install})`, `together db2(${first}) master1(${first})`, gates("db1", "db2", "master1")],
    ],
  ])("start together where no member is running: %s", (_, observed, expected) => {
    expect(plan(observed).slice(1)).toEqual(expected);
  });

  test("do not go back in the same second, should nobody be heard of any more", () => {
    const names = ["db1", "db2", "master1"];
    const planning = planRollout(
      cluster,
      names.map((name) => of(name)),
      names.map((name) => installed(name, stopped)),
      { conduct: { ...ORDINARY, coldStart: true } },
    );
    const together = planning.ok
      ? planning.value.stages.find(({ kind }) => kind === "activate-together")
      : undefined;
    const waits = together?.lanes.map(({ steps, undo }) => [
      ...steps.flatMap((step) => (step.kind === "arm-watchdog" ? [step.seconds] : [])),
      ...(undo ?? []).flatMap(({ step }) => (step.kind === "go-back" ? [step.seconds] : [])),
    ]);
    expect(waits).toEqual([
      [300, 300],
      [360, 360],
      [420, 420],
    ]);
  });

  test("start one after another where another member is running, though it is no target", () => {
    const planning = planRollout(
      cluster,
      [of("db1"), of("db2")],
      [installed("db1", stopped), installed("db2", stopped), installed("master1")],
    );
    expect(planning.ok && planning.value.stages.map(({ kind }) => kind)).toEqual([
      "stage-together",
      "activate",
      "activate",
    ]);
  });
});

describe("where no member is known to run and one could not be asked", () => {
  const stopped = { ...old, etcdRunning: false };
  const away: Observation = {
    kind: "unreachable",
    node: of("master1").node.name,
    problem: problem("host-unreachable", "master1", "no answer"),
  };
  const observed = [
    installed("db1", stopped),
    installed("db2", stopped),
    away,
    installed("master2", old),
    installed("worker1", old),
  ];
  const planned = (names: readonly string[], conduct: Partial<Conduct> = {}) => {
    const planning = planRollout(cluster, names.map(of), observed, { conduct: { ...ORDINARY, ...conduct } });
    return planning.ok
      ? planning.value.stages.slice(1).map(brief)
      : planning.problems.map(({ code, where, hint }) => `${code} ${where}: ${hint}`);
  };

  test.each([["db1"], ["master2"], ["db1", "worker1"]])("%s is not touched", (...names) => {
    expect(planned(names)).toEqual([
      expect.stringMatching(new RegExp(`^cold-start-unknown ${names[0]}: Switch on master1.*--cold-start`)),
    ]);
  });

  test("the others start together where the user says that it is off", () => {
    expect(planned(["db1", "db2"], { coldStart: true })).toEqual([
      `together db1(${first}) db2(${first})`,
      gates("db1", "db2"),
    ]);
  });

  test("a worker is taken as if a cluster ran, and so is drained where it is rebooted", () => {
    expect(planned(["worker1"])).toEqual([`worker1(${alone})`]);
    expect(planned(["worker1"], { reboot: "always" })[0]).toMatch(/^worker1\(gate-drain cordon drain/);
  });

  test("what needs nothing is told so", () => {
    const well = observed.map((one) => (one.node === "db1" ? installed("db1", { etcdRunning: false }) : one));
    const planning = planRollout(cluster, [of("db1")], well);
    expect(planning.ok && planning.value.unchanged).toEqual(["db1"]);
  });
});

/** What a look at a master tells whose apiserver answers. */
const serving = (ready = true): Partial<InstalledObservation> => ({
  facts: {
    ...NO_FACTS,
    controlPlane: { ...NO_FACTS.controlPlane, readyz: known({ ready, failing: [] }) },
  },
});

describe("the order", () => {
  const changes = [
    bare("db1"),
    installed("db2", old),
    installed("master1", { ...old, ...serving() }),
    bare("master2"),
    installed("worker1", old),
  ];

  test("is the same, in whichever order nodes are named", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...desired], { minLength: 5 }),
        fc.shuffledSubarray(changes, { minLength: 5 }),
        (targets, observed) => {
          const planned = planRollout(cluster, targets, observed);
          if (!planned.ok) throw new Error("not planned");
          const [staging, ...activations] = planned.value.stages;
          const names = ["db1", "db2", "master1", "master2", "worker1"];
          expect(staging?.lanes.map(({ node }) => node)).toEqual(names);
          expect(activations.map(({ lanes }) => lanes.map(({ node }) => node))).toEqual(
            ["db1", "db2", "master2", "master1", "worker1"].map((name) => [name]),
          );
        },
      ),
    );
  });

  const leading = (name: string, leader: boolean): Partial<InstalledObservation> => {
    const id = name === "db1" ? "a0" : name === "db2" ? "a1" : "a2";
    const status = { ...TEST_STATUS, memberId: id, leader: leader ? id : "b" };
    return {
      facts: { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, status: known(status), healthy: known(true) } },
    };
  };
  const etcdIll = { facts: { ...NO_FACTS, etcd: { ...NO_FACTS.etcd, healthy: known(false) } } };
  const unconfirmed = {
    facts: { ...NO_FACTS, watchdog: { armed: true, wentBack: undefined } },
  };
  const holding = { facts: { ...serving().facts, ...NO_FACTS, vip: known(true) } };
  test.each<[string, { readonly [name: string]: Partial<InstalledObservation> }, readonly string[]]>([
    ["by role and name", {}, ["db1", "db2", "master1", "master2", "worker1"]],
    [
      "the leader of etcd last of its kind",
      { db1: leading("db1", true), db2: leading("db2", false) },
      ["db2", "db1", "master1", "master2", "worker1"],
    ],
    [
      "who has the VIP last of its kind",
      { master1: { ...holding, secrets: APISERVER }, master2: { secrets: APISERVER } },
      ["db1", "db2", "master2", "master1", "worker1"],
    ],
    [
      "a member that does not serve first",
      { db2: { etcdRunning: false } },
      ["db2", "db1", "master1", "master2", "worker1"],
    ],
    [
      "a member that is not healthy first, whatever else it is",
      { master1: etcdIll },
      ["master1", "db1", "db2", "master2", "worker1"],
    ],
    [
      "whose change is not confirmed, and who may go back by itself, first",
      { db2: unconfirmed },
      ["db2", "db1", "master1", "master2", "worker1"],
    ],
    [
      "what is broken before that",
      { db1: unconfirmed, master1: etcdIll },
      ["master1", "db1", "db2", "master2", "worker1"],
    ],
    [
      "an apiserver that is not ready first",
      { master1: serving(), master2: serving(false) },
      ["master2", "db1", "db2", "master1", "worker1"],
    ],
    [
      "a master that is to become one before those that are",
      { master1: serving() },
      ["db1", "db2", "master2", "master1", "worker1"],
    ],
    [
      "nobody first where nothing runs",
      Object.fromEntries(["db1", "db2", "master1"].map((name) => [name, { etcdRunning: false }])),
      ["db1 db2 master1", "master2", "db1 db2 master1 master2", "worker1"],
    ],
  ])("has %s", (_, differing, expected) => {
    const observed = desired.map(({ node: { name } }) => installed(name, { ...old, ...differing[name] }));
    const planned = planRollout(cluster, desired, observed);
    if (!planned.ok) throw new Error("not planned");
    const stages = planned.value.stages.filter(
      ({ kind }) => !/^((stage|tidy)-together|snapshot)$/.test(kind),
    );
    expect(stages.map(({ lanes }) => lanes.map(({ node }) => node).join(" "))).toEqual(expected);
  });

  test("of equals is that of their names, and what needs nothing is told in that of names too", () => {
    const twins = (names: readonly string[]) => {
      const targets = names.map((name) => ({ ...of("worker1"), node: { ...of("worker1").node, name } }));
      const seen = (system: StorePath | undefined) =>
        targets.map((target) => testInstalled(target as DesiredNode, { currentSystem: system }));
      const changed = planRollout(cluster, targets as DesiredNode[], seen(undefined));
      const same = planRollout(cluster, targets as DesiredNode[], seen(of("worker1").closure));
      if (!changed.ok || !same.ok) throw new Error("not planned");
      const order = changed.value.stages.slice(1).map(({ lanes }) => lanes[0]?.node);
      return { order, unchanged: same.value.unchanged };
    };
    const sorted = ["w1", "w2", "w3", "w4"];
    for (const names of [sorted, [...sorted].reverse(), ["w3", "w1", "w4", "w2"]]) {
      expect(twins(names)).toEqual({ order: sorted, unchanged: sorted });
    }
  });
});

describe("a gate asks whom there is", () => {
  const askedBy = (observed: readonly Observation[], name: string): readonly string[] => {
    const names = new Set(observed.map(({ node }) => node));
    const targets = desired.filter(({ node }) => names.has(node.name));
    const planned = planRollout(cluster, targets, observed);
    if (!planned.ok) throw new Error("not planned");
    const steps = planned.value.stages.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
    const gate = steps.find((step) => step.kind === "gate-after" && step.node === name);
    if (gate?.kind !== "gate-after") throw new Error(`nobody asks ${name}`);
    return gate.hosts.map(({ node, apiserver, kubelet }) =>
      [
        node,
        ...(apiserver === undefined ? [] : ["apiserver"]),
        ...(kubelet === undefined ? [] : ["kubelet"]),
      ].join(" "),
    );
  };
  const whole = ["db1", "db2"];
  test.each<[string, readonly Observation[], string, readonly string[]]>([
    [
      "every apiserver",
      [installed("master1", { ...old, ...serving() }), installed("master2", serving())],
      "master1",
      ["master1 apiserver kubelet", ...whole, "master2 apiserver kubelet"],
    ],
    [
      "a master that is installed before",
      [installed("master1", { ...old, ...serving() }), bare("master2")],
      "master1",
      ["master1 apiserver kubelet", ...whole, "master2 apiserver kubelet"],
    ],
    [
      "no apiserver of a node that only now becomes a master",
      [installed("master1", { ...old, ...serving() }), installed("master2", { secrets: {}, ...old })],
      "master2",
      ["master2 apiserver kubelet", ...whole, "master1 apiserver kubelet"],
    ],
    [
      "for no Ready where there is no master yet",
      [installed("worker1", old), installed("db1"), bare("master1"), bare("master2")],
      "worker1",
      ["worker1 kubelet"],
    ],
  ])("%s", (_, observed, name, expected) => {
    expect(askedBy(observed, name)).toEqual(expected);
  });

  test("and misses no master that is not there", () => {
    const only = (observed: readonly Observation[], target: string) => {
      const planned = planRollout(cluster, [of(target)], observed);
      const steps = planned.ok
        ? planned.value.stages.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps))
        : [];
      const gate = steps.find(({ kind }) => kind === "gate-after");
      if (gate?.kind !== "gate-after") throw new Error("no gate");
      return gate.hosts;
    };
    const master1 = installed("master1", { ...old, ...serving() });
    const hasMaster2 = (observed: readonly Observation[]) =>
      only(observed, "master1").find(({ node }) => node === "master2");
    expect(hasMaster2([master1, bare("master2")])).toBeUndefined();
    expect(hasMaster2([master1, installed("master2", { secrets: {} })])?.apiserver).toBeUndefined();
    // What is not known may be missed by somebody.
    expect(hasMaster2([master1])?.apiserver).toBeDefined();
    const worker = only(
      [installed("worker1", old), installed("db1"), bare("master1"), bare("master2")],
      "worker1",
    );
    expect(worker).toEqual([
      {
        node: "worker1",
        distribution: "kubernetes",
        units: ["systemd-networkd.service"],
        vip: false,
        serves: [],
      },
    ]);
    expect(
      only([installed("worker1", old), installed("db1"), bare("master1")], "worker1")[0].kubelet,
    ).toBeDefined();
  });
});

describe("what stands in the way of a plan", () => {
  test.each<[string, readonly Observation[], string, string]>([
    ["nobody looked", [], "nobody looked at db1", "Run the same command again"],
    [
      "it is being activated",
      [installed("db1", { activation: "running" })],
      "an activation is still going on on db1",
      "Wait for it (on the machine: systemctl status quorate-switch), then run the same command again",
    ],
    [
      "its disk's script was not built",
      [bare("db1")],
      "db1 is to be installed, but no disk script was built for it",
      "Run the same command again: the machine has changed since it was first looked at",
    ],
  ])("%s", (_, observed, message, hint) => {
    const planned = planRollout(cluster, [{ ...of("db1"), diskoScript: undefined }], observed);
    expect(planned).toMatchObject({ ok: false, problems: [{ where: "db1", message, hint }] });
  });
});
