import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseArguments } from "../apps/command-line/parse-arguments.ts";

// `just` is not on every machine that runs the tests, so the two justfiles are read here: recipes, what each runs
// before and after itself, and its lines. That is all of just's language that they may use.

const root = resolve(import.meta.dirname, "..");

interface Recipe {
  readonly name: string;
  /** Parameters by name, with what they are unless something is said. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly lines: readonly string[];
}

const HEAD = /^([a-z]+)((?: \*?[a-z]+="[^"]*")*):((?: [a-z]+)*)(?: &&((?: [a-z]+)+))?$/;

/** Reads a justfile; throws where a line is none of those above. */
function readJustfile(file: string): ReadonlyMap<string, Recipe> {
  const recipes = new Map<string, Recipe>();
  let lines: string[] | undefined;
  for (const text of readFileSync(join(root, file), "utf8").split("\n")) {
    if (text === "" || text.startsWith("# ")) continue;
    if (text.startsWith("    ") && lines !== undefined) {
      lines.push(text.trim());
      continue;
    }
    const [, name, parameters = "", before = "", after = ""] = HEAD.exec(text) ?? [];
    if (name === undefined || recipes.has(name)) throw new Error(`${file}: ${text}`);
    lines = [];
    recipes.set(name, {
      name,
      defaults: Object.fromEntries(
        [...parameters.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, parameter = "", value = ""]) => [
          parameter,
          value,
        ]),
      ),
      before: words(before),
      after: words(after),
      lines,
    });
  }
  return recipes;
}

function words(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}

/** The commands of a recipe in the order in which just runs them, each recipe once. */
function commandsOf(recipes: ReadonlyMap<string, Recipe>, name: string, done = new Set<string>()): string[] {
  const recipe = recipes.get(name);
  if (recipe === undefined) throw new Error(`there is no recipe ${name}`);
  if (done.has(name)) return [];
  done.add(name);
  return [
    ...recipe.before.flatMap((one) => commandsOf(recipes, one, done)),
    ...recipe.lines.map((line) =>
      line.replaceAll(/\{\{ ([a-z]+) \}\}/g, (_, parameter: string) => recipe.defaults[parameter] ?? "?"),
    ),
    ...recipe.after.flatMap((one) => commandsOf(recipes, one, done)),
  ];
}

const scripts = (
  JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> }
).scripts;

/** What of Quorate's command line a command calls; what else it is, where it is none of it. */
function called(command: string): { readonly words: readonly string[] } | { readonly tool: string } {
  const npm = /^npm run --silent ([A-Za-z:]+)( .*)?$/.exec(command);
  if (npm !== null) {
    const script = scripts[npm[1] ?? ""];
    if (script === undefined) throw new Error(`package.json has no script for: ${command}`);
    const own = /^node scripts\/quorate\.mjs (.*)$/.exec(script);
    if (own === null) return { tool: script };
    return { words: [...words(own[1] ?? ""), ...words(npm[2] ?? "").filter((word) => word !== "--")] };
  }
  const app = /^nix run \.#([A-Za-z]+)( .*)?$/.exec(command);
  if (app === null) return { tool: command };
  return { words: [app[1] ?? "", ...words(app[2] ?? "").filter((word) => word !== "--")] };
}

/** What is neither Quorate's nor a script of package.json. */
const TOOLS = ["nix fmt", "nix flake check", "nix flake update"];

describe.each(["justfile", "templates/cluster/justfile"])("%s", (file) => {
  const recipes = readJustfile(file);

  it("has what people type", () => {
    expect([...recipes.keys()]).toEqual(
      expect.arrayContaining(["default", "upgrade", "test", "lab", "deploy"]),
    );
    // `just` alone runs the first one.
    expect([...recipes.keys()][0]).toBe("default");
  });

  it.each([...recipes.keys()])(
    "%s runs commands that there are, with arguments that they take",
    async (name) => {
      const commands = commandsOf(recipes, name).map(called);
      expect(commands).not.toEqual([]);
      for (const command of commands) {
        if ("tool" in command) {
          expect([...TOOLS, ...Object.values(scripts)]).toContain(command.tool);
        } else {
          const parsed = await parseArguments(command.words, "0", () => {});
          expect(parsed.kind, command.words.join(" ")).toBe("work");
        }
      }
    },
  );
});

it("the default formats, lints, checks types, and deploys at the very end", () => {
  expect(commandsOf(readJustfile("justfile"), "default")).toEqual([
    "npm run --silent format",
    "npm run --silent lint",
    "npm run --silent typecheck",
    "npm run --silent generate",
    "npm run --silent deploy -- --all",
  ]);
  // A cluster's own folder has no npm: generate checks its types and tells its findings.
  expect(commandsOf(readJustfile("templates/cluster/justfile"), "default")).toEqual([
    "nix fmt",
    "nix run .#generate",
    "nix flake check",
    "nix run .#deploy -- --all",
  ]);
});

it("an upgrade deploys what it has fetched, once it is generated", () => {
  for (const [file, deploy] of [
    ["justfile", "npm run --silent deploy -- --all"],
    ["templates/cluster/justfile", "nix run .#deploy -- --all"],
  ] as const) {
    const commands = commandsOf(readJustfile(file), "upgrade");
    expect(commands[0]).toBe("nix flake update");
    expect(commands[1]).toMatch(/generate$/);
    expect(commands.at(-1)).toBe(deploy);
  }
});
