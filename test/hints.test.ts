import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { createCommandLine } from "../apps/command-line/command-line.ts";
import { addCommands } from "../apps/command-line/parse-arguments.ts";

// What people are told to type are commands that exist, written so that apps/ can put them as they are typed.

const root = resolve(import.meta.dirname, "..");

/** Every line of the product that holds a text, without comments. */
const lines = ["apps", "packages"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/node_modules|\.(test|cases|type-test|generated)\.ts$|\/(testing|bench)\//.test(file))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((text) => /["`']/.test(text) && !/^\s*(\/\/|\/?\*)/.test(text))
        .map((text) => ({ file: relative(root, file), text })),
    ),
);

const line = createCommandLine("0");
await addCommands(line, ["lab"]);
const names = (command: Command): readonly string[] => command.commands.map((one) => one.name());
const commands = names(line.program);
const ofLab = names(line.program.commands.find((one) => one.name() === "lab") ?? line.program);

it("no command is named without its program", () => {
  const verbs = "[Rr]un|[Cc]all|see|by running";
  const bare = new RegExp(`(?<!npm )\\b(?:${verbs}) \\\\?\`?(?:${commands.join("|")})\\b`);
  expect(lines.filter(({ text }) => bare.test(text))).toEqual([]);
});

it("every command in backticks is one", () => {
  const named = lines.flatMap(({ text }) => [...text.matchAll(/`quorate ([A-Za-z]+)(?: ([a-z]+))?/g)]);
  expect(named.length).toBeGreaterThan(10);
  const wrong = named.filter(
    ([, command = "", of = ""]) => !commands.includes(command) || (command === "lab" && !ofLab.includes(of)),
  );
  expect(wrong.map(([text]) => text)).toEqual([]);
});

it("none is without backticks: it would not be put as it is typed", () => {
  const unmarked = new RegExp(`(?<!\`)\\bquorate (?:${commands.join("|")})\\b`);
  expect(lines.filter(({ text }) => unmarked.test(text))).toEqual([]);
});
