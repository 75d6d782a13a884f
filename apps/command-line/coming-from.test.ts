import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createCommandLine } from "./command-line.ts";
import { addCommands } from "./parse-arguments.ts";

// docs/coming-from.md tells nk3's users what their flags are called here: each command and flag of ours is one.

const text = readFileSync(new URL("../../docs/coming-from.md", import.meta.url), "utf8");
const table = /### The flags\n\n([^#]*)/.exec(text)?.[1] ?? "";
const rows = table
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\||\|$/g, "").trim()));

const line = createCommandLine("0");
await addCommands(line, []);
const commands = new Map(line.program.commands.map((command) => [command.name(), command]));
const everyFlag = new Set(
  [...commands.values()].flatMap(({ options }) => options.map(({ long }) => long ?? "")),
);
const recipes = [
  ...readFileSync(new URL("../../justfile", import.meta.url), "utf8").matchAll(/^([a-z-]+)(?: .*)?:/gm),
].map(([, name]) => name);

/** What is set as code and is neither a command of another program nor a file. */
const ours = rows.flatMap(([theirs = "", here = ""]) =>
  [...here.matchAll(/`([^`]+)`/g)]
    .map(([, code = ""]) => code)
    .filter((code) => /^[a-zA-Z-]+( |$)/.test(code) && !code.startsWith("nix "))
    .map((code) => [theirs, code] as const),
);

describe("every flag of nk3's has its counterpart", () => {
  it("and all of nk3's are there", () => {
    const theirs = rows.map(([cell]) => cell ?? "").join(" ");
    for (const flag of [
      "-i",
      "-a boot",
      "-a switch",
      "-u",
      "-d N",
      "--skip-initial-health",
      "--private-key",
      "-r",
      "-v",
    ]) {
      expect(theirs).toContain(`\`${flag}\``);
    }
    expect(ours.length).toBeGreaterThan(8);
  });

  it.each(ours)("%s: %s", (_, code) => {
    const [first = "", ...rest] = code.split(" ");
    if (first === "just") {
      expect(rest.every((recipe) => recipes.includes(recipe))).toBe(true);
      return;
    }
    // A word by itself is a value of a flag, or a field of machines.ts, told of in words beside it.
    if (first.startsWith("--")) expect(everyFlag).toContain(first);
    else if (commands.has(first)) {
      const known = commands.get(first)?.options.map(({ long }) => long);
      for (const flag of rest.filter((word) => word.startsWith("--"))) expect(known).toContain(flag);
    } else expect(["always", "health"]).toContain(code);
  });
});
