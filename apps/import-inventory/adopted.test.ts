import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { K3S_AGREED_FLAGS } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import { optionsByNode } from "@quorate/nixos";
import { afterAll, beforeAll, expect, it } from "vitest";
import { agreedValue } from "../../packages/inventory/src/adoption/agreed-flags.ts";
import { serverText } from "../../packages/inventory/src/testing/adoption-answers.ts";
import { INVENTORIES } from "../../packages/inventory/src/testing/inventories.ts";
import { deployCluster } from "../deploy/deploy.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { genCerts } from "../gen-certs/gen-certs.ts";
import { generate } from "../generate/generate.ts";
import { loadCluster } from "../machines/load-cluster.ts";
import { planCluster } from "../plan/plan.ts";
import { keptContext } from "../testing/context.ts";
import { deployOptions } from "../testing/deploy-options.ts";
import { TEST_SYSTEM } from "../testing/installed-host.ts";
import { ownAuthority } from "../testing/own-authority.ts";
import { planOptions } from "../testing/plan-options.ts";
import { importInventory } from "./import-inventory.ts";

// From a cluster of nk3's that runs to the first plan of it: what its machines say is made up.

const ADDRESSES = ["172.30.190.137", "172.30.190.167", "172.30.190.198"] as const;
const NAMES = [
  "538f6fb5-5666-5387-9faf-fdea7aa309f7",
  "933fa9c8-51d7-5477-8163-5890a80109bd",
  "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4",
] as const;

const folder = mkdtempSync(join(tmpdir(), "quorate-adopted-"));
// openssl takes the time from the clock.
const now = () => new Date(Date.now() + 60_000);
const context = () => keptContext({ cwd: folder, now });
const read = (path: string) => readFileSync(join(folder, path), "utf8");

beforeAll(async () => {
  const authority = ownAuthority(folder);
  const told = {
    authorities: `${createHash("sha256").update(authority).digest("hex")}  -`,
    "server-ca": Buffer.from(authority).toString("base64"),
  };
  writeFileSync(join(folder, "inventory.yaml"), INVENTORIES["2024-06-16"] ?? "");
  const options = { inventory: "inventory.yaml", output: "machines.ts", yes: false, fromCluster: true };
  const imported = context();
  const code = await importInventory(options, imported, async ({ argv }) => ({
    code: 0,
    stdout: serverText(argv.at(-2) ?? "", told),
    stderr: "",
  }));
  expect(code, imported.errors.join("\n")).toBe(0);
  expect(read("certs/imported/k3s-server-ca.crt")).toBe(authority);
  expect(await generate({ machines: "machines.ts", check: false }, context())).toBe(0);
  const made = context();
  expect(
    await genCerts({ machines: "machines.ts", certificates: "certs" }, made),
    made.errors.join("\n"),
  ).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Servers that serve, with a system of their own, and nothing of ours. */
async function world(stranger?: string, answers = ""): Promise<DeployWorld> {
  const loaded = await loadCluster("machines.ts", context());
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const answer = ({ argv, node }: Command): CommandOutput => {
    if (argv[0] === "bash") return { code: 0, stdout: `reached=22\n${answers}`, stderr: "" };
    if (argv[0] !== "ssh") throw new Error(`not to be run: ${argv.join(" ")}`);
    if (argv.includes("-O")) return { code: 0, stdout: "", stderr: "" };
    if (node === stranger) return { code: 255, stdout: "", stderr: "Host key verification failed.\n" };
    const lines = ["quorate-probe=1", "nixos=yes", `current=${TEST_SYSTEM}`, `profile=${TEST_SYSTEM}`];
    const said = [...lines, "fingerprint=", "etcd=active", "etcd-data=yes", "k3s-data=yes"];
    return { code: 0, stdout: `${said.join("\n")}\n`, stderr: "" };
  };
  return {
    inspectCertificates: () => [],
    inspectGenerated: async () => ({
      problems: [],
      fingerprints: new Map(loaded.value.cluster.nodes.map(({ name }) => [name, "wanted"])),
    }),
    run: async (command) => answer(command),
    pauses: { shortest: 1, longest: 1 },
    identity: "",
    isDead: () => false,
    openJournal: () => ({ before: [], note: () => {}, close: () => {} }),
  };
}

async function clusterNow() {
  const loaded = await loadCluster("machines.ts", context());
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value.cluster;
}

it("the first plan says of each node that it is its first deployment, and erases nothing", async () => {
  const kept = context();
  const options = planOptions({ certificates: "certs" });
  const code = await planCluster(
    await clusterNow(),
    join(folder, "flake/machines.ts"),
    options,
    kept,
    await world(),
  );
  const said = [...kept.lines, ...kept.errors].join("\n");
  expect(code, said).toBe(0);
  for (const [index, name] of NAMES.entries()) expect(said).toContain(`Step ${index + 1}: activate ${name}`);
  expect(said).toMatch(/because: runs a system that Quorate did not make: .*first deployment/);
  expect(said).not.toMatch(/erase|install /);
});

it.each([
  ["that serves", "answers=6443\n", /\[machine-alive\]/],
  ["where nothing answers", "", /\[host-key-kept\]/],
])("a machine of another key, %s, is refused, whatever consent is given", async (_, answers, says) => {
  const [stranger] = NAMES;
  const kept = context();
  const options = deployOptions({ all: true, certificates: "certs", yes: true, erase: [stranger] });
  const code = await deployCluster(
    await clusterNow(),
    join(folder, "flake/machines.ts"),
    options,
    kept,
    await world(stranger, answers),
  );
  expect(code).toBe(2);
  expect(kept.errors.join("\n")).toMatch(says);
});

it("what genCerts makes holds no key of an authority, and knows the machines by the keys that they have", () => {
  const known = read("certs/operator/known_hosts");
  const machines = read("machines.ts");
  for (const [index, address] of ADDRESSES.entries()) {
    const line = known.split("\n").find((one) => one.startsWith(`${address},${NAMES[index]} `));
    const [, , key = "none"] = line?.split(" ") ?? [];
    expect(machines).toContain(`hostKey: "ssh-ed25519 ${key} root@nixos"`);
  }
  const token = read(`certs/hosts/${NAMES[0]}/k3s-server-token`);
  const hash = createHash("sha256").update(read("certs/imported/k3s-server-ca.crt")).digest("hex");
  expect(token).toBe(`K10${hash}::server:2f909ce8-cae1-439a-86b3-da87b7ee9f55\n`);
});

it("servers are started with what k3s itself starts them with, where it compares that at a join", async () => {
  const cluster = await clusterNow();
  const [first] = cluster.nodes;
  const settings = optionsByNode(cluster)(first?.name ?? ("" as never));
  expect(settings).toMatchObject({
    quorate: {
      k3s: {
        settings: Object.fromEntries(
          K3S_AGREED_FLAGS.map((flag) => {
            const value = agreedValue(new Map(), flag);
            return [flag, value === "true" || value === "false" ? value === "true" : value];
          }),
        ),
      },
    },
  });
});
