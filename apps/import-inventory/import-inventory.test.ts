import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { genCerts } from "@quorate/pki";
import { readMachines } from "@quorate/workbench";
import { describe, expect, it } from "vitest";
import { INVENTORIES } from "../../packages/inventory/src/testing/inventories.ts";
import { findCompiler } from "../machines/installation.ts";
import { clusterFolder } from "../testing/cluster-folder.ts";
import { keptContext } from "../testing/context.ts";
import { type ImportInventoryOptions, importInventory } from "./import-inventory.ts";

/** A folder with an inventory alone. */
function folderWith(inventory: string): string {
  const folder = join(clusterFolder(), "nk3");
  mkdirSync(folder);
  writeFileSync(join(folder, "inventory.yaml"), inventory);
  return folder;
}

async function run(cwd: string, different: Partial<ImportInventoryOptions> = {}, json = false) {
  const context = keptContext({ cwd, json });
  const code = await importInventory(
    {
      inventory: "inventory.yaml",
      output: "machines.ts",
      yes: false,
      name: "nk3",
      interfaces: { all: "enp3s0f0", of: [] },
      disks: { all: "/dev/nvme0n1", of: [] },
      gateway: "172.30.190.1",
      ...different,
    },
    context,
  );
  return { code, out: context.lines.join("\n"), err: context.errors.join("\n") };
}

const seed = INVENTORIES["2024-06-16"] ?? "";
const machines = (folder: string) => readFileSync(join(folder, "machines.ts"), "utf8");
const token = (folder: string) => join(folder, "certs/imported/k3s-token");

describe("an inventory of each shape", () => {
  it.each(Object.entries(INVENTORIES))(
    "of %s becomes a machines.ts that nothing is wrong with",
    async (_, text) => {
      const folder = folderWith(text);
      expect(await run(folder)).toMatchObject({ code: 0 });
      // As every command reads it: by the real compiler, then by the rules.
      const compiler = findCompiler();
      expect(compiler).toBeDefined();
      const loaded = await readMachines(join(folder, "machines.ts"), { compiler });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
      expect(loaded.warnings).toEqual([]);
      const cluster = loaded.value;
      expect(cluster).toMatchObject({
        name: "nk3",
        distribution: { kind: "k3s" },
        loadBalancer: { kind: "none" },
        network: { pods: [{ cidr: "10.42.0.0/16" }], services: [{ cidr: "10.43.0.0/16" }] },
      });
      expect(cluster.nodes.every(({ roles }) => roles.etcd && roles.controlPlane)).toBe(true);
      expect(machines(folder)).toMatchSnapshot();
      expect(machines(folder)).not.toContain(readFileSync(token(folder), "utf8").trim());
    },
  );
});

describe("an even number of servers", () => {
  const node = (number: number) =>
    `    172.30.190.${number}:\n      initiator: false\n      interface: enp3s0f0\n      boot_device: /dev/nvme0n1\n`;
  it.each([2, 4])("moves over as it is: %i", async (count) => {
    const [start = ""] = seed.split("    172.30.190.198:");
    const folder = folderWith(
      `${start}${Array.from({ length: count }, (_, index) => node(index + 3)).join("")}`,
    );
    const result = await run(folder);
    expect(result.code, result.err).toBe(0);
    expect(result.err).toMatch(/^inventory\.yaml:7:5: warning: .*\[etcd-even-allowed\]/m);
    const loaded = await readMachines(join(folder, "machines.ts"), { compiler: findCompiler() });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
    expect(loaded.value.etcd.members).toHaveLength(count);
    expect(loaded.warnings?.map(({ code }) => code)).toEqual(["etcd-even-allowed"]);
    // Written by hand, it is as refused as it was.
    writeFileSync(join(folder, "machines.ts"), machines(folder).replace(/^ *allowEvenMembers: true,\n/m, ""));
    const refused = await readMachines(join(folder, "machines.ts"), { compiler: findCompiler() });
    expect(refused.ok || refused.problems.map(({ code }) => code)).toEqual(["etcd-even"]);
  });
});

