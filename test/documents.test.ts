import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { createCommandLine } from "../apps/command-line/command-line.ts";
import { addCommands } from "../apps/command-line/parse-arguments.ts";
import scripts from "../package.json" with { type: "json" };

// What the documents tell people to type is there: each command, and each of its flags.

const root = resolve(import.meta.dirname, "..");
const line = createCommandLine("0");
await addCommands(line, ["lab"]);

const documents = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith(".md"),
);

/** What is set as code: blocks, and words between backticks. */
function codeIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
  const words = [...text.replace(/^```\w*\n[\s\S]*?^```/gm, "").matchAll(/`([^`]+)`/g)].map(
    ([, code = ""]) => code,
  );
  // Further lines of one command are set in.
  return [...blocks.flatMap((block) => block.replace(/\n {8,}/g, " ").split("\n")), ...words];
}

/** The ways in which a command of ours begins. */
const BEGINNINGS =
  /(?:^|[ (])(quorate |nix run \.#(?:apps\.)?|npm run (?:--silent )?)([A-Za-z-]+)([^#;&)]*)/g;

/** The command that words name, and the flags among them. */
function read(
  first: string,
  rest: string,
): { readonly command: Command | undefined; readonly flags: readonly string[] } {
  const find = (parent: Command, name: string | undefined) =>
    parent.commands.find((one) => one.name() === name);
  const words = rest.split(/[\s[\]|…,]+/).filter((word) => word !== "" && word !== "--");
  let command = find(line.program, first);
  for (const word of words) command = (command && find(command, word)) ?? command;
  const until = words.findIndex((word) => ["kubectl", "bash", "ssh"].includes(word));
  const own = until < 0 ? words : words.slice(0, until);
  return { command, flags: own.flatMap((word) => /^--[a-z][a-z-]*/.exec(word) ?? []) };
}

function flagsOf(command: Command | null): readonly string[] {
  // `lab deploy` hands its words on to deploy.
  const handed = command?.name() === "deploy" && command.parent !== line.program;
  if (handed) return flagsOf(line.program.commands.find((one) => one.name() === "deploy") ?? null);
  return command === null
    ? ["--help", "--version"]
    : [...command.options.map(({ long }) => long ?? ""), ...flagsOf(command.parent)];
}

it("are many", () => {
  const all = documents.flatMap((name) => codeIn(readFileSync(join(root, name), "utf8")));
  expect(all.flatMap((code) => [...code.matchAll(BEGINNINGS)]).length).toBeGreaterThan(100);
});

describe.each(documents)("%s", (name) => {
  const text = readFileSync(join(root, name), "utf8");
  const typed = codeIn(text).flatMap((code) => [...code.matchAll(BEGINNINGS)]);
  it("names commands that there are, with flags that they have", () => {
    const wrong = typed.flatMap(([all, beginning = "", first = "", rest = ""]) => {
      // Nix takes what stands before two hyphens for its own.
      const own = beginning.startsWith("nix") ? (rest.split(" -- ")[1] ?? "") : rest;
      const { command, flags } = read(first, own);
      if (command === undefined) return first in scripts.scripts ? [] : [all];
      const known = flagsOf(command);
      return flags.filter((flag) => !known.includes(flag)).map((flag) => `${flag}: ${all.trim()}`);
    });
    expect(wrong).toEqual([]);
  });
});
