import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { answersOf } from "../observe/answers.ts";
import { NO_FACTS, readFacts } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem } from "../problem-kind.ts";
import { TEST_SERVES, testCluster, testDesired, testInstalled, testPath } from "../testing/observations.ts";
import { statusLines } from "./lines.ts";
import { statusOf } from "./status.ts";

const cluster = testCluster();
const desired = testDesired(cluster);
const now = new Date("2026-11-26T11:00:00Z");
const real = readFacts(
  answersOf(readFileSync(new URL("../testing/answer-of-master.txt", import.meta.url), "utf8").split("\n")),
);

const lines = (seen: { readonly [name: string]: Partial<InstalledObservation> | "off" }) => {
  const observed = desired.map((one): Observation => {
    const { name } = one.node;
    const changes = seen[name];
    if (changes !== "off") return testInstalled(one, { facts: TEST_SERVES, ...changes });
    return {
      kind: "unreachable",
      node: name,
      problem: problem("host-unreachable", name, "it does not answer", ""),
    };
  });
  return statusLines(statusOf(cluster, desired, observed), now);
};

describe("a status", () => {
  test("begins with the quorum, and says what a host has told", () => {
    const told = lines({ master1: { facts: real } });
    expect(told[0]).toBe("etcd: 3 of 3 voters, tolerates 1");
    const at = told.indexOf("master1: as it should be, confirmed");
    expect(told.slice(at + 1, at + 3)).toEqual([
      // A container was booted by nobody.
      "  reboot: not known, /run/booted-system leads to no system",
      "  etcd: healthy, leader, 3.6.16",
    ]);
    expect(told.join("\n")).not.toContain("control plane: apiserver not ready");
  });

  test("tells a voter that is off, drift, and what boots otherwise", () => {
    const told = lines({ db1: "off", db2: { profile: testPath("other") } });
    expect(told).toContain("etcd: 2 of 3 voters known to be up, 1 not known: tolerates 0 or more");
    expect(told).toContain("db1: unreachable: it does not answer");
    expect(told).toContain("db2: differs from what it should be");
    expect(told).toContain("  drift: boots another system than it runs");
  });

  test("does not take voters that could not be asked for voters that are down", () => {
    expect(lines({ db1: "off", db2: "off", master1: { etcdRunning: true } })[0]).toBe(
      "etcd: 1 of 3 voters known to be up, 2 not known: whether there is a quorum is not known",
    );
    const down = { etcdRunning: false, facts: { ...real, etcd: { ...real.etcd, healthy: known(false) } } };
    expect(lines({ db1: down, db2: down })[0]).toBe("etcd: 1 of 3 voters, no quorum");
    expect(lines({ db1: down, db2: down, master1: "off" })[0]).toBe(
      "etcd: 0 of 3 voters known to be up, 1 not known: no quorum",
    );
  });

  test.each([
    ["held", 12, "lock: root@ops1, deploy --all, since 1970-01-01 00:00 UTC, last heard of 12 s ago"],
    [
      "held",
      200,
      "last deployment: root@ops1, deploy --all, since 1970-01-01 00:00 UTC; it did not come to its end, and was last heard of 200 s ago",
    ],
    ["released", 200, "last deployment: root@ops1, deploy --all, since 1970-01-01 00:00 UTC"],
  ] as const)("tells of a lock that is %s since %i s", (state, age, line) => {
    const holder = { run: "r1", by: "root@ops1", command: "deploy --all", since: 0, identity: "" };
    const told = lines({ db1: { facts: { ...real, lock: { state, run: "r1", holder, age } } } });
    expect(told).toContain(line);
  });

  test("tells what is not well, cordons, units, and certificates that were not read again", () => {
    const facts = {
      ...real,
      controlPlane: {
        ...real.controlPlane,
        readyz: known({ ready: false, failing: ["etcd"] }),
        scheduler: known(false),
      },
      units: { ...real.units, failed: known(["a.service"]) },
      served: { kubelet: known({ serial: "1", notAfter: "2026-11-30T11:00:00Z", isTheFiles: false }) },
    };
    const told = lines({ master1: { facts } }).join("\n");
    expect(told).toContain("control plane: apiserver not ready (etcd)");
    expect(told).toContain("control plane: scheduler not healthy");
    expect(told).toContain("failed unit: a.service");
    expect(told).toContain("certificate of kubelet, as served: 4 days left");
    expect(told).toContain(
      "certificate of kubelet: what is served (serial 1) is not what certs/ has: the file on the host was not read again",
    );
  });

  test("tells of a certificate that was renewed here and not sent yet", () => {
    const served = {
      apiserver: known({ serial: "1", notAfter: "2027-11-30T11:00:00Z", isTheFiles: true }),
      kubelet: known({ serial: "2", notAfter: "2027-11-30T11:00:00Z", isTheFiles: true }),
    };
    const renewed = desired.map((one) => ({
      ...one,
      secrets: [{ ...(one.secrets[0] ?? never()), file: "apiserver.crt", digest: "c".repeat(64) }],
    }));
    const observed = desired.map((one) =>
      testInstalled(one, { facts: { ...NO_FACTS, served: one.node.name === "master1" ? served : {} } }),
    );
    const told = statusLines(statusOf(cluster, renewed, observed), now).join("\n");
    expect(told).toContain("certificate of apiserver: what is served (serial 1) is not what certs/ has");
    expect(told).toContain("deploy brings it");
    expect(told).not.toContain("certificate of kubelet: what");
  });

  test("says of what is not known that it is not, and why", () => {
    const told = lines({ master1: { facts: NO_FACTS } }).join("\n");
    expect(told).toContain("cordon: not known, no apiserver answers");
    expect(told).toContain("control plane: apiserver does not answer");
  });
});

function never(): never {
  throw new Error("the test's nodes have secrets");
}
