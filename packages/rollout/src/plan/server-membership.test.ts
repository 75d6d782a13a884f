import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { ETCD_UNKNOWN, type EtcdSeen, type ListedMember } from "../observe/etcd-seen.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { BareObservation, InstalledObservation, Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { TEST_STATUS, testDesired, testInstalled, testServers } from "../testing/observations.ts";
import type { Removal } from "./member-deed.ts";
import { planMembership } from "./membership.ts";
import { planRollout } from "./plan-rollout.ts";

const cluster = testServers();
const desired = testDesired(cluster);
const SERVERS = ["server1", "server2", "server3"] as const;

const member = (index: number, change: Partial<ListedMember> = {}): ListedMember => ({
  id: `a${index}`,
  name: `server${index}-1a2b3c4d`,
  peerUrls: [`https://10.0.0.1${index}:2380`],
  started: true,
  learner: false,
  ...change,
});

const NONE: EtcdSeen = { data: "no", joining: false, membership: "unknown" };
const STOPPED: EtcdSeen = { data: "yes", joining: false, membership: "unknown" };
const inList = (...members: readonly ListedMember[]): EtcdSeen => ({
  data: "yes",
  joining: false,
  membership: { clusterId: "c1", members },
});

const of = (name: string) => {
  const found = desired.find(({ node }) => node.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

/** One that runs k3s with that, and serves it. */
const serves = (etcd: EtcdSeen): Partial<InstalledObservation> => ({
  etcd,
  etcdRunning: true,
  facts: {
    ...NO_FACTS,
    etcd: { ...NO_FACTS.etcd, healthy: known(true), status: known(TEST_STATUS) },
    controlPlane: { ...NO_FACTS.controlPlane, readyz: known({ ready: true, failing: [] }) },
  },
});
const unread = (etcd: EtcdSeen): Partial<InstalledObservation> => ({
  ...serves(etcd),
  unread: ["k3s.service"],
});
const down = (etcd: EtcdSeen): Partial<InstalledObservation> => ({ etcd, etcdRunning: false });

type Seen = Partial<InstalledObservation> | "away" | Pick<BareObservation, "answersAt"> | "nobody looked";

function observe(seen: readonly Seen[]): readonly Observation[] {
  return seen.flatMap((one, index): readonly Observation[] => {
    const node = SERVERS[index] as HostName;
    if (one === "nobody looked") return [];
    if (one === "away")
      return [{ kind: "unreachable", node, problem: problem("host-unreachable", node, "no") }];
    if ("answersAt" in one) return [{ kind: "bare", node, reason: "foreign-host-key", ...one }];
    return [testInstalled(of(node), one as Partial<InstalledObservation>)];
  });
}

const NOTHING = { erase: [], remove: [] } as const;

function told(
  seen: readonly Seen[],
  targets: readonly string[] = SERVERS,
  consent: Parameters<typeof planMembership>[3] = NOTHING,
): readonly string[] {
  const nodes = cluster.nodes.filter(({ name }) => targets.includes(name));
  const { deeds, refusals, removals } = planMembership(cluster, nodes, observe(seen), consent);
  return [
    ...refusals.map(({ code, where }) => `${where}: ${code}`),
    ...removals.map((one) => `${leaves(one)}`),
    ...[...deeds].map(([name, deed]) => {
      if (deed.kind !== "enter") return `${name}: ${deed.kind}`;
      const first = deed.remove === undefined ? "" : `${leaves(deed.remove)}, and `;
      const late = deed.late ? ", once they are restarted" : "";
      return `${first}${name} enters ${deed.servers.map((url) => url.replace(/.*\.(\d+):6443/, "$1")).join(" ")}${late}`;
    }),
  ];
}

function leaves({ through, whom }: Removal): string {
  const { host, urls } = whom.withNode?.door ?? { host: through.node, urls: [] };
  return `${whom.id} leaves with Node ${whom.withNode?.name} through ${host} (${urls.join()})`;
}

const BARE = { answersAt: [] } as const;
const ALL = inList(member(1), member(2), member(3));
const ONE = inList(member(1));
const FOUR = inList(member(1), member(2), member(3), member(4));

describe("of servers", () => {
  test.each<[string, readonly Seen[], readonly string[], (readonly string[])?]>([
    [
      "the first deployment of all founds once, and the others enter that",
      [BARE, BARE, BARE],
      ["server1: found-alone", "server2 enters 11 13", "server3 enters 11 12"],
    ],
    [
      "one that was cut off before anything was founded goes on",
      [down(NONE), down(NONE), BARE],
      ["server1: found-alone", "server2 enters 11 13", "server3 enters 11 12"],
    ],
    ["one alone founds, once all were asked", [BARE, BARE, BARE], ["server2: found-alone"], ["server2"]],
    [
      "one that could not be asked keeps all others from founding",
      [BARE, BARE, "away"],
      ["server1: member-unknown", "server2: member-unknown"],
      ["server1", "server2"],
    ],
    [
      "so does one at which nobody looked, as one that is offline",
      [BARE, "nobody looked", BARE],
      ["server1: member-unknown"],
      ["server1"],
    ],
    [
      "and one whose ports could not be asked, or answer",
      [BARE, { answersAt: "unknown" }, { answersAt: [6443] }],
      ["server1: member-unknown"],
      ["server1"],
    ],
    [
      "and a bare one whom nobody asked",
      [BARE, { answersAt: undefined as never }, BARE],
      ["server1: member-unknown"],
      ["server1"],
    ],
    [
      "and one that has data, and is stopped",
      [BARE, down(STOPPED), BARE],
      ["server1: member-unknown", "server3: member-unknown"],
    ],
    [
      "and one whose k3s runs without data",
      [down(NONE), { ...down(NONE), etcdRunning: true }, BARE],
      ["server1: member-unknown"],
      ["server1"],
    ],
    [
      "whoever has no data enters the cluster that serves",
      [serves(ONE), BARE, down(NONE)],
      ["server2 enters 11 13", "server3 enters 11 12"],
    ],
    [
      "by one that lets in who has the token of now, where another has not read its files again",
      [unread(inList(member(1), member(2))), serves(inList(member(1), member(2))), BARE],
      ["server3 enters 12 11"],
    ],
    [
      "after them, where none has read its files again",
      [unread(inList(member(1), member(2))), unread(inList(member(1), member(2))), BARE],
      ["server3 enters 11 12, once they are restarted"],
    ],
    [
      "but at once, where this run restarts none of them",
      [unread(inList(member(1), member(2))), unread(inList(member(1), member(2))), BARE],
      ["server3 enters 11 12"],
      ["server3"],
    ],
    [
      "a wiped first server enters, once its Node is gone",
      [down(NONE), serves(inList(member(2), member(3))), serves(inList(member(2), member(3)))],
      ["server1 enters 12 13"],
    ],
    [
      "and is told what is in its way before",
      [down(NONE), serves(ALL), serves(ALL)],
      ["server1: member-replaced"],
    ],
    [
      "one that was added and never started goes on",
      [serves(inList(member(1), member(2, { started: false, name: "" }))), down(NONE), "away"],
      ["server2 enters 11 13"],
      ["server2"],
    ],
    ["a running cluster is left as it is", [serves(ALL), serves(ALL), serves(ALL)], []],
    ["and one that was off, and is on again", [down(STOPPED), down(STOPPED), down(STOPPED)], []],
    ["and two of three", [serves(ALL), serves(ALL), "away"], [], ["server1", "server2"]],
    [
      "a removed member that comes back is told of",
      [serves(inList(member(1), member(2))), serves(inList(member(1), member(2))), down(STOPPED)],
      ["server3: member-stale"],
    ],
    [
      "a member that the file does not have is told of",
      [serves(inList(member(1), member(4))), BARE, BARE],
      ["server4: member-not-in-file", "server2 enters 11 13", "server3 enters 11 12"],
    ],
    [
      "two clusters are told of",
      [
        serves(ONE),
        serves({ ...inList(member(2)), membership: { clusterId: "c2", members: [member(2)] } }),
        BARE,
      ],
      ["etcd: clusters-differ"],
    ],
    [
      "a server of its own is told of",
      [down({ ...NONE, otherData: "/var/lib/rancher/k3s/server/db/state.db" }), BARE, BARE],
      ["server1: server-alone", "server2 enters 11 13", "server3 enters 11 12"],
    ],
    [
      "one that does not tell whether it has data",
      [down(ETCD_UNKNOWN), BARE, BARE],
      ["server1: member-unknown"],
      ["server1"],
    ],
  ])("%s", (_, seen, expected, targets) => {
    expect(told(seen, targets)).toEqual(expected);
  });

  test.each<[string, readonly Seen[], Parameters<typeof planMembership>[3], readonly string[]]>([
    [
      "one whose data are given up by name enters in the place of what it was",
      [down(NONE), serves(ALL), serves(ALL)],
      { erase: ["server1"], remove: [] },
      ["a1 leaves with Node server1 through server2 (https://10.0.0.12:6443), and server1 enters 12 13"],
    ],
    [
      "so does a bare machine in the place of a lost one",
      [serves(ALL), serves(ALL), BARE],
      { erase: ["server3"], remove: [] },
      ["a3 leaves with Node server3 through server1 (https://10.0.0.11:6443), and server3 enters 11 12"],
    ],
    [
      "but nobody's member is taken where nobody serves",
      [BARE, down(STOPPED), down(STOPPED)],
      { erase: ["server1"], remove: [] },
      ["server1: member-unknown"],
    ],
    [
      "nor that of one that has its data",
      [serves(ALL), serves(ALL), serves(ALL)],
      { erase: ["server1"], remove: [] },
      [],
    ],
    [
      "nor while it can't be asked",
      [serves(ALL), serves(ALL), "away"],
      { erase: ["server3"], remove: [] },
      ["server3: member-unknown"],
    ],
    ...["server4", "server4-1a2b3c4d", "a4"].map(
      (name): [string, readonly Seen[], Parameters<typeof planMembership>[3], readonly string[]] => [
        `who is to go is named: ${name}`,
        [serves(FOUR), serves(FOUR), serves(FOUR)],
        { erase: [], remove: [name] },
        ["a4 leaves with Node server4 through server1 (https://10.0.0.11:6443)"],
      ],
    ),
    [
      "nobody goes where the others would be no quorum",
      [serves(FOUR), "away", "away"],
      { erase: [], remove: ["server4"] },
      ["etcd: quorum-at-risk", "server2: member-unknown", "server3: member-unknown"],
    ],
    [
      "a server at another address is no member to be removed by its name",
      [serves(inList(member(1), { ...member(2), peerUrls: ["https://10.0.0.99:2380"] })), "away", "away"],
      { erase: [], remove: ["server2"] },
      ["server2: member-not-in-file", "server2: member-unknown", "server3: member-unknown"],
    ],
  ])("%s", (_, seen, consent, expected) => {
    expect(told(seen, SERVERS, consent)).toEqual(expected);
  });

  test("a refusal says who, why, and what to do", () => {
    const nodes = cluster.nodes.filter(({ name }) => name === "server1");
    const { refusals } = planMembership(cluster, nodes, observe([BARE, down(STOPPED), "away"]), {
      erase: [],
      remove: [],
    });
    expect(refusals.map(({ message, hint }) => `${message}. ${hint}`)).toEqual([
      "server1 has no data, and whether there is a cluster that it would have to join is not known: server2 has data of a cluster, and does not serve; server3 could not be asked whether it has data. Start k3s on server2 first, until it serves (there: systemctl start k3s, journalctl -u k3s); switch on server3, or take what is gone for good out of machines.ts; then run the same command again: a cluster is founded only once every server was asked and has no data",
    ]);
  });
});

describe("a plan", () => {
  const stages = (
    seen: readonly Seen[],
    agent: Partial<InstalledObservation> = { currentSystem: undefined },
    consent = NOTHING as Parameters<typeof planMembership>[3],
  ) => {
    const observed = [...observe(seen), testInstalled(of("agent1"), agent)];
    const planned = planRollout(cluster, desired, observed, { consent });
    if (!planned.ok) throw new Error(planned.problems[0]?.message);
    return planned.value.stages.map(
      ({ kind, lanes }) =>
        `${kind}: ${lanes.map(({ node, steps }) => `${node}${steps.some((step) => step.kind === "server-start") ? " starts" : ""}${steps.some((step) => step.kind === "gate-after") ? " and is awaited" : ""}`).join(", ")}`,
    );
  };

  test("founds, lets the others join one at a time, and then the agents come", () => {
    const expected = [
      "activate: server1 starts and is awaited",
      "activate: server2 starts and is awaited",
      "activate: server3 starts and is awaited",
    ];
    expect(stages([BARE, BARE, BARE]).slice(1, 4)).toEqual(expected);
    // The same where all of them run a system of ours, and nothing is founded yet: that is no cold start.
    const fresh = { ...down(NONE), currentSystem: undefined };
    expect(stages([fresh, fresh, fresh])).toEqual([
      "stage-together: agent1, server1, server2, server3",
      ...expected,
      "activate: agent1 and is awaited",
    ]);
  });

  test("asks at the VIP too before it founds: a server that the file has no more may answer there", () => {
    const planned = planRollout(cluster, desired, [
      ...observe([BARE, BARE, BARE]),
      testInstalled(of("agent1"), { currentSystem: undefined }),
    ]);
    if (!planned.ok) throw new Error(planned.problems[0]?.message);
    const steps = planned.value.stages.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.steps));
    expect(steps.flatMap((step) => (step.kind === "server-start" ? [step.as] : []))[0]).toEqual({
      state: "found",
      others: ["https://10.0.0.12:6443", "https://10.0.0.13:6443", "https://10.0.0.100:6443"],
    });
  });

  test("of servers that have data and are all off starts them together", () => {
    const off = { ...down(STOPPED), currentSystem: undefined };
    expect(stages([off, off, off])).toContain("activate-together: server1, server2, server3");
  });

  test("takes who has lost its data off the list first, and lets it in last, where the others have yet to read a new token", () => {
    const planned = stages([down(NONE), unread(ALL), unread(ALL)], {}, { erase: ["server1"], remove: [] });
    expect(planned.filter((stage) => /^(remove-member|activate):/.test(stage))).toEqual([
      "remove-member: server2",
      "activate: server2 and is awaited",
      "activate: server3 and is awaited",
      "activate: server1 starts and is awaited",
    ]);
  });

  test("of a cluster that runs what it should has nothing in it", () => {
    expect(stages([serves(ALL), serves(ALL), serves(ALL)], {})).toEqual([]);
  });
});

describe("a cluster that was taken over", () => {
  const adopted = { ...cluster, distribution: { ...cluster.distribution, authorities: "adopted" as const } };
  const codes = (seen: readonly Seen[]) =>
    planMembership(adopted, cluster.nodes, observe(seen), NOTHING).refusals.map(({ code }) => code);
  const bare = { answersAt: [] };

  test("is never founded anew: its authorities are in its data, and nowhere else", () => {
    expect(codes([bare, bare, bare])).toEqual(["adopted-without-data"]);
    expect(codes([down(NONE), down(NONE), down(NONE)])).toEqual(["adopted-without-data"]);
    // The same of ours is.
    expect(told([bare, bare, bare])[0]).toContain("found-alone");
  });

  test("is joined as any other, by a server that has lost its data", () => {
    const list = inList(member(1), member(2));
    expect(codes([serves(list), serves(list), down(NONE)])).toEqual([]);
  });
});
