import { SSH_HOST_KEY } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import type { Kept } from "../observe/host/kept.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import type { Step } from "../step/step.ts";
import { testCluster, testDesired, testInstalled, testPath, testServers } from "../testing/observations.ts";
import { planRollback, type RollbackTerms } from "./plan-rollback.ts";

const cluster = testCluster();
const all = testDesired(cluster);
const found = all.find(({ node: { roles } }) => roles.controlPlane && roles.etcd);
if (found === undefined) throw new Error("no master that is a member");
const desired = found;
const { node } = desired;
const hostKey = { file: SSH_HOST_KEY, owner: "root", mode: "0600", digest: "e".repeat(64) } as const;
const changed = { file: "apiserver.key", owner: "kubernetes", mode: "0600" } as const;
const kept: Kept = {
  closure: testPath("before"),
  there: true,
  fingerprint: "1".repeat(64),
  generation: { number: 12, at: 1_790_000_000 },
  begun: false,
  secrets: [{ ...changed, digest: "a".repeat(64) }, hostKey],
  etcd: { runs: "3.6", kept: "3.6" },
  apiserver: { runs: "1.36", kept: "1.36" },
  parts: undefined,
  flags: undefined,
};
const secrets = { [SSH_HOST_KEY]: hostKey.digest, [changed.file]: "b".repeat(64), "new.crt": "c".repeat(64) };

interface Case {
  readonly kept?: Partial<Kept>;
  readonly seen?: Partial<InstalledObservation>;
  readonly terms?: Partial<RollbackTerms>;
  readonly armed?: boolean;
}

function planned({ kept: other = {}, seen = {}, terms = {}, armed = false }: Case = {}) {
  const observed = all.map((one): Observation => {
    if (one !== desired) return testInstalled(one);
    const facts = {
      ...NO_FACTS,
      watchdog: { armed, wentBack: undefined },
      kept: { ...kept, ...other },
      ...seen.facts,
    };
    return testInstalled(one, { secrets, ...seen, facts });
  });
  return planRollback(cluster, [node], observed, { yes: true, ...terms });
}

const stepsOf = (made: ReturnType<typeof planned>): readonly Step[] => {
  if (!made.ok) throw new Error(made.problems[0]?.message);
  return made.value.stages.flatMap(({ lanes }) => lanes.flatMap(({ steps }): readonly Step[] => steps));
};

describe("a rollback", () => {
  test("is a deployment of what the node has kept, with nothing sent to it", () => {
    const steps = stepsOf(planned());
    expect(steps.map(({ kind }) => kind)).toEqual([
      "stage-kept",
      "gate-before",
      "vip-seen",
      "foresee",
      "leave-vip",
      "vip-left",
      "move-leader",
      "arm-watchdog",
      "put-secrets",
      "set-profile",
      "switch",
      "end-connection",
      "wait-for-ssh",
      "restart-readers",
      "return-vip",
      "verify",
      "gate-after",
      "vip-seen",
      "confirm",
      "remove-secrets",
    ]);
    const { closure, fingerprint } = kept;
    expect(steps.find(({ kind }) => kind === "stage-kept")).toEqual({
      kind: "stage-kept",
      node: node.name,
      closure,
      files: [{ ...changed, digest: "a".repeat(64) }],
    });
    expect(steps.find(({ kind }) => kind === "verify")).toMatchObject({ closure, fingerprint });
    expect(steps.find(({ kind }) => kind === "confirm")).toMatchObject({
      closure,
      fingerprint,
      rollsBack: true,
    });
    expect(steps.find(({ kind }) => kind === "remove-secrets")).toMatchObject({ files: ["new.crt"] });
  });

  test("says where from and to, and what follows", () => {
    const made = planned();
    const [told, ...others] = made.ok ? (made.warnings ?? []) : [];
    expect(others).toEqual([]);
    expect(told?.message).toBe(
      `${node.name} goes back from ${desired.closure} (fingerprint ${desired.fingerprint.slice(0, 12)}) to ${kept.closure}, generation 12 of 2026-09-21 14:13 UTC (fingerprint 111111111111), with 1 of its certificates and keys as they were then`,
    );
    expect(told?.hint).toContain("the next deployment to it takes it forward again");
  });

  test("that was begun and did not come to its end goes on", () => {
    const here = { currentSystem: kept.closure, profile: kept.closure, confirmed: undefined };
    const steps = stepsOf(planned({ kept: { begun: true }, seen: here, armed: true }));
    expect(steps.map(({ kind }) => kind)).toContain("switch");
    expect(steps.at(-2)).toMatchObject({ kind: "confirm", rollsBack: true });
  });
});

const parts = {
  path: kept.closure,
  kernel: "",
  initrd: "",
  modules: "",
  parameters: "",
  inhibitors: `{"dbus":"dbus"}`,
};
const systems = {
  ...NO_FACTS.systems,
  running: { known: true, value: { ...parts, path: desired.closure, inhibitors: `{"dbus":"broker"}` } },
} as const;

