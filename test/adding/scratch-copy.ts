import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = resolve(import.meta.dirname, "../..");
const COMPILER = join(ROOT, "node_modules/typescript/bin/tsc");

/** What the compiler looks at, as tsconfig.json names it. */
const SOURCES = [
  "packages",
  "apps",
  "test",
  "examples",
  "templates",
  "scripts",
  "machines.ts",
  "package.json",
  "tsconfig.json",
];

const run = promisify(execFile);

/** A change of a source file: every place where `from` stands becomes `to`. */
export interface Edit {
  /** Path from the repository's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A copy of the sources that may be broken. */
export interface ScratchCopy {
  /** The files, sorted, that do not compile once `edits` are made; the copy is as before afterwards. */
  readonly filesThatBreak: (edits: readonly Edit[]) => Promise<readonly string[]>;
  readonly remove: () => Promise<void>;
}

/** Copies the sources; packages find each other in the copy, everything else where it is installed. */
export async function makeScratchCopy(): Promise<ScratchCopy> {
  const folder = await mkdtemp(join(tmpdir(), "quorate-scratch-"));
  for (const source of SOURCES) {
    await cp(join(ROOT, source), join(folder, source), {
      recursive: true,
      filter: (path) => !path.includes("/node_modules") && !path.includes("/.stryker-tmp"),
    });
  }
  await linkModules(folder);
  return {
    filesThatBreak: async (edits) => {
      const before = new Map<string, string>();
      try {
        for (const edit of edits) await applyEdit(folder, edit, before);
        return await brokenFiles(folder);
      } finally {
        for (const [file, text] of before) await writeFile(join(folder, file), text);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function linkModules(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@quorate"), { recursive: true });
  for (const name of await readdir(join(ROOT, "node_modules"))) {
    if (name !== "@quorate") await symlink(join(ROOT, "node_modules", name), join(modules, name));
  }
  for (const room of await readdir(join(folder, "packages"))) {
    await symlink(join(folder, "packages", room), join(modules, "@quorate", room));
  }
}

async function applyEdit(
  folder: string,
  { file, from, to }: Edit,
  before: Map<string, string>,
): Promise<void> {
  const text = await readFile(join(folder, file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
  if (!before.has(file)) before.set(file, text);
  await writeFile(join(folder, file), text.replaceAll(from, to));
}

async function brokenFiles(folder: string): Promise<readonly string[]> {
  const output = await run(process.execPath, [COMPILER, "--noEmit", "--pretty", "false"], {
    cwd: folder,
  }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout?: string }) => stdout ?? "",
  );
  const files = [...output.matchAll(/^([^(\s][^(]*)\(\d+,\d+\): error TS/gm)].map(([, file = ""]) => file);
  return [...new Set(files)].sort();
}
