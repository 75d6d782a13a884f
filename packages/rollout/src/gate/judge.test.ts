import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { condition, type GateChanges, gateAnswer, membersText } from "../testing/gate-answers.ts";
import { testCluster, testServers } from "../testing/observations.ts";
import { type GateHost, gateHostsOf } from "./gate-host.ts";
import { doorsOpen, type HostsSeen, readHostsSeen } from "./hosts-seen.ts";
import { judgeAfter, judgeBefore } from "./judge.ts";

const cluster = testCluster();
const MEMBERS = ["db1", "db2", "master1"];

interface Case {
  /** Changes of hosts that answer; `off` for one that does not. */
  readonly [host: string]: GateChanges | "off";
}

const hostsOf = (name: string): readonly [GateHost, ...GateHost[]] => {
  const node = cluster.nodes.find((one) => one.name === name);
  if (node === undefined) throw new Error(name);
  return gateHostsOf(cluster, node);
};

function seenBy(
  name: string,
  changes: Case = {},
  units: { readonly [unit: string]: string } = {},
): HostsSeen {
  const hosts = hostsOf(name);
  return readHostsSeen(
    hosts,
    hosts.map((host) => {
      const change = changes[host.node] ?? {};
      if (change === "off") return { code: 255, stdout: "", stderr: "ssh: connect: timed out" };
      return gateAnswer(host, MEMBERS, change, host.node === name ? units : {});
    }),
  );
}

const ill: GateChanges = { "etcd-health": '{"health":"false"}' };
const goesBack: GateChanges = { "may-go-back": "yes" };

describe("before a node is touched", () => {
  test.each<[name: string, what: string, changes: Case, verdict: string]>([
    ["master1", "all are well", {}, "open"],
    ["master1", "another member is ill", { db1: ill }, "quorum-at-risk"],
    ["master1", "another member's host is off", { db1: "off" }, "quorum-at-risk"],
    ["master1", "another member may go back by itself", { db1: goesBack }, "quorum-at-risk"],
    ["master1", "it is the one that may go back", { master1: goesBack }, "open"],
    ["master2", "it can't be asked, and the other's apiserver is ready", { master2: "off" }, "open"],
    [
      "master2",
      "it can't be asked, and no other apiserver is ready",
      { master1: { readyz: "" }, master2: "off" },
      "last-apiserver",
    ],
    ["master1", "it is the one that is ill", { master1: ill }, "open"],
    ["master1", "it can't be asked, and the others do without it", { master1: "off" }, "open"],
    [
      "master1",
      "it can't be asked, and may be needed once it can",
      { master1: "off", db1: "off", db2: ill },
      "quorum-at-risk",
    ],
    [
      "master1",
      "no member is healthy: there is no quorum to lose",
      { db1: ill, db2: ill, master1: ill },
      "open",
    ],
    [
      "master1",
      "the other apiserver is not ready",
      { master2: { readyz: "[-]etcd failed" } },
      "last-apiserver",
    ],
    ["master1", "the other master is off", { master2: "off" }, "last-apiserver"],
    ["master2", "its own apiserver is not ready, the other is", { master2: { readyz: "" } }, "open"],
    ["master2", "a member is ill, but it is none itself", { db1: ill }, "open"],
    ["worker1", "nothing is asked of others", {}, "open"],
    [
      "db1",
      "a member has another list",
      { db2: { "etcd-members": membersText(["db1", "db2", "db3"]) } },
      "members-disagree",
    ],
    [
      "db1",
      "a member is a learner on every list",
      Object.fromEntries(
        MEMBERS.map((name) => [name, { "etcd-members": membersText(MEMBERS, { isLearner: true }) }]),
      ),
      "members-disagree",
    ],
    [
      "db1",
      "a member was added and never started",
      Object.fromEntries(MEMBERS.map((name) => [name, { "etcd-members": membersText(["db1", "db2", ""]) }])),
      "members-disagree",
    ],
  ])("%s: %s", (name, _, changes, verdict) => {
    const found = judgeBefore(name as HostName, seenBy(name, changes));
    expect(found.kind === "open" ? "open" : found.because).toBe(verdict);
  });

  test("says who may go back by itself", () => {
    expect(judgeBefore("master1" as HostName, seenBy("master1", { db2: goesBack }))).toMatchObject({
      message:
        "without master1 1 of 3 voters of etcd would be healthy (db1), and 2 are needed; db2 may go back at any time: a change there is not confirmed",
    });
  });

  test("says who would be left", () => {
    expect(judgeBefore("master1" as HostName, seenBy("master1", { db2: "off" }))).toMatchObject({
      message: "without master1 1 of 3 voters of etcd would be healthy (db1), and 2 are needed",
    });
  });
});

const WELL = { before: [], patient: false } as const;

