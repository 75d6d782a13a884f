import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import {
  CERTIFICATES_GITIGNORE,
  type Finding,
  failed,
  IMPORTED_TOKEN,
  type Problem,
  type Result,
  resolveCluster,
  succeeded,
} from "@quorate/cluster";
import { makeFolders, writeFilesAtomic } from "@quorate/files";
import {
  type Answers,
  type CompleteInventory,
  completeInventory,
  definitionOf,
  type ForNodes,
  printMachines,
  readInventory,
} from "@quorate/inventory";
import { findingProblem } from "@quorate/workbench";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import type { ForNodesOption } from "./for-nodes.ts";

/** What `importInventory` is told. */
export interface ImportInventoryOptions {
  /** The inventory, relative to the working folder, as the file to write is. */
  readonly inventory: string;
  readonly output: string;
  /** Consent to taking the place of a file. */
  readonly yes: boolean;
  /** The cluster's name. */
  readonly name: string;
  readonly interfaces: ForNodesOption;
  readonly disks: ForNodesOption;
  readonly gateway?: string;
  readonly subnet?: string;
  /** The certificates' folder. Default: `certs` beside the file that is written. */
  readonly certificates?: string;
}

/** `importInventory`: an nk3 inventory to machines.ts, and its token to where secrets are. */
export async function importInventory(
  options: ImportInventoryOptions,
  context: AppContext,
): Promise<ExitCode> {
  const file = resolve(context.cwd, options.inventory);
  const output = resolve(context.cwd, options.output);
  const certificates = certificatesFolder(options.certificates, output, context.cwd);
  const token = join(certificates, IMPORTED_TOKEN);
  const read = await readComplete(file, options);
  if (!read.ok) return report(read.problems, context);
  const complete = read.value;
  const { joinToken } = complete.inventory;
  const tokenThere = await readIfThere(token);
  const existing = [
    ...(existsSync(output) ? [output] : []),
    ...(tokenThere === undefined || tokenThere.trim() === joinToken ? [] : [token]),
  ];
  if (existing.length > 0 && !options.yes) return report(existing.map(existsProblem), context);
  report(read.warnings ?? [], context);
  const text = printMachines(complete, relative(dirname(output), token));
  makeFolders(dirname(output));
  makeFolders(dirname(token), 0o700);
  const ignore = join(certificates, CERTIFICATES_GITIGNORE);
  // Before the token: there is no moment at which git would take it.
  if (!existsSync(ignore)) writeFilesAtomic([{ path: ignore, content: "*\n" }]);
  writeFilesAtomic([{ path: token, content: `${joinToken}\n`, mode: 0o600 }]);
  writeFilesAtomic([{ path: output, content: text }]);
  tell(complete, { output, token }, context);
  return EXIT.done;
}

/** Reads an inventory, puts the answers into it, and sees that what comes of it is a cluster. */
async function readComplete(
  file: string,
  options: ImportInventoryOptions,
): Promise<Result<CompleteInventory>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const inventory = readInventory(file, bytes.value);
  if (!inventory.ok) return inventory;
  const complete = completeInventory(inventory.value, answersOf(options));
  if (!complete.ok) return failed(...complete.problems, ...(inventory.warnings ?? []));
  const { ok, findings } = resolveCluster(definitionOf(complete.value));
  const found = findings.map((finding: Finding) => findingProblem(finding, file, undefined));
  const problems: readonly Problem[] = [...(inventory.warnings ?? []), ...found];
  return ok ? { ...succeeded(complete.value), warnings: problems } : failed(...problems);
}

async function readBytes(file: string): Promise<Result<Uint8Array>> {
  const unreadable = (message: string) =>
    failed(problem("inventory-unreadable", file, message, "Name the inventory.yaml that nk3 was run with."));
  try {
    // A pipe without a writer would be waited for for ever.
    if (!(await stat(file)).isFile()) return unreadable("this is no ordinary file");
    return succeeded(await readFile(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return unreadable(
      code === "ENOENT" ? "there is no such file" : `the file cannot be read (${code ?? String(error)})`,
    );
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  return existsSync(path) ? await readFile(path, "utf8") : undefined;
}

function answersOf({ name, interfaces, disks, gateway, subnet }: ImportInventoryOptions): Answers {
  return {
    name,
    interface: forNodes(interfaces),
    disk: forNodes(disks),
    ...(gateway === undefined ? {} : { gateway }),
    ...(subnet === undefined ? {} : { subnet }),
  };
}

function forNodes({ all, of }: ForNodesOption): ForNodes {
  return { ...(all === undefined ? {} : { all }), of: new Map(of) };
}

function existsProblem(path: string): Problem {
  return problem(
    "import-exists",
    path,
    "there is such a file, which would be another one afterwards",
    "Move it away, name another one with --output, or give --yes to lose it.",
  );
}

function tell(
  { inventory, nodes }: CompleteInventory,
  { output, token }: { readonly output: string; readonly token: string },
  context: AppContext,
): void {
  if (context.json) {
    const names = nodes.map(({ name }) => name);
    tellJson({ ok: true, output, token, shape: inventory.shape.since, nodes: names }, context);
    return;
  }
  const shown = (path: string) => relative(context.cwd, path);
  const count = `${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}`;
  context.out(`${shown(output)}: ${count}, from an inventory as they were since ${inventory.shape.since}`);
  context.out(`${shown(token)}: the join token, for its owner alone`);
}
