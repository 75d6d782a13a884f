import type { HostName } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DesiredNode } from "../desired.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { planRollout } from "../plan/plan-rollout.ts";
import { STEPS, type Step, type StepByKind } from "../step/step.ts";
import { testCluster, testDesired, testEtcd, testInstalled, testPath } from "../testing/observations.ts";
import { BAD_OUTPUT, goodOutput } from "../testing/outputs.ts";
import { play } from "../testing/play.ts";
import type { Place } from "./state.ts";

const cluster = testCluster();
const all = testDesired(cluster);
const members = new Set<string>(cluster.etcd.members.map(({ name }) => name));
const isStaging = ({ kind }: Step): boolean => STEPS[kind].phase === "staging";

/** What is written down of a gate's answer, and what nobody reads any more, is nothing that others would notice. */
const isTouching = ({ kind }: Step): boolean =>
  STEPS[kind].phase === "activation" && kind !== "confirm" && kind !== "remove-secrets";

/** Any state that a machine can be found in. */
function anyObservation(desired: DesiredNode): fc.Arbitrary<Observation> {
  const node = desired.node.name;
  const system = fc.constantFrom(desired.closure, testPath("old"), undefined);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant<Observation>({ kind: "bare", node, reason: "foreign-host-key" }) },
    {
      weight: 4,
      arbitrary: fc
        .record({
          currentSystem: system,
          profile: system,
          etcdRunning: desired.node.roles.etcd ? fc.boolean() : fc.constant(false),
          secrets: fc.constantFrom({}, { "z.key": "0".repeat(64) }, testInstalled(desired).secrets),
          activation: fc.constantFrom("idle" as const, "failed" as const),
          confirmed: fc.constantFrom(undefined, testInstalled(desired).confirmed, {
            closure: testPath("old"),
            fingerprint: desired.fingerprint,
          }),
        })
        .map((changes) => testInstalled(desired, changes)),
    },
  );
}

/** A world of hosts in memory: what is done to them changes what is observed. */
class FakeWorld {
  readonly hosts: Map<string, Observation>;
  /** The place whose step fails at every look; none where nothing does. */
  failing: Place | undefined;
  readonly #failAt: number;
  /** What is gone back to. */
  readonly #kept: Map<string, Observation> = new Map();
  #begun = 0;

  constructor(observed: readonly Observation[], failAt: number) {
    this.hosts = new Map(observed.map((one) => [one.node, one]));
    this.#failAt = failAt;
  }

  readonly answer = (step: Step, place: Place): CommandOutput => {
    if (this.#begun++ === this.#failAt) this.failing = place;
    if (JSON.stringify(this.failing) === JSON.stringify(place)) {
      if (step.kind === "switch") this.#change(step.node, { ...HALF_ACTIVATED, currentSystem: step.closure });
      return BAD_OUTPUT;
    }
    this.#apply(step);
    return goodOutput(step);
  };

  #apply<K extends keyof StepByKind>(step: Step<K>): void {
    const desired = all.find(({ node }) => node.name === step.node);
    if (desired === undefined) throw new Error(step.node);
    const host = this.hosts.get(step.node);
    const changes = EFFECTS[step.kind](step, desired, host?.kind === "installed" ? host : undefined);
    if (step.kind === "arm-watchdog" && host !== undefined) this.#kept.set(step.node, host);
    const kept = this.#kept.get(step.node);
    if (step.kind === "go-back" && kept !== undefined) this.hosts.set(step.node, kept);
    if (changes !== undefined) this.#change(step.node, changes);
  }

  #change(node: HostName, changes: Partial<InstalledObservation>): void {
    const desired = all.find((one) => one.node.name === node);
    const host = this.hosts.get(node);
    if (desired === undefined || host === undefined) throw new Error(node);
    const now = host.kind === "installed" ? host : testInstalled(desired, { etcdRunning: false });
    this.hosts.set(node, { ...now, ...changes });
  }
}

/** What an activation that failed leaves behind: /run/current-system moves early. */
const HALF_ACTIVATED = { activation: "failed", confirmed: undefined } as const;

/** A host after a reboot: of a failed activation nothing is left but what is on the disk. */
function rebooted(host: Observation): Observation {
  return host.kind === "installed" ? { ...host, currentSystem: host.profile, activation: "idle" } : host;
}

/** Every node has the same files. */
function digestOf(file: string): string {
  return all[0]?.secrets.find((secret) => secret.file === file)?.digest ?? "";
}