describe("after a node was touched", () => {
  test.each<[name: string, what: string, changes: GateChanges, message: string | undefined]>([
    ["master1", "all is well", {}, undefined],
    ["worker1", "all is well", {}, undefined],
    ["db1", "all is well", {}, undefined],
    [
      "master1",
      "a kube-vip that runs, of which the API has not heard yet",
      { "kube-vip": '{"code":404}', "kube-vip-since": "99100" },
      undefined,
    ],
    ["db1", "no quorum", ill, "db1: etcd is not healthy"],
    [
      "db1",
      "an alarm",
      { "etcd-alarms": '{"alarms":[{"alarm":"NOSPACE"}]}' },
      "db1: etcd has an alarm: NOSPACE",
    ],
    [
      "db1",
      "no leader",
      { "etcd-status": '{"header":{"member_id":"1"},"leader":"0"}' },
      "db1: etcd has no leader",
    ],
    [
      "db1",
      "far behind",
      { "etcd-status": '{"leader":"1","raftAppliedIndex":"10"}' },
      "db1: etcd is 4990 entries behind the others",
    ],
    ["master1", "not ready", { readyz: "[-]etcd failed" }, "master1: apiserver is not ready: [-]etcd failed"],
    ["master1", "no answer", { readyz: "" }, "master1: apiserver does not answer"],
    ["master1", "no scheduler", { scheduler: "" }, "master1: scheduler does not answer"],
    [
      "master1",
      "ill controllers",
      { "controller-manager": "no" },
      "master1: controller-manager is not healthy",
    ],
    [
      "master1",
      "an old lease",
      { "scheduler-lease": '{"spec":{"renewTime":"2026-11-26T10:59:00Z"}}' },
      "master1: scheduler has a lease that was last renewed 61 s ago",
    ],
    [
      "master1",
      "no lease",
      { "controller-manager-lease": "{}" },
      "master1: controller-manager has a lease that nobody holds",
    ],
    ["master1", "no kube-vip", { "kube-vip": condition("Ready", "False") }, "master1: kube-vip has no pod"],
    [
      "master1",
      "no kube-vip at all",
      { "kube-vip": '{"code":404}' },
      "master1: kube-vip has no pod that is ready",
    ],
    [
      "master1",
      "a kube-vip that was started a moment ago, of which the API knows nothing",
      { "kube-vip": '{"code":404}', "kube-vip-since": "99200" },
      "master1: kube-vip has no pod that is ready",
    ],
    [
      "master1",
      "a kube-vip that runs, and has a pod that is not ready",
      { "kube-vip": condition("Ready", "False"), "kube-vip-since": "100" },
      "master1: kube-vip has no pod that is ready",
    ],
    [
      "master1",
      "a kube-vip that runs, and an API that does not tell",
      { "kube-vip": "", "kube-vip-since": "100" },
      "master1: kube-vip has no pod that is ready",
    ],
    ["worker1", "no kubelet", { kubelet: "" }, "worker1: kubelet does not answer"],
    ["worker1", "no API", { node: "" }, "worker1: kubelet is not known to the API"],
    [
      "worker1",
      "not Ready",
      { node: condition("Ready", "False", { message: "cni plugin not initialized" }) },
      "worker1: kubelet is not Ready: cni plugin not initialized",
    ],
    [
      "worker1",
      "a Ready that is older than the kubelet",
      { node: condition("Ready", "True", { lastHeartbeatTime: "2026-11-26T10:00:00Z" }) },
      "worker1: kubelet has not reported since it was started",
    ],
    [
      "worker1",
      "no pod network",
      {
        node: JSON.stringify({
          status: { conditions: [ready(), { type: "NetworkUnavailable", status: "True" }] },
        }),
      },
      "worker1: pod network is not there",
    ],
    [
      "worker1",
      "a unit that fails now",
      { failed: "foo.service loaded failed failed Foo" },
      "worker1: foo.service has",
    ],
    [
      "worker1",
      "a unit that failed before",
      { failed: "foo.service loaded failed", "failed-before": "foo.service loaded failed" },
      undefined,
    ],
    [
      "worker1",
      "a unit that waits for a network",
      { failed: "systemd-networkd-wait-online.service x" },
      undefined,
    ],
    [
      "worker1",
      "kubelet that failed before as well",
      { failed: "kubelet.service x", "failed-before": "kubelet.service x", kubelet: "" },
      "worker1: kubelet does not answer",
    ],
  ])("%s: %s", (name, _, changes, message) => {
    const verdict = judgeAfter(name as HostName, seenBy(name, { [name]: changes }), WELL);
    if (message === undefined) expect(verdict).toMatchObject({ kind: "open" });
    else expect(verdict).toMatchObject({ kind: "shut", message: expect.stringContaining(message) });
  });

  test("a unit that does not run is named with its state, and waiting is of no use once it was started often", () => {
    const units = { "kube-apiserver.service": "ActiveState=activating SubState=auto-restart NRestarts=5" };
    const changes = { master1: { "journal-kube-apiserver.service": "unknown flag: --oh" } };
    const seen = seenBy("master1", changes, units);
    expect(judgeAfter("master1" as HostName, seen, WELL)).toEqual({
      kind: "shut",
      because: "part-not-well",
      message: "master1: kube-apiserver.service is activating (auto-restart), started anew 5 times",
      journal: ["unknown flag: --oh"],
      final: true,
    });
    expect(judgeAfter("master1" as HostName, seen, { before: [], patient: true })).toMatchObject({
      final: false,
    });
  });

  test("another that worked before has to work now, and one that did not is not asked for", () => {
    const seen = seenBy("master1", { master2: { readyz: "" }, db1: "off" });
    expect(judgeAfter("master1" as HostName, seen, { ...WELL, before: ["etcd of db2"] })).toMatchObject({
      kind: "open",
    });
    expect(
      judgeAfter("master1" as HostName, seen, { ...WELL, before: ["apiserver of master2", "etcd of db1"] }),
    ).toMatchObject({
      because: "others-worse",
      message: expect.stringContaining("apiserver of master2, etcd of db1"),
    });
  });

  test("what serves another certificate than its file has not read it again", () => {
    const old = { "served-kubelet": "0A:FF Nov 26 10:44:02 2026 GMT" };
    expect(judgeAfter("master1" as HostName, seenBy("master1", { master1: old }), WELL)).toMatchObject({
      because: "certificate-not-read",
      message:
        "master1: kubelet.service serves another certificate (serial 0aff, until 2026-11-26) than that in /var/lib/quorate/secrets/kubelet-server.crt: it has not read it again",
    });
    // A host whose curl can't tell says nothing of it, and what another one serves is that one's matter.
    const mute = { master1: { "served-kubelet": " " }, master2: old };
    expect(judgeAfter("master1" as HostName, seenBy("master1", mute), WELL).kind).toBe("open");
  });

  describe("others come in where one of them did before", () => {
    const before = doorsOpen(seenBy("master1"), "master1" as HostName, false);
    const out = { "reached-ssh": "", "reached-api": "no" };
    test.each<[string, Case, string]>([
      ["all do", {}, "open"],
      ["one of them does", { db1: out, db2: out }, "open"],
      ["none does", { db1: out, db2: out, master2: out }, "others-kept-out"],
      ["to another machine", { ...all({ "reached-ssh": "AAAAothers" }) }, "others-kept-out"],
      ["not to the apiserver", { ...all({ "reached-api": "no" }) }, "others-kept-out"],
      ["those who could be asked don't", { db1: "off", db2: "off", master2: out }, "others-kept-out"],
      ["nobody can ask", { ...all({ "reached-ssh": "unknown" }) }, "open"],
    ])("%s: %s", (_, changes, verdict) => {
      expect(before).toEqual([
        "the sshd of master1, from another node",
        "the apiserver of master1, from another node",
      ]);
      const judged = judgeAfter("master1" as HostName, seenBy("master1", changes), { ...WELL, before });
      expect(judged.kind === "open" ? "open" : judged.because).toBe(verdict);
      // A policy by which others never came in is none of ours.
      const never = doorsOpen(seenBy("master1", all(out)), "master1" as HostName, false);
      expect(never).toEqual([]);
      expect(judgeAfter("master1" as HostName, seenBy("master1", changes), WELL).kind).toBe("open");
    });

    function all(changes: GateChanges): Case {
      return { db1: changes, db2: changes, master2: changes };
    }
  });

  test("a host that says nothing is not well", () => {
    expect(judgeAfter("master1" as HostName, seenBy("master1", { master1: "off" }), WELL)).toMatchObject({
      message: "master1 could not be asked",
    });
  });

  test("how long its youngest unit runs is known", () => {
    const units = { "kubelet.service": "ActiveEnterTimestampMonotonic=999000000" };
    const node = condition("Ready", "True");
    expect(judgeAfter("worker1" as HostName, seenBy("worker1", { worker1: { node } }, units), WELL)).toEqual({
      kind: "open",
      youngest: 2,
    });
  });
});

function ready(): object {
  return { type: "Ready", status: "True", lastHeartbeatTime: "2026-11-26T11:00:00Z" };
}

test("k3s has to run without a quorum, too: its etcd waits for one, and a system that is wrong does not", () => {
  const servers = testServers();
  const [node] = servers.nodes.filter(({ name }) => name === "server1");
  if (node === undefined) throw new Error("no server1");
  const hosts = gateHostsOf(servers, node);
  const names = servers.etcd.members.map(({ name }) => name);
  const verdict = (state: string) =>
    judgeAfter(
      node.name,
      readHostsSeen(
        hosts,
        hosts.map((host) =>
          gateAnswer(host, names, ill, host.node === node.name ? { "k3s.service": state } : {}),
        ),
      ),
      { before: [], patient: false, quorumBefore: false },
    );
  expect(verdict("ActiveState=active")).toMatchObject({ kind: "open" });
  expect(verdict("ActiveState=activating")).toMatchObject({
    kind: "shut",
    message: expect.stringContaining("k3s.service is activating"),
  });
});
