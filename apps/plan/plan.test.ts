import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import type { CommandOutput } from "@quorate/command";
import { optionsByNode } from "@quorate/nixos";
import { genCerts } from "@quorate/pki";
import { afterAll, beforeAll, expect, test } from "vitest";
import example from "../../examples/three-masters-bgp.ts";
import { keptContext } from "../testing/context.ts";
import { installedHost } from "../testing/installed-host.ts";
import { planOptions } from "../testing/plan-options.ts";
import type { PlanOptions } from "./options.ts";
import { planCluster } from "./plan.ts";

const folder = mkdtempSync(join(tmpdir(), "quorate-plan-"));
const now = new Date("2026-11-01T00:00:00Z");
let cluster: Cluster;

beforeAll(async () => {
  cluster = resolvedCluster(example);
  expect((await genCerts({ cluster, certificates: join(folder, "certs"), now })).ok).toBe(true);
});
afterAll(() => rmSync(folder, { recursive: true }));

const says = (node: string, fingerprint: string, more: readonly string[] = []): CommandOutput =>
  installedHost(join(folder, "certs"), node, fingerprint, ['etcd-health={"health":"true"}', ...more]);

async function plan(
  options: Partial<PlanOptions>,
  answer: (node: string) => CommandOutput = (node) => says(node, "wanted"),
  json = false,
  git: (argv: readonly string[]) => string = () => "",
) {
  const context = keptContext({ json, cwd: folder, now: () => now });
  const asked: string[] = [];
  const given = planOptions(options);
  const code = await planCluster(cluster, join(folder, "flake/machines.ts"), given, context, {
    inspectCertificates: () => [],
    inspectGenerated: async () => ({
      problems: [],
      fingerprints: new Map(cluster.nodes.map(({ name }) => [name, "wanted"])),
    }),
    identity: "",
    isDead: () => false,
    openJournal: () => {
      throw new Error("a plan writes nothing down");
    },
    run: async ({ argv, node }) => {
      if (argv.includes("-O")) return { code: 0, stdout: "", stderr: "" };
      asked.push(`${argv[0]} ${node}`);
      if (argv[0] === "git") return { code: 0, stdout: git(argv), stderr: "" };
      if (argv[0] === "ssh") return answer(node ?? "");
      throw new Error(`not to be run: ${argv.join(" ")}`);
    },
    pauses: { shortest: 1, longest: 1 },
  });
  return { code, out: context.lines, err: context.errors, asked };
}

test("where nothing differs each host is asked once, and Nix is not started", async () => {
  const run = await plan({});
  expect(run).toEqual({
    code: 0,
    out: ["node1", "node2", "node3"].map((name) => `No action needed on ${name}`),
    err: [],
    asked: ["ssh node1", "ssh node2", "ssh node3"],
  });
  expect((await plan({ detailedExitcode: true })).code).toBe(0);
});

test("members of etcd are told of where the file does not have them, and no others", async () => {
  const listed = [...cluster.etcd.members, { name: "old", peerUrl: "https://10.0.0.19:2380" }];
  const asked = (count: number) => (node: string) => {
    const members = listed.slice(0, count).map(({ name, peerUrl }, index) => ({
      id: index + 1,
      name,
      peerURLs: [peerUrl],
      clientURLs: [peerUrl],
    }));
    const answer = ["X-Etcd-Cluster-Id: c1", "", JSON.stringify(members)];
    return says(
      node,
      "wanted",
      answer.map((line) => `etcd-members=${line}`),
    );
  };
  expect(await plan({}, asked(3))).toMatchObject({ code: 0, err: [] });
  const run = await plan({}, asked(4));
  expect(run).toMatchObject({ code: 0, err: [] });
  expect(run.out.join("\n")).toContain("old");
});