it("keeps the token for its owner alone, out of git, and where genCerts leaves it", async () => {
  const folder = folderWith(seed);
  await run(folder);
  expect(readFileSync(token(folder), "utf8")).toBe("2f909ce8-cae1-439a-86b3-da87b7ee9f55\n");
  expect(statSync(token(folder)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, "certs/imported")).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(folder, "certs/.gitignore"), "utf8")).toBe("*\n");
  const own = await readMachines(join(clusterFolder(), "machines.ts"), { compiler: undefined });
  if (!own.ok) throw new Error("the cluster of one node is refused");
  const made = await genCerts({
    cluster: own.value,
    certificates: join(folder, "certs"),
    now: new Date("2026-11-01T00:00:00Z"),
  });
  expect(made.ok && (made.warnings ?? [])).toEqual([]);
  expect(readFileSync(token(folder), "utf8")).toBe("2f909ce8-cae1-439a-86b3-da87b7ee9f55\n");
});

describe("says", () => {
  it("what to do next, for a cluster that runs and for one that does not", async () => {
    const { out } = await run(folderWith(seed), { output: "a/m.ts" });
    expect(out).toMatch(
      /^Next: if the cluster runs, `[^`]*importInventory inventory\.yaml --from-cluster --yes --output a\/m\.ts`,.*made anew, generate, genCerts, deploy\.$/m,
    );
  });

  it("which answers the inventory has another one for: those it leaves unused", async () => {
    const folder = folderWith(seed);
    const { code, err } = await run(folder, {
      interfaces: { all: "eno1", of: [["172.30.190.167", "enp4s0f0"]] },
      disks: { of: [] },
      gateway: "172.30.190.2",
    });
    expect(code).toBe(0);
    expect(err.split("\n").filter((line) => line.includes("warning"))).toEqual([
      "inventory.yaml:5:20: warning: the inventory says the gateway 172.30.190.1, and --gateway 172.30.190.2 is for what it leaves out [inventory-answer-unused]",
      "inventory.yaml:9:18: warning: the inventory says enp3s0f0 for 172.30.190.198, and --interface eno1 is for what it leaves out [inventory-answer-unused]",
      "inventory.yaml:13:18: warning: the inventory says enp3s0f0 for 172.30.190.137, and --interface eno1 is for what it leaves out [inventory-answer-unused]",
    ]);
    expect(machines(folder)).not.toContain("eno1");
  });
});

describe("what is refused leaves everything as it was", () => {
  it.each<[string, string, Partial<ImportInventoryOptions>, RegExp]>([
    [
      "a wrong inventory",
      seed.replace("190.137", "190.337"),
      {},
      /^inventory\.yaml:11:5: error: .*\[inventory-address\]/m,
    ],
    [
      "no inventory",
      seed,
      { inventory: "other.yaml" },
      /^other\.yaml: error: there is no such file \[inventory-unreadable\]/,
    ],
    ["a folder", seed, { inventory: "." }, /no ordinary file/],
    [
      "network cards that nobody named",
      INVENTORIES["2024-06-28"] ?? "",
      { interfaces: { of: [["172.30.190.137", "eno1"]] } },
      /which network card has the address of 172\.30\.190\.198, 172\.30\.190\.167: .*\[inventory-incomplete\]\n.*ip route get/,
    ],
    ["a gateway that nobody named", INVENTORIES["2024-06-28"] ?? "", { gateway: "" }, /gateway/],
    [
      "a node that there is not",
      seed,
      { disks: { of: [["node9", "/dev/sda"]] } },
      /node9.*\[inventory-incomplete\]/,
    ],
    [
      "nodes in several networks",
      seed.replace("172.30.190.137", "172.30.191.137"),
      {},
      /not in one \/24.*\[inventory-incomplete\]/,
    ],
    ["a disk that is none", seed.replace("/dev/nvme0n1", "/root"), {}, /\[disk-invalid\]/],
    ["a name that is none", seed, { name: "No Name" }, /\[cluster-name-invalid\]/],
  ])("%s", async (_, text, different, says) => {
    const folder = folderWith(text);
    const result = await run(folder, different);
    expect(result.err).toMatch(says);
    expect(result.code).toBe(2);
    expect(readdirSync(folder)).toEqual(["inventory.yaml"]);
  });

  it("a file that is there, unless --yes is given", async () => {
    const folder = folderWith(seed);
    writeFileSync(join(folder, "machines.ts"), "mine");
    const refused = await run(folder);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/^machines\.ts: error: .*\[import-exists\]/);
    expect(machines(folder)).toBe("mine");
    expect(existsSync(join(folder, "certs"))).toBe(false);
    expect(await run(folder, { output: "other.ts" })).toMatchObject({ code: 0 });
    expect(await run(folder, { yes: true })).toMatchObject({ code: 0 });
    expect(machines(folder)).toContain("defineCluster(");
  });

  it.each<[string, string, (folder: string) => unknown, RegExp]>([
    [
      "the inventory itself",
      "inventory.yaml",
      () => {},
      /^inventory\.yaml: error: this is the inventory itself/,
    ],
    [
      "by a link",
      "m.ts",
      (folder) => symlinkSync("inventory.yaml", join(folder, "m.ts")),
      /the inventory itself/,
    ],
    [
      "by another name",
      "m.ts",
      (folder) => linkSync(join(folder, "inventory.yaml"), join(folder, "m.ts")),
      /the inventory itself/,
    ],
    [
      "a folder",
      "out",
      (folder) => mkdirSync(join(folder, "out")),
      /^out: error: this is a folder .*\n.*out\/machines\.ts/,
    ],
    ["a folder to be", "out/", () => {}, /^out: error: this is a folder/],
    ["below a file", "inventory.yaml/x/m.ts", () => {}, /^inventory\.yaml: error: this is no folder/],
    ["a pipe", "m.ts", (folder) => execFileSync("mkfifo", [join(folder, "m.ts")]), /a pipe or a device/],
    ["a device", "/dev/null", () => {}, /a pipe or a device/],
    ["the token's file", "certs/imported/k3s-token", () => {}, /where the token is kept/],
  ])("an output that no consent helps: %s", async (_, output, prepare, says) => {
    const folder = folderWith(seed);
    prepare(folder);
    const before = readdirSync(folder);
    const result = await run(folder, { output, yes: true, certificates: "certs" });
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.err).toMatch(says);
    expect(result.err).toContain("[import-output]");
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(join(folder, "inventory.yaml"), "utf8")).toBe(seed);
  });

  it("a link to nothing, unless --yes is given", async () => {
    const folder = folderWith(seed);
    symlinkSync("nowhere.ts", join(folder, "machines.ts"));
    expect((await run(folder)).err).toMatch(
      /^machines\.ts: error: there is a link to a file that there is not/,
    );
    expect(existsSync(join(folder, "certs"))).toBe(false);
    expect(await run(folder, { yes: true })).toMatchObject({ code: 0 });
    expect(lstatSync(join(folder, "machines.ts")).isFile()).toBe(true);
  });

  it("another cluster's token that is there", async () => {
    const folder = folderWith(seed);
    await run(folder, { output: "first.ts" });
    writeFileSync(join(folder, "inventory.yaml"), seed.replace("2f909ce8", "3f909ce8"));
    for (const yes of [false, true]) {
      const result = await run(folder, { yes });
      expect(result.code).toBe(2);
      expect(result.err).toMatch(
        /k3s-token: error: another token was imported before: .*\[import-exists\]\n.*starts with no other token.*genCerts .*--new-tokens.*mv k3s-token k3s-token\.before/,
      );
    }
    expect(readFileSync(token(folder), "utf8")).toMatch(/^2f909ce8/);
    expect(existsSync(join(folder, "machines.ts"))).toBe(false);
    // As it says.
    renameSync(token(folder), `${token(folder)}.before`);
    expect(await run(folder)).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, "certs/imported")).sort()).toEqual(["k3s-token", "k3s-token.before"]);
  });
});

it("tells a program what it did", async () => {
  const folder = folderWith(seed);
  expect(JSON.parse((await run(folder, {}, true)).out)).toMatchObject({
    ok: true,
    output: join(folder, "machines.ts"),
    token: token(folder),
    shape: "2024-06-16",
    nodes: [
      "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4",
      "538f6fb5-5666-5387-9faf-fdea7aa309f7",
      "933fa9c8-51d7-5477-8163-5890a80109bd",
    ],
  });
});
