import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { FINDING_KINDS, type ProblemKind, type ProblemKinds } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { explain } from "../apps/explain/explain.ts";
import { EXIT, EXIT_CODES } from "../apps/terminal/exit-code.ts";
import { keptContext } from "../apps/testing/context.ts";

// Each room lists what it complains of in a problem-kind.ts; docs/problems.md is made from these tables.

const root = resolve(import.meta.dirname, "..");

/** The rooms that complain, in the order of the documentation, and what their section is called. */
const SECTIONS: Readonly<Record<string, string>> = {
  apps: "Commands and their arguments",
  "packages/workbench": "The cluster's folder: machines.ts, generated files, the flake",
  "packages/pki": "Certificates",
  "packages/rollout": "Deployments",
  "packages/hosts": "Machines that are deployed to",
  "packages/lab": "The lab",
  "packages/files": "Files",
  "packages/cluster": "The cluster",
  "packages/inventory": "Inventories of nk3's",
  "packages/nixos-options": "NixOS's options",
};

/** A table of problems, or a part of one. */
const TABLE = /\bproblem-kind(\.ts$|\/)/;

/** All folders that could hold a table. */
const FOLDERS = ["apps", ...readdirSync(join(root, "packages")).map((name) => `packages/${name}`)];

interface Table {
  readonly room: string;
  readonly file: string;
  readonly kinds: ProblemKinds;
}

const tables: readonly Table[] = (
  await Promise.all(
    FOLDERS.map(async (room) => {
      const file = join(root, room, room === "apps" ? "problem-kind.ts" : "src/problem-kind.ts");
      if (!existsSync(file)) return [];
      const exported = Object.entries((await import(file)) as Record<string, unknown>);
      return exported
        .filter(([name]) => name.endsWith("_PROBLEMS"))
        .map(([, kinds]) => ({ room, file, kinds: kinds as ProblemKinds }));
    }),
  )
).flat();

const rows = tables.flatMap(({ room, kinds }) =>
  Object.entries(kinds).map(([code, kind]) => ({ room, code, kind })),
);

function sourcesOf(room: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.parentPath.includes("node_modules"),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\.(test|cases|type-test|generated)\.ts$|\/testing\//.test(file))
    .map((file) => ({ file: relative(root, file), text: readFileSync(file, "utf8") }));
}

describe("the codes of problems", () => {
  it("are those of rooms that have a section", () => {
    expect(tables.map(({ room }) => room)).toEqual(expect.arrayContaining(["apps"]));
    expect(tables.map(({ room }) => room).filter((room) => SECTIONS[room] === undefined)).toEqual([]);
  });

  it("mean one thing, whoever says them, and none is that of a finding", () => {
    const meanings = new Map<string, ProblemKind>();
    const wrong = rows.filter(({ code, kind }) => {
      const before = meanings.get(code) ?? kind;
      meanings.set(code, kind);
      return code in FINDING_KINDS || JSON.stringify(before) !== JSON.stringify(kind);
    });
    expect(wrong).toEqual([]);
  });

  it.each(rows)("$room: $code is a code, and its meaning a clause", ({ code, kind }) => {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(kind.meaning).toMatch(/^\S[^\n|]*[^.\s]$/);
  });

  it.each(rows)("$room: $code is explained", ({ code, kind }) => {
    const context = keptContext({});
    expect(explain(code, context)).toBe(EXIT.done);
    expect(context.lines.map((line) => line.split(": ")[0])).toEqual([code, "then", "run"]);
    expect(context.lines[0]).toBe(`${code}: ${kind.meaning}`);
  });

  it("are all said somewhere", () => {
    const said = new Set(
      FOLDERS.flatMap(sourcesOf)
        .filter(({ file }) => !TABLE.test(file))
        .flatMap(({ text }) => [...text.matchAll(/"([a-z0-9-]+)"/g)].map(([, code = ""]) => code)),
    );
    expect(rows.filter(({ code }) => !said.has(code)).map(({ code }) => code)).toEqual([]);
  });
});

it("no room makes a problem but by the maker of its table", () => {
  // A finding is no problem yet: it becomes one where machines.ts is read and its lines are known.
  const findings = /^packages\/cluster\/src\/(rules|parse|resolve|model\/finding)/;
  // The compiler's own.
  const adapters = /^(packages\/workbench\/src\/machines-file\/complaint\.ts$)/;
  const literal = /\bcode: ["'`]|\bseverity: ["'`](error|warning)["'`](?! \|)/;
  const wrong = FOLDERS.flatMap(sourcesOf)
    .filter(
      ({ file, text }) =>
        !TABLE.test(file) &&
        !findings.test(file) &&
        !adapters.test(file) &&
        literal.test(text.replace(/\/\*\*.*?\*\//gs, "")),
    )
    .map(({ file }) => file);
  expect(wrong).toEqual([]);
});

it("all are in docs/problems.md (if this fails: npx vitest run test/problems.test.ts -u)", async () => {
  const sections = Object.entries(SECTIONS).flatMap(([room, title]) => {
    const lines = rows.filter((row) => row.room === room).map(({ code, kind }) => line(code, kind));
    return lines.length === 0
      ? []
      : [`\n## ${title}\n\n| code | severity | exit | when |\n|---|---|---|---|\n${lines.join("\n")}\n`];
  });
  const exits = EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`);
  const text = `# What commands complain of

A problem has a code, a place, a message and, mostly, a hint; \`--json\` gives it as it is. Codes are stable. An
error ends a command; a warning is only said. How a command ends follows from the codes of its errors: ${EXIT.wrongInput} where
each of them is about the input, else ${EXIT.failed}. What Quorate says about the cluster that machines.ts describes is in
[findings.md](findings.md), and ends with ${EXIT.wrongInput}; so do complaints of TypeScript's compiler, whose codes are \`TS\` and
a number.

## Exit codes

| exit code | means |
|---|---|
${exits.join("\n")}

\`lab exec\`, \`lab shell\`, \`lab logs\` and \`lab run\` end as the command that they run.
${sections.join("")}`;
  await expect(text).toMatchFileSnapshot("../docs/problems.md");
});

function line(code: string, { severity, exit, meaning }: ProblemKind): string {
  const ends = severity === "warning" ? "" : exit === "failed" ? EXIT.failed : EXIT.wrongInput;
  return `| \`${code}\` | ${severity} | ${ends} | ${meaning} |`;
}
