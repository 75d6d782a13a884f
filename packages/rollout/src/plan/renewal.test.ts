import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterBuilding, afterLooking, beginDeployment } from "../deployment.ts";
import type { DesiredNode } from "../desired.ts";
import { forecast } from "../forecast/forecast.ts";
import { forecastJson } from "../forecast/json.ts";
import { forecastLines } from "../forecast/lines.ts";
import type { IssuedFacts } from "../observe/host/issued.ts";
import type { ServedFacts } from "../observe/host/served.ts";
import { type HostFacts, NO_FACTS } from "../observe/host-facts.ts";
import { known, unknown } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { statusLines } from "../status/lines.ts";
import { statusOf } from "../status/status.ts";
import {
  TEST_STATUS,
  testCluster,
  testDesired,
  testInstalled,
  testNodeObject,
  testPath,
  testServers,
} from "../testing/observations.ts";
import { type Conduct, ORDINARY } from "./conduct.ts";
import { planRollout } from "./plan-rollout.ts";
import { renewalOf, tellUnknownRenewals } from "./renewal.ts";

const cluster = testServers();
const desired = testDesired(cluster);
const NOW = Date.parse("2027-01-01T12:00:00Z") / 1000;
const DAY = 24 * 60 * 60;
const inDays = (days: number): string => new Date((NOW + days * DAY) * 1000).toISOString();

/** What a host tells that was looked at at {@link NOW}, by the days that its certificates have left. */
function issued(left: { readonly [name: string]: number }, changes: Partial<IssuedFacts> = {}): IssuedFacts {
  return {
    now: NOW,
    started: NOW - 200 * DAY,
    certificates: Object.entries(left).map(([name, days]) => ({ name, notAfter: inDays(days) })),
    unreadable: [],
    ...changes,
  };
}

function served(left: { readonly [S in keyof ServedFacts]: number }): ServedFacts {
  return Object.fromEntries(
    Object.entries(left).map(([server, days]) => [
      server,
      known({ serial: "1", notAfter: inDays(days), isTheFiles: true }),
    ]),
  );
}

const wellEtcd = { ...NO_FACTS.etcd, healthy: known(true), status: known(TEST_STATUS) };
const wellApi = {
  ...NO_FACTS.controlPlane,
  readyz: known({ ready: true, failing: [] }),
  version: known("v1.35.6+k3s1"),
};

/** All nodes as they should be and at work, but for these facts. */
function observe(
  facts: { readonly [node: string]: Partial<HostFacts> },
  changes: { readonly [node: string]: Partial<InstalledObservation> } = {},
): readonly Observation[] {
  return desired.map((one): Observation => {
    const { name, roles } = one.node;
    return testInstalled(one, {
      etcdRunning: true,
      etcd: { data: "yes", joining: false, membership: "unknown" },
      facts: {
        ...NO_FACTS,
        issued: known(issued({ "agent/serving-kubelet": 300 })),
        ...(roles.etcd ? { etcd: wellEtcd, controlPlane: wellApi } : {}),
        ...facts[name],
      },
      ...changes[name],
    });
  });
}

const server1 = desired.find(({ node }) => node.name === "server1") as DesiredNode;
const agent1 = desired.find(({ node }) => node.name === "agent1") as DesiredNode;

