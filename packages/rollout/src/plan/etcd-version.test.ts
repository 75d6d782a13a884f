import { describe, expect, test } from "vitest";
import type { DesiredNode } from "../desired.ts";
import type { EtcdSeen } from "../observe/etcd-seen.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { TEST_STATUS, testDesired, testEtcd, testInstalled, testServers } from "../testing/observations.ts";
import { refuseEtcdVersions } from "./etcd-version.ts";

// Members of k3s': which etcd they have follows from k3s' version, unless what runs says it itself.

const cluster = testServers();
const all = testDesired(cluster);
const SERVERS = ["server1", "server2", "server3"];

/** What runs on the servers: k3s, and what its etcd says, which is what that k3s has unless it is said. */
interface Runs {
  readonly k3s: string | undefined;
  readonly etcd: string | undefined;
  /** Of one server alone. */
  readonly server2?: Partial<Pick<Runs, "k3s" | "etcd">>;
  readonly seen?: EtcdSeen;
}

function refusals(runs: Runs, built: string | undefined, on: readonly string[] = SERVERS) {
  const observed = all.map((one): Observation => {
    const index = SERVERS.indexOf(one.node.name);
    const { k3s, etcd } = { ...runs, ...(index === 1 ? runs.server2 : {}) };
    const facts = {
      ...NO_FACTS,
      etcd: {
        ...NO_FACTS.etcd,
        ...(k3s === undefined ? {} : { installed: known(k3s) }),
        ...(etcd === undefined
          ? {}
          : { status: known({ ...TEST_STATUS, memberId: `a${index}`, version: etcd }) }),
      },
    };
    return testInstalled(one, { facts, etcd: runs.seen ?? testEtcd() });
  });
  const desired = all
    .filter(({ node }) => on.includes(node.name))
    .map((one): DesiredNode => ({ ...one, versions: { kubernetes: built } }));
  return refuseEtcdVersions(cluster, desired, observed);
}

const told = (...args: Parameters<typeof refusals>) =>
  refusals(...args).map(({ code, where }) => `${code} ${where}`);

const AT_33_6: Runs = { k3s: "1.33.6+k3s1", etcd: "3.5.21" };
const AT_33_10: Runs = { k3s: "1.33.10+k3s1", etcd: "3.5.26" };
const AT_33_13: Runs = { k3s: "1.33.13+k3s1", etcd: "3.6.12" };
/** Newer than what is known, by its etcd too. */
const AT_36_9: Runs = { k3s: "1.36.9+k3s1", etcd: "3.7.2" };
const OFF = { etcd: undefined } as const;
const ALL_BACK = SERVERS.map((name) => `version-goes-back ${name}`);

