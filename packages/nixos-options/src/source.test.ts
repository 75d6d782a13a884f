import { readFileSync } from "node:fs";
import { Project, ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { readOptions } from "./document.ts";
import { optionFate } from "./fate.ts";
import type { Option, OptionKind, Options } from "./option.ts";
import { nixosOptionsSource } from "./source.ts";
import { optionPath } from "./tree.ts";

const cluster = new URL("../../cluster/src/", import.meta.url);
const committed = readFileSync(new URL("nixos-options.generated.ts", cluster), "utf8");
const options = committedOptions();

function committedOptions(): Options {
  const reading = readOptions(readFileSync(new URL("../nixos-options.json", import.meta.url), "utf8"));
  if (reading.kind === "unreadable") throw new Error(reading.message);
  return reading.options;
}

/** A project in memory with the committed types, and one file that uses them. */
function editor(text: string) {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      allowImportingTsExtensions: true,
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
    },
  });
  for (const name of ["nix-value.ts", "refused.ts"]) {
    project.createSourceFile(`/${name}`, readFileSync(new URL(name, cluster), "utf8"));
  }
  project.createSourceFile("/nixos-options.generated.ts", committed);
  const header = 'import type { NixosOptions } from "./nixos-options.generated.ts";\n';
  return { project, file: project.createSourceFile("/machines.ts", header + text) };
}

/** The lines of the text (from 0) that don't compile, each once. */
function wrongLines(text: string): readonly number[] {
  const { file } = editor(text);
  return [...new Set(file.getPreEmitDiagnostics().map((found) => (found.getLineNumber() ?? 0) - 2))];
}

/** `a.<name>.b.*.c` and `1` → `{ a: { x: { b: [{ c: 1 }] } } }` */
function nested(path: readonly string[], value: string): string {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (part === "*") return `[${nested(rest, value)}]`;
  return `{ ${part.startsWith("<") ? "x" : JSON.stringify(part)}: ${nested(rest, value)} }`;
}

const assignment = (path: readonly string[], value: string, index: number): string =>
  `export const o${index}: NixosOptions = ${nested(path, value)};`;

const inPlainData = (value: unknown): boolean => !/_package|<function>/.test(JSON.stringify(value));

function offered(): readonly (readonly [string, Option])[] {
  // A hidden or internal option's parts are not in the types either, and none is in the data.
  return Object.entries(options).filter(
    ([name, option]) => optionFate(name, option, options).kind === "offered",
  );
}

describe("the committed nixos-options.generated.ts", () => {
  it("is what the data says; if not: npm run generate:options", () => {
    const fresh = nixosOptionsSource(options);
    expect(fresh === committed, "nixos-options.generated.ts is stale: npm run generate:options").toBe(true);
  });

  it("accepts the default of every option", () => {
    const literal = offered().filter(
      ([, option]) => option.defaultKind === "literal" && inPlainData(option.default),
    );
    expect(literal.length).toBeGreaterThan(700);
    const text = literal.map(([name, option], index) =>
      assignment(optionPath(name), JSON.stringify(option.default), index),
    );
    expect(wrongLines(text.join("\n")).map((line) => literal[line]?.[0])).toEqual([]);
  });

  it("refuses every option that was renamed, removed or withdrawn", () => {
    const refused = Object.entries(options).filter(
      ([name, option]) => optionFate(name, option, options).kind === "refused",
    );
    expect(refused.length).toBeGreaterThan(50);
    const text = refused.map(([name], index) => assignment(optionPath(name), "null", index));
    const compiles = new Set(refused.keys());
    for (const line of wrongLines(text.join("\n"))) compiles.delete(line);
    expect([...compiles].map((line) => refused[line]?.[0])).toEqual([]);
  });

  it("refuses the name of every option with a letter too many, but in open submodules", () => {
    const open = Object.keys(options).filter((name) => isOpen(options[name]?.kind));
    const closed = offered().filter(([name]) => !open.some((module) => name.startsWith(`${module}.`)));
    expect(closed.length).toBeGreaterThan(900);
    const text = closed.map(([name], index) => {
      const path = optionPath(name);
      return assignment([...path.slice(0, -1), `${path.at(-1)}X`], "null", index);
    });
    const compiles = new Set(closed.keys());
    for (const line of wrongLines(text.join("\n"))) compiles.delete(line);
    expect([...compiles].map((line) => closed[line]?.[0])).toEqual([]);
  });

  it("refuses for every scalar option a value of another type", () => {
    const scalar = offered().flatMap(([name, { kind }]) => {
      const wrong = wrongScalar(kind);
      return wrong === undefined ? [] : [{ name, wrong }];
    });
    expect(scalar.length).toBeGreaterThan(400);
    const text = scalar.map(({ name, wrong }, index) => assignment(optionPath(name), wrong, index));
    const compiles = new Set(scalar.keys());
    for (const line of wrongLines(text.join("\n"))) compiles.delete(line);
    expect([...compiles].map((line) => scalar[line]?.name)).toEqual([]);
  });
});