test.each<[string, Case, string, string]>([
  ["was not agreed to", { terms: { yes: false } }, "rollback-needs-yes", "goes back from"],
  ["nothing of is whole", { kept: { there: false } }, "rollback-nothing-kept", "not whole any more"],
  ["has no fingerprint", { kept: { fingerprint: undefined } }, "rollback-nothing-kept", "not whole"],
  ["runs", { kept: { closure: desired.closure } }, "rollback-nothing-kept", "changed those alone"],
  ["a watchdog waits with", { armed: true }, "rollback-unsettled", "nobody has confirmed"],
  [
    "has an older etcd",
    { kept: { etcd: { runs: "3.6", kept: "3.5" } } },
    "rollback-no-way-back",
    "its etcd is 3.6 and was 3.5",
  ],
  ["has a newer etcd", { kept: { etcd: { runs: "3.5", kept: "3.6" } } }, "rollback-no-way-back", "its etcd"],
  [
    "has no etcd",
    { kept: { etcd: { runs: "3.6", kept: "" } } },
    "rollback-no-way-back",
    "become a member of etcd since",
  ],
  [
    "has an older apiserver",
    { kept: { apiserver: { runs: "1.36", kept: "1.35" } } },
    "rollback-no-way-back",
    "its apiserver is 1.36 and was 1.35",
  ],
  [
    "does not encrypt Secrets",
    { seen: { secrets: { ...secrets, "encryption-config.json": "d".repeat(64) } } },
    "rollback-no-way-back",
    "encrypts Secrets otherwise",
  ],
  [
    "shows another host key",
    { seen: { secrets: { ...secrets, [SSH_HOST_KEY]: "d".repeat(64) } } },
    "rollback-no-way-back",
    "another ssh host key",
  ],
  [
    "can only be booted",
    { kept: { parts }, seen: { facts: { ...NO_FACTS, systems, kept: { ...kept, parts } } } },
    "rollback-needs-reboot",
    "system.switch.inhibitors",
  ],
])("what %s is not gone back to", (_, one, code, words) => {
  const made = planned(one);
  expect(made.ok).toBe(false);
  if (made.ok) return;
  expect(made.problems.map((problem) => problem.code)).toEqual([code]);
  expect(made.problems[0]?.message).toContain(words);
});

test("a machine of which nothing is kept is refused, and one that is not installed", () => {
  const [other] = all.filter((one) => one !== desired);
  if (other === undefined) throw new Error("one node alone");
  for (const seen of [
    testInstalled(other),
    { kind: "bare", node: other.node.name, reason: "not-nixos" } as const,
  ]) {
    const made = planRollback(cluster, [other.node], [seen], { yes: true });
    expect(made.ok ? [] : made.problems.map(({ code }) => code)).toEqual(["rollback-nothing-kept"]);
  }
});

describe("of k3s' nodes", () => {
  const servers = testServers();
  const every = testDesired(servers);
  const flags = { "flannel-backend": "vxlan", "cluster-cidr": "10.42.0.0/16" };
  const token = (digest: string) =>
    ({ file: "k3s-server-token", owner: "root", mode: "0600", digest: digest.repeat(64) }) as const;

  function rolled(name: string, change: Partial<Kept> = {}) {
    const one = every.find((each) => each.node.name === name);
    if (one === undefined) throw new Error(name);
    const same = { runs: "same", kept: "same" };
    const own: Kept = {
      ...kept,
      etcd: same,
      apiserver: same,
      flags,
      secrets: [hostKey, token("a")],
      ...change,
    };
    const now = { [SSH_HOST_KEY]: hostKey.digest, "k3s-server-token": token("b").digest };
    const observed = every.map((each) =>
      testInstalled(
        each,
        each === one ? { secrets: now, facts: { ...NO_FACTS, kept: own, flags: known(flags) } } : {},
      ),
    );
    return planRollback(servers, [one.node], observed, { yes: true });
  }
  const why = (made: ReturnType<typeof rolled>) => (made.ok ? "" : (made.problems[0]?.message ?? ""));

  test.each(["server1", "agent1"])("%s goes back with what is its own, and the tokens of now", (name) => {
    const steps = stepsOf(rolled(name));
    expect(steps.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["stage-kept", "arm-watchdog", "switch", "gate-after", "confirm"]),
    );
    expect(steps.filter(({ kind }) => kind === "put-secrets" || kind === "remove-secrets")).toEqual([]);
    const verify = steps.find((step) => step.kind === "verify");
    expect(verify?.secrets).toContainEqual(token("b"));
  });

  test("what they were given since stays, where they did not have it then", () => {
    const steps = stepsOf(rolled("server1", { secrets: [hostKey] }));
    expect(steps.filter(({ kind }) => kind === "remove-secrets")).toEqual([]);
  });

  test.each<[string, string, Partial<Kept>, string]>([
    ["server1", "a minor back", { etcd: { runs: "1.36", kept: "1.35" } }, "its k3s is 1.36 and was 1.35"],
    ["agent1", "a minor back", { etcd: { runs: "1.36", kept: "1.35" } }, "its k3s is 1.36 and was 1.35"],
    [
      "server1",
      "an etcd back within a minor",
      { etcd: { runs: "1.33/3.6", kept: "1.33/3.5" } },
      "its k3s is 1.33 (etcd 3.6) and was 1.33 (etcd 3.5): a new minor version of it, and of etcd in it, goes forward alone",
    ],
    [
      "server1",
      "one of which nobody knows which etcd it has",
      { etcd: { runs: "1.36/1.36.9+k3s1", kept: "1.36/3.6" } },
      "its k3s is 1.36.9+k3s1 (which etcd it has is not known) and was 1.36 (etcd 3.6)",
    ],
    ["agent1", "before k3s", { etcd: { runs: "1.36", kept: "" } }, "its k3s is 1.36 and was none"],
    [
      "server1",
      "other flags",
      { flags: { ...flags, "flannel-backend": "host-gw" } },
      "another flannel-backend",
    ],
    ["server1", "flags that are not known", { flags: undefined }, "another cluster-cidr"],
  ])("%s does not go to %s", (name, _, change, words) => {
    expect(why(rolled(name, change))).toContain(words);
  });
});