/** What a step changes of a host, as a look would tell; nothing for most. */
const EFFECTS: {
  readonly [K in keyof StepByKind]: (
    step: Step<K>,
    desired: DesiredNode,
    host: InstalledObservation | undefined,
  ) => Partial<InstalledObservation> | undefined;
} = {
  "copy-closure": () => undefined,
  "stage-secrets": () => undefined,
  "stage-kept": () => undefined,
  "stage-installation": () => undefined,
  "arm-watchdog": () => undefined,
  "hold-watchdog": () => undefined,
  "disarm-watchdog": () => undefined,
  "go-back": () => ({ activation: "idle", confirmed: undefined }),
  "put-secrets": ({ files }, _, host) => ({
    secrets: { ...host?.secrets, ...Object.fromEntries(files.map(({ file }) => [file, digestOf(file)])) },
  }),
  "remove-secrets": ({ files }, _, host) => ({
    secrets: Object.fromEntries(
      Object.entries(host?.secrets ?? {}).filter(([file]) => !files.includes(file)),
    ),
  }),
  snapshot: () => undefined,
  "restore-stage": () => undefined,
  "restore-stop": () => ({ etcdRunning: false }),
  "restore-swap": () => undefined,
  "restore-start": () => ({ etcdRunning: true }),
  "reset-stage": () => undefined,
  "server-data-aside": () => ({ etcdRunning: false }),
  "server-reset": () => ({ etcdRunning: false }),
  "set-profile": ({ closure }) => ({ profile: closure }),
  switch: ({ closure }) => ({ currentSystem: closure, activation: "idle", confirmed: undefined }),
  install: (_, desired) => testInstalled(desired, { etcdRunning: false, confirmed: undefined }),
  "end-connection": () => undefined,
  "wait-for-ssh": () => undefined,
  verify: () => undefined,
  "gate-before": () => undefined,
  "gate-after": () => undefined,
  "restart-readers": () => undefined,
  "restart-unit": () => undefined,
  check: () => undefined,
  health: () => undefined,
  foresee: () => undefined,
  "leave-vip": () => undefined,
  "vip-seen": () => undefined,
  "vip-left": () => undefined,
  "return-vip": () => undefined,
  "move-leader": () => undefined,
  "member-remove": () => undefined,
  "member-data-aside": () => ({ etcd: { data: "no", joining: false, membership: "unknown" } }),
  "member-add": () => undefined,
  "member-start": () => ({ etcd: testEtcd() }),
  "member-promote": () => undefined,
  "token-change": () => undefined,
  "node-delete": () => undefined,
  "server-start": () => ({ etcd: testEtcd() }),
  "gate-drain": () => undefined,
  cordon: () => undefined,
  drain: () => undefined,
  "set-boot": () => ({ confirmed: undefined }),
  reboot: ({ node: _ }, desired) => ({ currentSystem: desired.closure, activation: "idle" }),
  "wait-for-boot": () => undefined,
  uncordon: () => undefined,
  confirm: ({ closure, fingerprint }) => ({ confirmed: { closure, fingerprint } }),
};

/** Nobody's etcd runs: without saying so, a cold start is too rare to be a test of anything. */
function allStopped(observed: readonly Observation[]): readonly Observation[] {
  return observed.map((one) => (one.kind === "installed" ? { ...one, etcdRunning: false } : one));
}

const anyCase = fc.subarray([...all], { minLength: 1 }).chain((desired) =>
  fc.record({
    desired: fc.constant(desired),
    observed: fc
      .tuple(fc.boolean(), fc.tuple(...all.map(anyObservation)))
      .map(([cold, observed]) => (cold ? allStopped(observed) : observed)),
    failing: fc.oneof(fc.constant(-1), fc.nat(30)),
    order: fc.array(fc.nat(20), { maxLength: 40 }),
  }),
);

type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

const MOMENTS = { "step-started": "begin", "step-done": "end", "step-failed": "fail" } as const;

function run({ desired, observed, failing, order }: Case) {
  const planning = planRollout(cluster, desired, observed);
  if (!planning.ok) throw new Error(planning.problems[0]?.code);
  const world = new FakeWorld(observed, failing);
  const { told, state } = play(planning.value, { answer: world.answer, order });
  const moments = told.flatMap(({ kind, step, part }) =>
    kind === "step-waits" ? [] : [{ at: MOMENTS[kind], step, part }],
  );
  return { plan: planning.value, world, result: state, moments };
}

