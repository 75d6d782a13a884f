import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Problem } from "@quorate/cluster";
import { createSystemRunner, type Runner } from "@quorate/command";
import { makeFolders, writeFilesAtomic } from "@quorate/files";
import { type CompleteInventory, type Inventory, printMachines } from "@quorate/inventory";
import type { InventoryAnswers } from "../command-line/inventory-options.ts";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import { readCompleteInventory } from "../machines/complete-inventory.ts";
import { importedTokenFile, isOtherToken, keepToken } from "../machines/imported-token.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import { lookAtMachines } from "./look-at-machines.ts";

/** What `importInventory` is told. */
export interface ImportInventoryOptions extends InventoryAnswers {
  /** The inventory, relative to the working folder, as the file to write is. */
  readonly inventory: string;
  readonly output: string;
  /** Consent to taking the place of a file. */
  readonly yes: boolean;
  /** Ask the machines, and carry over what would break otherwise. Default: false. */
  readonly fromCluster?: boolean;
  /** The key to log in to them by. Default: what ssh finds. */
  readonly privateKey?: string;
  /** The certificates' folder. Default: `certs` beside the file that is written. */
  readonly certificates?: string;
}

/** `importInventory`: an nk3 inventory to machines.ts, and its token to where secrets are. */
export async function importInventory(
  options: ImportInventoryOptions,
  context: AppContext,
  run: Runner = createSystemRunner({ onLine: (_, line) => context.err(line), verbose: context.verbose }),
): Promise<ExitCode> {
  const file = resolve(context.cwd, options.inventory);
  const output = resolve(context.cwd, options.output);
  const certificates = certificatesFolder(options.certificates, output, context.cwd);
  const token = importedTokenFile(certificates);
  const { fromCluster = false, privateKey } = options;
  if (privateKey !== undefined && !fromCluster) {
    const message = "--private-key is what machines are logged in to by, and only --from-cluster does so";
    return report([problem("usage", "importInventory", message)], context);
  }
  const look = (inventory: Inventory) => lookAtMachines(inventory, privateKey, run);
  const read = await readCompleteInventory(file, options, fromCluster ? look : undefined);
  if (!read.ok) return report(read.problems, context);
  const { complete } = read.value;
  const existing = [
    ...(existsSync(output) ? [output] : []),
    ...((await isOtherToken(certificates, complete.inventory)) ? [token] : []),
  ];
  if (existing.length > 0 && !options.yes)
    return report(
      existing.map((path) => existsProblem(path, token)),
      context,
    );
  report(read.warnings ?? [], context);
  const text = printMachines(complete, relative(dirname(output), token));
  makeFolders(dirname(output));
  keepToken(certificates, complete.inventory);
  writeFilesAtomic([{ path: output, content: text }]);
  tell(complete, { output, token }, context);
  return EXIT.done;
}

function existsProblem(path: string, token: string): Problem {
  if (path === token) {
    return problem(
      "import-exists",
      path,
      "another token was imported before: it was changed in the inventory, or this is another cluster's",
      "Give each cluster a folder of its own. A server that has data starts with no other token than it has: `k3s token rotate` changes it. --yes keeps the inventory's, and loses the one here.",
    );
  }
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