describe("whether a start renews something", () => {
  const tls = "server/tls/client-admin";
  test.each<[what: string, Partial<HostFacts>, expected: string]>([
    ["all last", { issued: known(issued({ [tls]: 121 })) }, "no"],
    ["one is within the time", { issued: known(issued({ [tls]: 119 })) }, `${tls} 119`],
    ["one has ended", { issued: known(issued({ [tls]: -3 })) }, `${tls} -3`],
    [
      "several are, the first to end first",
      { issued: known(issued({ "server/tls/etcd/client": 90, [tls]: 80, "agent/serving-kubelet": 300 })) },
      `${tls} 80, server/tls/etcd/client 90`,
    ],
    [
      "what is served is older than its file",
      { issued: known(issued({ [tls]: 300 })), served: served({ "etcd-peers": 20, kubelet: 300 }) },
      "etcd-peers 20",
    ],
    // Its port of the API k3s looks after while it runs.
    [
      "what is served at the API's port alone is old",
      { issued: known(issued({ [tls]: 300 })), served: served({ apiserver: 20 }) },
      "no",
    ],
    [
      "its host tells nothing",
      { issued: unknown("it says nothing"), served: served({ kubelet: 20 }) },
      "? it says nothing",
    ],
    ["there is none", { issued: known(issued({})) }, "? none of them is in /var/lib/rancher/k3s"],
    [
      "one can't be read",
      { issued: known(issued({ [tls]: 300 }, { unreadable: ["agent/client-kubelet"] })) },
      "? agent/client-kubelet in /var/lib/rancher/k3s can't be read as certificates",
    ],
    [
      "one can't be read, and another one is due anyway",
      { issued: known(issued({ [tls]: 30 }, { unreadable: ["agent/client-kubelet"] })) },
      `${tls} 30`,
    ],
    [
      "they were made for ten days, of which five are left",
      { issued: known(issued({ [tls]: 5 }, { started: NOW - 5 * DAY })) },
      "no",
    ],
    [
      "they were made for ten days, of which three are left",
      { issued: known(issued({ [tls]: 3 }, { started: NOW - 7 * DAY })) },
      `${tls} 3`,
    ],
    [
      "it had ended before the last start, which has not renewed it",
      { issued: known(issued({ [tls]: -9 }, { started: NOW - DAY })) },
      "no",
    ],
    [
      "it is not known when it was started",
      { issued: known(issued({ [tls]: 100 }, { started: undefined })) },
      `${tls} 100`,
    ],
  ])("%s", (_, facts, expected) => {
    const renewal = renewalOf(server1, observe({ server1: facts }));
    const words = renewal.known
      ? (renewal.value?.due
          .map((one) => {
            const name = one.kind === "file" ? one.name : one.server;
            return `${name} ${Math.round((Date.parse(one.notAfter) / 1000 - NOW) / DAY)}`;
          })
          .join(", ") ?? "no")
      : `? ${renewal.why}`;
    expect(words).toBe(expected);
  });

  test.each([
    ["v1.33.0+k3s1", "no"],
    ["v1.33.1+k3s1", "due"],
    ["v1.32.4+k3s1", "no"],
    ["v1.32.5+k3s1", "due"],
    ["v1.34.0+k3s1", "due"],
    ["v1.29.15+k3s1", "no"],
    [undefined, "no"],
  ])("with 100 days left, of version %s: %s", (version, expected) => {
    const controlPlane = { ...wellApi, version: version === undefined ? unknown("") : known(version) };
    const facts = { controlPlane, issued: known(issued({ "server/tls/client-admin": 100 })) };
    const renewal = renewalOf(server1, observe({ server1: facts }));
    expect(renewal.known && renewal.value !== undefined ? "due" : "no").toBe(expected);
  });

  test("of an agent follows from the version of its kubelet", () => {
    const nodes = known([testNodeObject("agent1", { kubeletVersion: "v1.35.6+k3s1" })]);
    const facts = {
      agent1: { issued: known(issued({ "agent/serving-kubelet": 100 })) },
      server1: { api: { ...NO_FACTS.api, nodes } },
    };
    expect(renewalOf(agent1, observe(facts))).toMatchObject({ value: { unit: "k3s.service" } });
  });

  test("is no matter of what does not run, nor of upstream Kubernetes", () => {
    const facts = { server1: { issued: known(issued({ "server/tls/client-admin": 1 })) } };
    expect(renewalOf(server1, observe(facts, { server1: { etcdRunning: false } }))).toEqual(known(undefined));
    const [upstream] = testDesired(testCluster());
    if (upstream === undefined) throw new Error("no node");
    expect(renewalOf(upstream, [testInstalled(upstream)])).toEqual(known(undefined));
  });

  test("is settled by a start: whatever it renews for whatever time, it is not due right after", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.constantFrom("v1.33.0", "v1.36.2"),
        (lifetime, ago, version) => {
          const within = version === "v1.33.0" ? 90 : 120;
          const controlPlane = { ...wellApi, version: known(version) };
          const dueWith = (left: number, started: number) => {
            const facts = {
              controlPlane,
              issued: known(issued({ a: left }, { started: NOW - started * DAY })),
            };
            const renewal = renewalOf(server1, observe({ server1: facts }));
            return renewal.known && renewal.value !== undefined;
          };
          // A start has renewed what had no more left.
          const left = lifetime - ago;
          const after = left <= within ? lifetime : left;
          expect(dueWith(after, 0)).toBe(false);
          // And nothing ever ends unseen: on its last day it is due, where it was made for longer than that.
          if (lifetime > 3) expect(dueWith(1, lifetime - 1)).toBe(true);
        },
      ),
    );
  });
});

