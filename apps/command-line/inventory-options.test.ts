import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { INVENTORIES } from "../../packages/inventory/src/testing/inventories.ts";
import { keptContext } from "../testing/context.ts";
import { createCommandLine } from "./command-line.ts";
import { inventoryWords } from "./inventory-options.ts";
import { addCommands, parseArguments } from "./parse-arguments.ts";

/** The words of a command that is complete, made of what commander knows of it. */
function wordsOf(command: Command): readonly string[] {
  const names: string[] = [];
  for (let one: Command | null = command; one?.parent != null; one = one.parent) names.unshift(one.name());
  const words = command.registeredArguments.map(({ argChoices, required, variadic }) =>
    required || variadic ? (argChoices?.[0] ?? WORDS[command.name()] ?? "node1") : undefined,
  );
  const options = command.options
    .filter(({ mandatory }) => mandatory)
    .flatMap(({ long, argChoices }) => [long ?? "", argChoices?.[0] ?? "x"]);
  return [...names, ...words.filter((word) => word !== undefined), ...options];
}

/** What some commands' own words have to be. */
const WORDS: { readonly [command: string]: string } = {};

function leavesOf(command: Command): readonly Command[] {
  const inside = command.commands.filter((one) => one.name() !== "help");
  return inside.length === 0 ? [command] : inside.flatMap(leavesOf);
}

const line = createCommandLine("0");
await addCommands(line, ["lab"]);
const all = leavesOf(line.program);
const reading = all.filter(({ options }) => options.some(({ long }) => long === "--machines"));

let complaints = "";
beforeEach(() => {
  complaints = "";
  // A lab is root's, and its commands say so first.
  vi.spyOn(process, "getuid").mockReturnValue(0);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    complaints += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const parse = (words: readonly string[]) => parseArguments(words, "0", () => {});

describe("--inventory, on every command that reads machines.ts", () => {
  it("is all but a few", () => {
    const others = all.filter((one) => !reading.includes(one)).map((one) => one.name());
    expect(others.sort()).toEqual(["explain", "importInventory", "nixosOptions"]);
    expect(reading.length).toBeGreaterThan(20);
  });

  it.each(reading.map((command) => [wordsOf(command).join(" "), command] as const))("%s", async (words) => {
    const typed = words.split(" ");
    // Before a command's own words, since some commands hand those on.
    const [first = "", ...rest] = typed;
    const given = ["--inventory", "a/i.yaml", "--gateway", "10.0.0.1", "--disk", "n=/dev/sda"];
    const parsed = await parse([...given, first, ...rest]);
    expect(complaints).toBe("");
    expect(parsed).toMatchObject({
      kind: "work",
      chosen: {
        options: {
          machines: "a/i.yaml",
          inventory: { gateway: "10.0.0.1", disks: { of: [["n", "/dev/sda"]] } },
        },
      },
    });
    expect(await parse([...given, "--machines", "m.ts", first, ...rest])).toEqual({ kind: "ended", exit: 2 });
    expect(complaints).toMatch(/^error: --machines and --inventory both describe the cluster/);
  });

  it.each([
    ["--inventory i.yaml explain x", /explain reads no machines.ts: leave --inventory out/],
    [
      "--inventory i.yaml importInventory j.yaml",
      /importInventory reads no machines.ts: leave --inventory out/,
    ],
    ["generate --gateway 10.0.0.1", /--gateway is for what --inventory <file> leaves out/],
    ["generate --cluster-name x", /--cluster-name is for what --inventory/],
    ["generate --inventory=", /option '--inventory <file>' is empty/],
  ])("%s is refused", async (words, says) => {
    expect(await parse(words.split(" "))).toEqual({ kind: "ended", exit: 2 });
    expect(complaints).toMatch(says);
  });

  it("leaves the name to a command that has one of its own", async () => {
    const parsed = await parse("lab down --name a --inventory i.yaml --cluster-name b".split(" "));
    expect(parsed).toMatchObject({ chosen: { options: { inventory: { name: "b" } } } });
  });

  it("is typed again in hints as it was", () => {
    expect(
      inventoryWords("i.yaml", {
        name: "a",
        interfaces: { all: "eno1", of: [["n", "eno2"]] },
        subnet: "10.0.0.0/16",
        certificates: "c",
      }),
    ).toEqual(
      "--inventory i.yaml --cluster-name a --interface eno1 --interface n=eno2 --subnet 10.0.0.0/16".split(
        " ",
      ),
    );
  });
});

describe("a wrong inventory", () => {
  // It reads nix/generated alone, and needs etcd for that.
  const asked = reading.filter((one) => one.name() !== "quorum");

  it.each(asked.map((command) => [wordsOf(command).join(" ")]))(
    "is told by its line and column, and nothing is touched: %s",
    async (words) => {
      const folder = mkdtempSync(join(tmpdir(), "quorate-inventory-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const cwd = join(folder, "nk3");
      mkdirSync(cwd);
      const seed = INVENTORIES["2024-06-16"] ?? "";
      writeFileSync(join(cwd, "inventory.yaml"), seed.replace("190.137", "190.337"));
      const parsed = await parse(["--inventory", "inventory.yaml", ...words.split(" ")]);
      if (parsed.kind !== "work") throw new Error(complaints);
      const { inventory } = parsed.chosen.options;
      const context = keptContext({ cwd, inventory, stateFolder: join(folder, "state") });
      expect(await parsed.chosen.run(context)).toBe(2);
      expect(context.errors.join("\n")).toMatch(/^inventory\.yaml:11:5: error: .*\[inventory-address\]/m);
      expect(context.lines).toEqual([]);
      expect(readdirSync(cwd)).toEqual(["inventory.yaml"]);
      expect(existsSync(join(folder, "state"))).toBe(false);
    },
  );
});