describe("etcd in k3s", () => {
  test.each<[string, Runs, string | undefined, readonly string[]]>([
    ["stays", AT_33_13, "1.33.13+k3s1", []],
    ["is of the same minor", AT_33_13, "1.34.9+k3s1", []],
    ["becomes 3.6 too early, within a minor", AT_33_6, "1.33.13+k3s1", ["etcd-step-unsafe server1"]],
    ["becomes 3.6 too early, with a minor", AT_33_6, "1.34.9+k3s1", ["etcd-step-unsafe server1"]],
    [
      "becomes 3.6 too early, from 1.32",
      { k3s: "1.32.11+k3s1", etcd: "3.5.25" },
      "1.33.13+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    ["becomes what 3.6 is safe from", AT_33_6, "1.33.10+k3s1", []],
    ["becomes 3.6 from there", AT_33_10, "1.33.13+k3s1", []],
    ["becomes 3.6 from there, with a minor", { ...AT_33_10, k3s: "1.32.13+k3s1" }, "1.33.13+k3s1", []],
    ["becomes 3.6 half-way", { ...AT_33_10, server2: AT_33_13 }, "1.33.13+k3s1", []],
    [
      "becomes 3.6 while another is too old",
      { ...AT_33_10, server2: AT_33_6 },
      "1.33.13+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    [
      "becomes 3.6 where another says that it runs an older one than it has",
      { ...AT_33_10, server2: { etcd: "3.5.21" } },
      "1.33.13+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    [
      "becomes 3.6 while another is down, and too old by what it has",
      { ...AT_33_10, server2: { ...AT_33_6, ...OFF } },
      "1.33.13+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    [
      "becomes 3.6 while another tells nothing",
      { ...AT_33_10, server2: { k3s: undefined, ...OFF } },
      "1.33.13+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    [
      "becomes 3.6 where nobody tells the members",
      { ...AT_33_10, seen: { data: "yes", joining: false, membership: "unknown" } },
      "1.33.13+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    ["goes back within a minor", AT_33_13, "1.33.10+k3s1", ALL_BACK],
    ["becomes one that is not known, from 3.5", AT_33_6, "1.33.14+k3s1", ["etcd-step-unsafe server1"]],
    [
      "becomes one that may still be 3.5",
      { k3s: "1.32.5+k3s1", etcd: "3.5.21" },
      "1.32.14+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    ["becomes one that is not known, from a safe one", AT_33_10, "1.33.14+k3s1", []],
    ["becomes a newer one that is not known", AT_33_13, "1.36.9+k3s1", []],
    ["stays one that is not known", AT_36_9, "1.36.9+k3s1", []],
    ["goes from one that is not known to a newer one", AT_36_9, "1.36.10+k3s1", []],
    ["goes from one that is not known to an older one that is not", AT_36_9, "1.36.8+k3s1", ALL_BACK],
    [
      "goes from one that is not known, and down, to an older one",
      { ...AT_36_9, ...OFF },
      "1.36.5+k3s1",
      ALL_BACK,
    ],
    ["goes from one that is not known to no release", AT_36_9, "1.36.9-dirty", ALL_BACK],
    ["is down, and stays", { ...AT_33_6, ...OFF }, "1.33.6+k3s1", []],
    [
      "is down, and stays what is older than all that is known",
      { k3s: "1.30.4+k3s1", ...OFF },
      "1.30.4+k3s1",
      [],
    ],
    [
      "is down, and older than all that is known",
      { k3s: "1.30.4+k3s1", ...OFF },
      "1.33.13+k3s1",
      ["etcd-step-unsafe server1"],
    ],
    [
      "is not there yet",
      { k3s: "1.30.4+k3s1", ...OFF, seen: { data: "no", joining: false, membership: "unknown" } },
      "1.33.13+k3s1",
      [],
    ],
    ["is built by what does not tell its version", AT_33_6, undefined, []],
  ])("%s", (_, runs, built, expected) => {
    expect(told(runs, built)).toEqual(expected);
  });

  test("of an agent is no matter", () => {
    expect(told(AT_33_6, "1.33.13+k3s1", ["agent1"])).toEqual([]);
  });

  test("is refused with the steps that are legal", () => {
    const [early] = refusals(AT_33_6, "1.33.13+k3s1");
    expect(early?.message).toBe(
      "etcd on server1 would become 3.6 (k3s 1.33.13+k3s1), and server1 runs 3.5.21: every member has to run 3.5.26 or a later 3.5 first",
    );
    expect(early?.hint).toBe(
      "Deploy to all servers, step by step: k3s 1.33.6+k3s1 → 1.33.7+k3s3 or later, before 1.33.11+k3s1 (etcd 3.5.26) → 1.33.13+k3s1. For the step between take a nixpkgs that has it (flake.lock); one of today has etcd 3.6 in every k3s",
    );
    const [earlier] = refusals({ k3s: "1.32.5+k3s1", etcd: "3.5.21" }, "1.33.13+k3s1");
    expect(earlier?.hint).toContain(
      "k3s 1.32.5+k3s1 → 1.32.11+k3s3 or later; or 1.33.7+k3s3 or later, before 1.33.11+k3s1 (etcd 3.5.26) → 1.33.13+k3s1",
    );
  });

  test("is refused with what is not known of it", () => {
    expect(refusals(AT_33_6, "1.33.14+k3s1")[0]?.message).toContain(
      "etcd on server1 may become 3.6, as 3.6.14 or later (k3s 1.33.14+k3s1), and server1 runs 3.5.21",
    );
    expect(refusals(AT_36_9, "1.36.8+k3s1")[0]?.message).toContain(
      "etcd on server1 is 3.7.2, and would become 3.6.14 or later (k3s 1.36.8+k3s1): whether that is an older minor is not known",
    );
    expect(refusals(AT_33_13, "1.33.10+k3s1")[0]).toMatchObject({
      message:
        "etcd on server1 is 3.6.12, and would become 3.5.26 (k3s 1.33.10+k3s1): an older minor does not start on what a newer one has written",
      hint: "Keep the newer nixpkgs (flake.lock), or set version in k3s({ … }). The way back is a snapshot from before, for the whole cluster",
    });
  });
});