/** Of each node, the steps that are planned. */
function planned(
  observed: readonly Observation[],
  targets: readonly string[] = desired.map(({ node }) => node.name),
  conduct: Partial<Conduct> = {},
  wanted: readonly DesiredNode[] = desired,
) {
  const plan = planRollout(
    cluster,
    wanted.filter(({ node }) => targets.includes(node.name)),
    observed,
    { conduct: { ...ORDINARY, ...conduct } },
  );
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  return plan.value;
}

const brief = ({ stages }: ReturnType<typeof planned>): readonly string[] =>
  stages.map(({ kind, lanes }) =>
    [kind, ...lanes.map(({ node, steps }) => `${node} ${steps.map((step) => step.kind).join("+")}`)].join(
      " ",
    ),
  );

const due = { issued: known(issued({ "server/tls/client-admin": 80, "agent/serving-kubelet": 85 })) };
const agentDue = { issued: known(issued({ "agent/serving-kubelet": 85 })) };

describe("a plan", () => {
  test("restarts one after another what is due, between the gates, after a snapshot, without a watchdog", () => {
    const observed = observe({ server1: due, server2: due, agent1: agentDue });
    const server =
      "gate-before+vip-seen+leave-vip+vip-left+move-leader+restart-unit+return-vip+verify+gate-after+vip-seen+confirm";
    expect(brief(planned(observed))).toEqual([
      "snapshot server1 snapshot",
      `activate server1 ${server}`,
      `activate server2 ${server}`,
      "activate agent1 restart-unit+verify+gate-after+confirm",
    ]);
    expect(planned(observed).unchanged).toEqual(["server3"]);
    expect(brief(planned(observed, ["server2"]))).toHaveLength(2);
    expect(brief(planned(observe({})))).toEqual([]);
  });

  test("restarts servers of which nobody answers any more, since all certificates have ended", () => {
    const ended = {
      issued: known(issued({ "server/tls/client-admin": -3, "server/tls/etcd/server-client": -3 })),
      etcd: { ...NO_FACTS.etcd, healthy: known(false) },
      controlPlane: NO_FACTS.controlPlane,
    };
    const observed = observe({ server1: ended, server2: ended, server3: ended });
    const look = beginDeployment(cluster, desired);
    const terms = { yes: false, erase: [], remove: [], skipUnreachable: false, evaluate: "needed" } as const;
    const build = afterLooking(look, observed, terms);
    if (!build.ok) throw new Error(build.problems[0]?.message);
    expect(build.value.nodes).toEqual([]);
    const plan = afterBuilding(build.value, new Map());
    if (!plan.ok) throw new Error(plan.problems[0]?.message);
    expect(brief(plan.value).map((line) => line.replace(/ .*restart-unit.*/, " restarted"))).toEqual([
      "activate restarted",
      "activate restarted",
      "activate restarted",
    ]);
  });

  test("asks the gate for newer ones, as they are served and as they lie there", () => {
    const facts = { ...due, served: served({ "etcd-clients": 80 }) };
    const [, stage] = planned(observe({ server1: facts }), ["server1"]).stages;
    const gate = stage?.lanes[0]?.steps.find((step) => step.kind === "gate-after");
    expect(gate?.kind === "gate-after" && gate.hosts[0].renews?.map(({ kind }) => kind)).toEqual([
      "served",
      "file",
      "file",
    ]);
    expect(gate?.kind === "gate-after" && gate.hosts[1]?.renews).toBeUndefined();
  });

  test("does nothing extra where a node is restarted or rebooted anyway, and still asks for newer ones", () => {
    const wanted = desired.map((one) => ({
      ...one,
      secrets: one.secrets.map((secret) =>
        secret.file === "a.crt" ? { ...secret, file: "k3s-agent-token", digest: "9".repeat(64) } : secret,
      ),
    }));
    const tokens = planned(observe({ agent1: agentDue }), ["agent1"], {}, wanted);
    expect(brief(tokens).join()).toContain("restart-readers");
    expect(brief(tokens).join()).not.toContain("restart-unit");
    expect(JSON.stringify(tokens)).toContain('"renews"');

    const other = { agent1: { currentSystem: testPath("old"), profile: testPath("old") } };
    const system = brief(planned(observe({ agent1: agentDue }, other), ["agent1"]));
    // Whether the switch has restarted it, the host knows.
    expect(system.at(-1)).toContain("arm-watchdog+set-profile+switch");
    expect(system.at(-1)).toContain("wait-for-ssh+restart-unit");
    const reboot = brief(planned(observe({ agent1: agentDue }, other), ["agent1"], { reboot: "always" }));
    expect(reboot.join()).toContain("reboot");
    expect(reboot.join()).not.toContain("restart-unit");
  });

  test("says why, what is at stake, and what is renewed; a status says what to run", () => {
    const observed = observe({ server1: due });
    const plan = planned(observed);
    const outlook = {
      versions: new Map(),
      cluster,
      targets: desired,
      observed,
      options: () => ({}),
      built: new Map(),
      units: new Map(),
    };
    const told = forecast(plan, outlook);
    expect(forecastLines(told).slice(0, -1)).toEqual([
      "Nothing may fail during step 1: one voter more that is down ends the quorum.",
      "Before: 3 of 3 voters, tolerates 1",
      "A snapshot of etcd is taken from server1, and fetched to this machine, before a member is touched.",
      "Step 1: restart k3s on server1",
      expect.stringMatching(/^ {2}now: /),
      "  because: has certificates that k3s renews when it is started: server/tls/client-admin ends in 80 days (2027-03-22), and 1 more",
      "  restarts: k3s.service",
      "  quorum: during it 2 of 3 voters, tolerates 0; after it 3 of 3 voters, tolerates 1",
      "No action needed on agent1, server2, server3",
    ]);
    expect(forecastJson(told)).toMatchObject({
      steps: [
        {
          nodes: [
            {
              node: "server1",
              does: "restart",
              renews: [
                { certificate: "server/tls/client-admin", until: inDays(80) },
                { certificate: "agent/serving-kubelet", until: inDays(85) },
              ],
            },
          ],
        },
      ],
    });
    const status = statusOf(cluster, desired, observed);
    expect(statusLines(status, new Date(NOW * 1000)).filter((line) => line.includes("renews"))).toEqual([
      "  drift: has certificates that k3s renews when it is started: server/tls/client-admin ends in 80 days (2027-03-22), and 1 more",
      "  certificates of k3s: server/tls/client-admin ends in 80 days (2027-03-22), and 1 more: `quorate deploy server1` restarts k3s there, which renews them",
    ]);
    expect(status.nodes.map(({ renewal }) => renewal.known && renewal.value?.unit)).toEqual([
      undefined,
      "k3s.service",
      undefined,
      undefined,
    ]);
  });

  test("does nothing where it is not known, and says so", () => {
    const observed = observe({ server2: { issued: unknown("it does not tell") } });
    expect(brief(planned(observed))).toEqual([]);
    expect(tellUnknownRenewals(desired, observed).map(({ code, where }) => `${where} ${code}`)).toEqual([
      "server2 renewal-unknown",
    ]);
    const told = statusLines(statusOf(cluster, desired, observed), new Date(NOW * 1000));
    expect(told).toContain(
      "  when k3s has to be restarted for its certificates: not known, it does not tell",
    );
    expect(tellUnknownRenewals(desired, [])).toEqual([]);
  });
});