describe("for any targets, states, schedules and failures", () => {
  test("nothing begins after a step has failed, on any node", () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { moments, result } = run(one);
        const failed = moments.findIndex(({ at }) => at === "fail");
        if (failed < 0) expect(result.problems).toEqual([]);
        else {
          const begun = moments.slice(failed).filter(({ at, part }) => at === "begin" && part === "steps");
          expect(begun).toEqual([]);
        }
        expect(result.problems.length > 0).toBe(failed >= 0);
      }),
      { numRuns: 1_000 },
    );
  });

  test("every node is staged before any is activated", () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { moments } = run(one);
        const firstActivation = moments.findIndex(({ step }) => !isStaging(step));
        if (firstActivation < 0) return;
        expect(moments.slice(firstActivation).filter(({ step }) => isStaging(step))).toEqual([]);
        expect(moments.slice(0, firstActivation).filter(({ at }) => at === "begin")).toHaveLength(
          firstActivation / 2,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test("two nodes are in activation at once only in a cold start, and only stopped etcd members", () => {
    let together = 0;
    fc.assert(
      fc.property(anyCase, (one) => {
        const { moments } = run(one);
        const running = one.observed.some(
          (host) => host.kind === "installed" && host.etcdRunning && members.has(host.node),
        );
        const lastActivation = new Map<string, number>();
        const firstActivation = new Map<string, number>();
        moments.forEach(({ step }, index) => {
          if (!isTouching(step)) return;
          if (!firstActivation.has(step.node)) firstActivation.set(step.node, index);
          lastActivation.set(step.node, index);
        });
        for (const [a, from] of firstActivation) {
          for (const [b, other] of firstActivation) {
            if (a === b || !(from < other && other < (lastActivation.get(a) ?? 0))) continue;
            together += 1;
            expect({ a: members.has(a), b: members.has(b), running }).toEqual({
              a: true,
              b: true,
              running: false,
            });
          }
        }
      }),
      { numRuns: 1_000 },
    );
    // Else the law would hold of nothing.
    expect(together).toBeGreaterThan(0);
  });

  test("an activation that failed is never taken for done, also after a reboot", () => {
    let failures = 0;
    fc.assert(
      fc.property(anyCase, (one) => {
        const { moments, world } = run(one);
        const failed = moments.find(({ at, step }) => at === "fail" && step.kind === "switch")?.step;
        if (failed === undefined) return;
        failures += 1;
        const again = planRollout(cluster, one.desired, [...world.hosts.values()].map(rebooted));
        const steps = again.ok
          ? again.value.stages.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps))
          : [];
        expect(steps.filter(({ node, kind }) => node === failed.node && kind === "switch")).toHaveLength(1);
      }),
      { numRuns: 1_000 },
    );
    // Else the law would hold of nothing.
    expect(failures).toBeGreaterThan(0);
  });

  test("what went well needs no action when it is looked at again, and what failed can be run again", () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const first = run(one);
        const again = run({
          ...one,
          observed: [...first.world.hosts.values()],
          failing: -1,
        });
        if (first.result.problems.length === 0) expect(again.plan.stages).toEqual([]);
        expect(again.result.problems).toEqual([]);
        const third = planRollout(cluster, one.desired, [...again.world.hosts.values()]);
        expect(third).toMatchObject({ ok: true, value: { stages: [] } });
      }),
      { numRuns: 500 },
    );
  });
});

test("a cold start of more members than are staged at once starts them all", () => {
  const [first] = all;
  const [member] = cluster.etcd.members;
  if (first === undefined || member === undefined) throw new Error("no node");
  const many = Array.from({ length: 40 }, (_, index) => {
    const name = `db${String(index).padStart(2, "0")}` as typeof first.node.name;
    return { ...first, node: { ...first.node, name } };
  });
  const planning = planRollout(
    {
      ...cluster,
      etcd: { ...cluster.etcd, members: many.map(({ node }) => ({ ...member, name: node.name })) },
    },
    many,
    many.map((desired) => testInstalled(desired, { currentSystem: testPath("old"), etcdRunning: false })),
  );
  if (!planning.ok) throw new Error("not planned");
  const { most, state } = play(planning.value);
  expect({ most, problems: state.problems }).toEqual({ most: many.length, problems: [] });
});
