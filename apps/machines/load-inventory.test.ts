import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLUSTER_FILES, madeFrom } from "@quorate/nixos";
import { describe, expect, it } from "vitest";
import { INVENTORIES } from "../../packages/inventory/src/testing/inventories.ts";
import type { InventoryOptions } from "../command-line/inventory-options.ts";
import { genCerts } from "../gen-certs/gen-certs.ts";
import { generate } from "../generate/generate.ts";
import { importInventory } from "../import-inventory/import-inventory.ts";
import { clusterFolder } from "../testing/cluster-folder.ts";
import { type KeptContext, keptContext } from "../testing/context.ts";
import { loadAgain, loadCluster } from "./load-cluster.ts";

const seed = INVENTORIES["2024-06-16"] ?? "";
const ANSWERS: InventoryOptions = {
  interfaces: { all: "enp3s0f0", of: [] },
  disks: { all: "/dev/nvme0n1", of: [] },
  gateway: "172.30.190.1",
};

/** A folder with an inventory alone. */
function folderWith(inventory: string): string {
  const folder = join(clusterFolder(), "nk3");
  mkdirSync(folder);
  writeFileSync(join(folder, "inventory.yaml"), inventory);
  return folder;
}

function contextIn(cwd: string, inventory: InventoryOptions | undefined = ANSWERS): KeptContext {
  return keptContext({ cwd, inventory });
}

const load = (context: KeptContext) => loadCluster("inventory.yaml", context);

const token = (certificates: string) => join(certificates, "imported/k3s-token");

describe("an inventory in the place of machines.ts", () => {
  it.each(Object.entries(INVENTORIES))(
    "of %s gives the cluster that its imported machines.ts gives, and nothing is written",
    async (_, text) => {
      const folder = folderWith(text);
      const context = contextIn(folder);
      const direct = await load(context);
      if (!direct.ok) throw new Error(JSON.stringify(direct.problems));
      expect(direct.value.file).toBe(join(folder, "inventory.yaml"));
      expect(readdirSync(folder)).toEqual(["inventory.yaml"]);
      expect(await loadAgain(direct.value.file, context)).toEqual(direct.value.cluster);
      const options = { ...ANSWERS, inventory: "inventory.yaml", output: "machines.ts", yes: false };
      const imported = keptContext({ cwd: folder });
      expect(await importInventory(options, imported)).toBe(0);
      const written = await loadCluster("machines.ts", imported);
      expect(written.ok && written.value.cluster).toEqual(direct.value.cluster);
      // The token that was imported is this inventory's own.
      expect(await load(context)).toMatchObject({ ok: true });
    },
  );

  it.each<[string, string, InventoryOptions, object]>([
    [
      "what an inventory can't say",
      seed.replace("2f909ce8-cae1-439a-86b3-da87b7ee9f55", '"a b"'),
      ANSWERS,
      { code: "inventory-token", line: 4, column: 15 },
    ],
    [
      "a disk",
      seed.replace("/dev/nvme0n1", "/root"),
      {},
      { code: "disk-invalid", line: 10, column: 20, path: expect.stringMatching(/^machines\..*\.disk$/) },
    ],
    [
      "an address that two have",
      seed.replace("172.30.190.1\n", "172.30.190.137\n"),
      {},
      { line: 5, column: 20, path: "network.gateway" },
    ],
    [
      "what it says nothing of",
      INVENTORIES["2024-06-28"] ?? "",
      {},
      { code: "inventory-incomplete", hint: expect.stringContaining("--interface") },
    ],
    ["the cluster's name", seed, { name: "No Name" }, { code: "cluster-name-invalid", path: "name" }],
  ])("is told where it says %s", async (_, text, inventory, expected) => {
    const folder = folderWith(text);
    const loaded = await load(contextIn(folder, inventory));
    if (loaded.ok) throw new Error("nothing is wrong");
    expect(loaded.problems).toContainEqual(expect.objectContaining(expected));
    expect(new Set(loaded.problems.map(({ where }) => where))).toEqual(
      new Set([join(folder, "inventory.yaml")]),
    );
    expect(readdirSync(folder)).toEqual(["inventory.yaml"]);
  });

  it("is generated from as machines.ts is: beside it, and checked", async () => {
    const folder = folderWith(seed);
    const context = contextIn(folder);
    const run = (check: boolean) => generate({ machines: "inventory.yaml", check }, context);
    expect(await run(true)).toBe(2);
    expect(await run(false)).toBe(0);
    expect(await run(true)).toBe(0);
    const fingerprints = readFileSync(join(folder, "nix/generated", CLUSTER_FILES.fingerprints), "utf8");
    expect(madeFrom(fingerprints)).toBe("inventory.yaml");
  });

  it("beside a machines.ts that nix/generated is from is refused", async () => {
    const folder = folderWith(seed);
    const options = { ...ANSWERS, inventory: "inventory.yaml", output: "machines.ts", yes: false };
    expect(await importInventory(options, keptContext({ cwd: folder }))).toBe(0);
    expect(await generate({ machines: "machines.ts", check: false }, keptContext({ cwd: folder }))).toBe(0);
    writeFileSync(join(folder, "inventory.yaml"), seed.replace("enp3s0f0", "enp9s0"));
    const context = contextIn(folder);
    expect(await generate({ machines: "inventory.yaml", check: false }, context)).toBe(2);
    expect(context.errors.join("\n")).toMatch(/made from "machines\.ts".*\[generated-foreign\]/);
  });
});

describe("its token", () => {
  async function certificatesOf(folder: string, context = contextIn(folder)): Promise<number> {
    return await genCerts({ machines: "inventory.yaml", certificates: "certs" }, context);
  }

  it("is written by genCerts, as importInventory writes it", async () => {
    const folder = folderWith(seed);
    expect(await certificatesOf(folder)).toBe(0);
    const file = token(join(folder, "certs"));
    expect(readFileSync(file, "utf8")).toBe("2f909ce8-cae1-439a-86b3-da87b7ee9f55\n");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "certs/.gitignore"), "utf8")).toContain("*");
  });

  it("that was changed in the file, or is another cluster's, keeps every command from it", async () => {
    const folder = folderWith(seed);
    mkdirSync(join(folder, "certs/imported"), { recursive: true });
    writeFileSync(token(join(folder, "certs")), "another\n");
    const expected = {
      ok: false,
      problems: [
        {
          code: "inventory-token-other",
          line: 4,
          column: 15,
          hint: expect.stringMatching(
            /does not start with another\..*genCerts .*--new-tokens`, then `.*deploy --all.*another cluster's/,
          ),
        },
      ],
    };
    expect(await load(contextIn(folder, {}))).toMatchObject(expected);
    const context = contextIn(folder);
    expect(await certificatesOf(folder, context)).toBe(2);
    expect(context.errors.join("\n")).toMatch(/^inventory\.yaml:4:15: error: .*\[inventory-token-other\]/);
    // Neither of the two is ever shown.
    expect(context.errors.join("\n")).not.toMatch(/2f909ce8|another\n/);
    expect(readdirSync(join(folder, "certs"))).toEqual(["imported"]);
    // The folder that the command is told is the one that counts.
    expect(await load(contextIn(folder, { ...ANSWERS, certificates: "other" }))).toMatchObject({ ok: true });
    rmSync(join(folder, "certs"), { recursive: true });
    expect(await load(contextIn(folder))).toMatchObject({ ok: true });
  });
});
