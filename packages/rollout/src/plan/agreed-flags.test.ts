import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import { OPERATIONS } from "../distribution/operations.ts";
import { answersOf } from "../observe/answers.ts";
import { flags } from "../observe/host/flags.ts";
import { NO_FACTS } from "../observe/host-facts.ts";
import { known } from "../observe/known.ts";
import type { Observation } from "../observe/observation.ts";
import { TEST_STATUS, testDesired, testInstalled, testServers } from "../testing/observations.ts";
import { refuseFlags } from "./agreed-flags.ts";
import type { MemberDeed } from "./member-deed.ts";
import { planMembership } from "./membership.ts";

const cluster = testServers();
const desired = testDesired(cluster);

const WANTED = {
  "flannel-backend": "vxlan",
  "secrets-encryption": true,
  "tls-san": ["a"],
  disable: ["servicelb", "traefik"],
};
const enter: MemberDeed = { kind: "enter", servers: ["https://10.0.0.12:6443"] };

/** A server that serves, with these flags, or does not tell them. */
function serving(one: (typeof desired)[number], flags: object | undefined): Observation {
  return testInstalled(one, {
    etcd: { data: "yes", joining: false, membership: "unknown" },
    facts: {
      ...NO_FACTS,
      etcd: { ...NO_FACTS.etcd, healthy: known(true), status: known(TEST_STATUS) },
      controlPlane: { ...NO_FACTS.controlPlane, readyz: known({ ready: true, failing: [] }) },
      ...(flags === undefined ? {} : { flags: known(flags) }),
    },
  });
}

/** What is refused where these servers run with these flags, and those are deployed to. */
function refused(
  running: { readonly [server: string]: object | undefined },
  targets: readonly string[],
  joining: readonly string[] = [],
): readonly string[] {
  const observed = desired.flatMap((one) =>
    Object.hasOwn(running, one.node.name) ? [serving(one, running[one.node.name])] : [],
  );
  return refuseFlags(
    cluster,
    cluster.nodes.filter(({ name }) => targets.includes(name)),
    observed,
    () => ({ quorate: { k3s: { settings: WANTED } } }),
    new Map(joining.map((name) => [name as HostName, enter])),
  ).map(({ code, message }) => `${code}: ${message}`);
}

const OLD = { ...WANTED, "flannel-backend": "host-gw" };
const ALL = ["server1", "server2", "server3", "agent1"];

test.each<[string, Parameters<typeof refused>, readonly RegExp[]]>([
  ["all run the same", [{ server1: WANTED, server2: WANTED }, ALL], []],
  [
    "only what nobody compares differs",
    [{ server1: { ...WANTED, "tls-san": [] }, server2: WANTED }, ["server2"]],
    [],
  ],
  [
    "another part is left out, which nobody compares",
    [{ server1: { ...WANTED, disable: ["coredns", "servicelb"] }, server2: WANTED }, ["server2"]],
    [],
  ],
  [
    "servicelb is left out on one alone",
    [{ server1: { ...WANTED, disable: ["traefik"] }, server2: WANTED }, ["server2"]],
    [/server2 would run with servicelb disabled, and server1 runs with enabled/],
  ],
  [
    "one joins, and what runs has servicelb",
    [{ server2: { ...WANTED, disable: [] } }, ALL, ["server1"]],
    [/server1 would join with servicelb disabled, and server2 runs with enabled/],
  ],
  ["all are deployed to", [{ server1: OLD, server2: OLD, server3: OLD }, ALL], []],
  [
    "one is left out",
    [{ server1: OLD, server2: OLD, server3: OLD }, ["server1", "server2"]],
    [/server1 would run with flannel-backend vxlan, and server3 runs with host-gw/, /server2 would run/],
  ],
  ["of one nobody knows its flags", [{ server1: OLD, server3: undefined }, ["server1"]], []],
  [
    "one joins, though all are deployed to",
    [{ server2: OLD, server3: OLD }, ALL, ["server1"]],
    [/server1 would join with flannel-backend vxlan, and server2 runs with host-gw/],
  ],
  [
    "one joins one that runs the same, and another changes after it",
    [{ server2: OLD, server3: WANTED }, ALL, ["server1"]],
    [],
  ],
  [
    "one joins one that runs the same, and another is left out",
    [{ server2: OLD, server3: WANTED }, ["server1", "server3"], ["server1"]],
    [/server1 would run with flannel-backend vxlan, and server2/, /server3 would run/],
  ],
  ["one joins those that run the same", [{ server2: WANTED }, ["server1"], ["server1"]], []],
  [
    "a flag is not there yet",
    [{ server2: { "flannel-backend": "vxlan", disable: ["servicelb"] } }, ["server1"], ["server1"]],
    [/server1 would join with secrets-encryption true, and server2 runs with nothing/],
  ],
  ["an agent is deployed to", [{ server1: OLD }, ["agent1"]], []],
])("where %s", (_, given, expected) => {
  const told = refused(...given);
  expect(told).toHaveLength(expected.length);
  for (const [index, one] of expected.entries()) expect(told[index]).toMatch(one);
});

test("flags are read from the file that the unit names, as NixOS writes it", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-flags-"));
  writeFileSync(join(folder, "settings"), JSON.stringify(WANTED));
  const unit = `[Service]\nExecStart=/nix/store/x/bin/k3s server \\\n --token-file /t \\\n --config ${folder}/settings \\\n --node-name=a\nType=exec\n`;
  writeFileSync(join(folder, "k3s.service"), unit);
  const script = `echo "flags=$(${OPERATIONS.k3s.flags?.("")})"`.replaceAll("/etc/systemd/system", folder);
  const said = execFileSync("bash", ["-c", script], { encoding: "utf8" });
  expect(flags.read(answersOf(said.split("\n")))).toEqual(known(WANTED));
  expect(flags.read(answersOf(["flags="])).known).toBe(false);
  rmSync(folder, { recursive: true });
});

test("who joins is told the servers alone that are not known to run with other flags", () => {
  const observed = desired.flatMap((one): readonly Observation[] =>
    one.node.name === "server1"
      ? [{ kind: "bare", node: one.node.name, reason: "foreign-host-key", answersAt: [] } as const]
      : [serving(one, one.node.name === "server2" ? OLD : WANTED)],
  );
  const servers = (settings: object) => {
    const { deeds } = planMembership(cluster, cluster.nodes, observed, { erase: [], remove: [] }, () => ({
      quorate: { k3s: { settings } },
    }));
    const deed = deeds.get("server1" as HostName);
    return deed?.kind === "enter" ? deed.servers : [];
  };
  expect(servers(WANTED)).toEqual(["https://10.0.0.13:6443"]);
  expect(servers(OLD)).toEqual(["https://10.0.0.12:6443"]);
});
