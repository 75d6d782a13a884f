import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import { optionsByNode } from "@quorate/nixos";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { INVENTORIES } from "../../packages/inventory/src/testing/inventories.ts";
import { deployCluster } from "../deploy/deploy.ts";
import type { DeployWorld } from "../deploy/world.ts";
import { genCerts } from "../gen-certs/gen-certs.ts";
import { generate } from "../generate/generate.ts";
import { loadCluster } from "../machines/load-cluster.ts";
import { planCluster } from "../plan/plan.ts";
import { keptContext } from "../testing/context.ts";
import { deployOptions } from "../testing/deploy-options.ts";
import { installedHost } from "../testing/installed-host.ts";
import { planOptions } from "../testing/plan-options.ts";
import { importInventory } from "./import-inventory.ts";

// The session of nk3's README, with its three nodes, as far as it goes without machines: what they say is made up.

const SEED = INVENTORIES["2024-06-16"] ?? "";
const FLIPPED = SEED.replace("initiator: true", "initiator: false");
const NAMES = [
  "538f6fb5-5666-5387-9faf-fdea7aa309f7",
  "933fa9c8-51d7-5477-8163-5890a80109bd",
  "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4",
] as const;
const [, , CHANGED] = NAMES;

let folder: string;
let cluster: Cluster;
const context = (inventory = false) => keptContext({ cwd: folder, inventory: inventory ? {} : undefined });
const machines = () => readFileSync(join(folder, "machines.ts"), "utf8");
const generated = (path: string) => readFileSync(join(folder, "nix/generated", path), "utf8");

async function imported(inventory: string): Promise<void> {
  writeFileSync(join(folder, "inventory.yaml"), inventory);
  const options = { inventory: "inventory.yaml", output: "machines.ts", yes: true };
  expect(await importInventory(options, context())).toBe(0);
}

async function generatedFrom(): Promise<string> {
  const kept = context();
  expect(await generate({ machines: "machines.ts", check: false }, kept)).toBe(0);
  return kept.lines.join("\n");
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "quorate-nk3-"));
  await imported(SEED);
  await generatedFrom();
  expect(await genCerts({ machines: "machines.ts", certificates: "certs" }, context())).toBe(0);
  const loaded = await loadCluster("machines.ts", context());
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  cluster = loaded.value.cluster;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a host says of a certificate that k3s has issued there, and that lasts for years. */
function longLasting(): readonly string[] {
  const { raw } = new X509Certificate(readFileSync(join(folder, "certs/authorities/k3s-server-ca.crt")));
  const now = Math.floor(Date.now() / 1000);
  return [`issued-now=${now}`, `issued=server/tls/client-admin ${raw.toString("base64")}`];
}

/** Three machines that run what `wanted` stands for; one may run something else. */
function world(changed: readonly string[] | undefined): DeployWorld {
  const answer = ({ argv, node }: Command): CommandOutput => {
    if (argv[0] !== "ssh") throw new Error(`not to be run: ${argv.join(" ")}`);
    if (argv.includes("-O")) return { code: 0, stdout: "", stderr: "" };
    const isChanged = changed !== undefined && node === CHANGED;
    return installedHost(join(folder, "certs"), node ?? "", isChanged ? "another" : "wanted", [
      "k3s-data=yes",
      ...longLasting(),
      ...(isChanged ? changed : []),
    ]);
  };
  return {
    inspectCertificates: () => [],
    inspectGenerated: async () => ({
      problems: [],
      fingerprints: new Map(cluster.nodes.map(({ name }) => [name, "wanted"])),
    }),
    run: async (command) => answer(command),
    pauses: { shortest: 1, longest: 1 },
    identity: "",
    isDead: () => false,
    openJournal: () => ({ before: [], note: () => {}, close: () => {} }),
  };
}

describe("nk3's README, here", () => {
  it("three nodes that are up to date: each is reachable, and no action is needed on any", async () => {
    const kept = context();
    const file = join(folder, "flake/machines.ts");
    expect(
      await deployCluster(
        cluster,
        file,
        deployOptions({ all: true, certificates: "certs" }),
        kept,
        world(undefined),
      ),
      kept.errors.join("\n"),
    ).toBe(0);
    expect(kept.errors).toEqual(NAMES.map((name) => `${name} is reachable`));
    expect(kept.lines).toEqual(NAMES.map((name) => `No action needed on ${name}`));
  });

  it("one node's initiator flipped: a comment of machines.ts, and nothing on any node", async () => {
    const before = machines();
    await imported(FLIPPED);
    const lines = (text: string) => text.split("\n").filter((line) => !line.includes("nk3's initiator"));
    expect(machines()).not.toBe(before);
    expect(lines(machines())).toEqual(lines(before));
    expect(await generatedFrom()).toMatch(/^nix\/generated is up to date/);
    // Nor does it by the inventory itself.
    writeFileSync(join(folder, "flipped.yaml"), FLIPPED);
    const loaded = await loadCluster("flipped.yaml", context(true));
    expect(loaded.ok && loaded.value.cluster).toEqual(cluster);
  });

  it("one node's network card changed: that node's file alone, and a step for that node alone", async () => {
    const before = NAMES.map((name) => generated(`nodes/${name}.nix`));
    const old = optionsByNode(cluster)(CHANGED);
    await imported(SEED.replace("interface: enp3s0f0", "interface: enp9s0f0"));
    expect(await generatedFrom()).toMatch(/^nix\/generated: 3 changed/);
    const after = NAMES.map((name) => generated(`nodes/${name}.nix`));
    expect(after.map((text, index) => text === before[index])).toEqual([true, true, false]);

    const loaded = await loadCluster("machines.ts", context());
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const kept = context();
    const runs = world([`options=${JSON.stringify(old)}`]);
    const file = join(folder, "flake/machines.ts");
    const code = await planCluster(
      loaded.value.cluster,
      file,
      planOptions({ certificates: "certs" }),
      kept,
      runs,
    );
    const said = [...kept.lines, ...kept.errors].join("\n");
    expect(code, said).toBe(0);
    expect(said).toContain(`Step 1: activate ${CHANGED}`);
    expect(said).not.toContain("Step 2");
    expect(said).toContain("enp9s0f0");
    expect(said).toContain(`No action needed on ${NAMES[0]}, ${NAMES[1]}`);
  });
});