describe("an editor that reads it", () => {
  function completions(text: string): readonly string[] {
    const { project, file } = editor(text.replace("|", ""));
    const place = file.getFullText().length - (text.length - 1 - text.indexOf("|"));
    const service = project.getLanguageService().compilerObject;
    return (service.getCompletionsAtPosition("/machines.ts", place, {})?.entries ?? []).map(
      ({ name }) => name,
    );
  }

  it("completes the names of options", () => {
    const names = completions("const o: NixosOptions = { services: { etcd: { | } } };");
    expect(names).toEqual(
      expect.arrayContaining(["enable", "initialCluster", "listenClientUrls", "peerCertFile"]),
    );
    expect(names).not.toContain("toString");
  });

  it("completes them inside submodules", () => {
    const names = completions('const o: NixosOptions = { fileSystems: { "/": { | } } };');
    expect(names).toEqual(expect.arrayContaining(["device", "fsType", "neededForBoot"]));
  });

  it("completes the values of an enumeration", () => {
    const names = completions(
      'const o: NixosOptions = { services: { etcd: { initialClusterState: "|" } } };',
    );
    expect(names.toSorted()).toEqual(["existing", "new"]);
  });

  it.each([
    [
      'services: { openssh: { permitRootLogin: "no" } }',
      `Type '"no"' is not assignable to type 'Refused<"renamed to services.openssh.settings.PermitRootLogin">'.`,
    ],
    [
      "services: { k3s: { docker: true } }",
      `Type 'true' is not assignable to type 'Refused<"removed from NixOS">'.`,
    ],
  ])("says of { %s } what became of the option", (options, message) => {
    const { file } = editor(`export const o: NixosOptions = { ${options} };`);
    const [found] = file.getPreEmitDiagnostics();
    expect(ts.flattenDiagnosticMessageText(found?.compilerObject.messageText, "\n")).toContain(message);
  });

  it("strikes through what was renamed, and says to what", () => {
    const { project, file } = editor(
      "const o: NixosOptions = { services: { kubernetes: { apiserver: {  } } } };",
    );
    const place = file.getFullText().indexOf("apiserver: { ") + "apiserver: { ".length;
    const service = project.getLanguageService().compilerObject;
    const entry = service
      .getCompletionsAtPosition("/machines.ts", place, {})
      ?.entries.find((e) => e.name === "address");
    expect(entry?.kindModifiers).toContain("deprecated");
    const details = service.getCompletionEntryDetails(
      "/machines.ts",
      place,
      "address",
      {},
      undefined,
      {},
      undefined,
    );
    expect(ts.displayPartsToString(details?.tags?.[0]?.text)).toBe(
      "Renamed to `services.kubernetes.apiserver.bindAddress`.",
    );
  });
});

function isOpen(kind: OptionKind | undefined): boolean {
  return kind?.kind === "submodule" && kind.freeform !== undefined;
}

function wrongScalar(kind: OptionKind): string | undefined {
  switch (kind.kind) {
    case "bool":
      return '"true"';
    case "int":
    case "port":
    case "float":
      return '"1"';
    case "str":
    case "path":
    case "nonEmptyStr":
    case "separatedStr":
    case "strMatching":
      return "1";
    case "enum":
      return '"not one of them"';
    case "listOf":
      return '"not a list"';
    default:
      return undefined;
  }
}