test("where something differs it says so, and Nix is not started either", async () => {
  const values = optionsByNode(cluster)("node1") as { readonly services: { readonly etcd: object } };
  const before = {
    ...values,
    services: { ...values.services, etcd: { ...values.services.etcd, name: "old" } },
  };
  const answer = (node: string) =>
    node === "node1" ? says(node, "other", [`options=${JSON.stringify(before)}`]) : says(node, "wanted");
  const run = await plan({ targets: ["node1"] }, answer);
  expect(run).toMatchObject({ code: 0, err: [], asked: ["ssh node1", "ssh node2", "ssh node3"] });
  const text = run.out.join("\n");
  expect(text).toMatch(/^Nothing may fail during step 1:/);
  expect(text).toContain('changes: services.etcd.name: "old" → "node1"');
  expect(text).toContain("during it 2 of 3 voters, tolerates 0");
  expect((await plan({ detailedExitcode: true }, answer)).code).toBe(2);
});

test("with a machine that can't be reached it ends, unless that is left out: then it is told, and counts as down", async () => {
  const off = { code: 255, stdout: "", stderr: "ssh: connect to host 10.0.0.13 port 22: No route to host" };
  const answer = (node: string) =>
    node === "node3" ? off : says(node, node === "node1" ? "other" : "wanted");
  expect(await plan({}, answer)).toMatchObject({ code: 1, out: [] });
  for (const left of [{ skipUnreachable: true }, { except: ["node3"] }]) {
    const run = await plan(left, answer);
    expect(run.code).toBe(0);
    expect(run.err.join("\n")).toMatch(/node3 is left out .* counts as down \[left-out\]/);
    expect(run.out.join("\n")).toContain("2 of 3 voters known to be up, 1 not known");
    expect(run.out.join("\n")).not.toContain("on node3");
  }
});

test("wrong input is 2, and 1 where the exit code is to be terraform's", async () => {
  const run = await plan({ targets: ["node9"], detailedExitcode: true });
  expect(run).toMatchObject({ code: 1, asked: [] });
  expect((await plan({ targets: ["node9"] })).code).toBe(2);
});

test("what is older than what was deployed last is refused, unless that is wanted", async () => {
  const [ours, theirs] = ["1".repeat(40), "2".repeat(40)];
  const holder = { run: "r1", by: "me@ops2", command: "deploy", since: 0, identity: "", commit: theirs };
  const lock = ["lock=released r1", `lock-holder=${JSON.stringify(holder)}`, "lock-age=9"];
  const answer = (node: string) => says(node, "other", lock);
  const history = (counted: string) => (argv: readonly string[]) =>
    argv.includes("rev-parse") ? `${ours}\n` : counted;
  const refused = await plan({}, answer, false, history("0\t1\n"));
  expect(refused).toMatchObject({ code: 2, out: [] });
  expect(refused.err.join("\n")).toContain("older than commit 222222222222, which me@ops2 deployed last");
  expect(refused.err.join("\n")).toContain("[configuration-older]");
  expect(await plan({ allowOlder: true }, answer, false, history("0\t1\n"))).toMatchObject({
    code: 0,
    err: [],
  });
  expect(await plan({}, answer, false, history("1\t0\n"))).toMatchObject({ code: 0, err: [] });
  const apart = await plan({}, answer, false, history("1\t1\n"));
  expect(apart.code).toBe(0);
  expect(apart.err.join("\n")).toContain("[configuration-apart]");
  // Where nothing is to be done nothing is older either.
  expect((await plan({}, (node) => says(node, "wanted", lock), false, history("0\t1\n"))).code).toBe(0);
});

test("as JSON it has a schema", async () => {
  const run = await plan({}, (node) => says(node, "other"), true);
  expect(JSON.parse(run.out.join("\n"))).toMatchObject({
    ok: true,
    plan: {
      schema: 1,
      changes: true,
      steps: [{ number: 1, nodes: [{ node: "node1", does: "activate" }] }, {}, {}],
    },
  });
});
