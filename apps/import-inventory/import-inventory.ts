import { basename, dirname, relative, resolve } from "node:path";
import type { Problem } from "@quorate/cluster";
import { createSystemRunner, type Runner, shellWord } from "@quorate/command";
import { makeFolders, writeFilesAtomic } from "@quorate/files";
import { type CompleteInventory, type Inventory, printMachines } from "@quorate/inventory";
import { MACHINES } from "../command-line/common-options.ts";
import type { InventoryAnswers } from "../command-line/inventory-options.ts";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import { readCompleteInventory } from "../machines/complete-inventory.ts";
import {
  importedAuthorityFile,
  importedTokenFile,
  isOtherAuthority,
  isOtherToken,
  keepAuthority,
  keepToken,
} from "../machines/imported.ts";
import { problem } from "../problem-kind.ts";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import { lookAtMachines } from "./look-at-machines.ts";
import { refuseOutput } from "./refused-output.ts";

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
  const authority = importedAuthorityFile(certificates);
  const { fromCluster = false, privateKey } = options;
  if (privateKey !== undefined && !fromCluster) {
    const message = "--private-key is what machines are logged in to by, and only --from-cluster does so";
    return report([problem("usage", "importInventory", message)], context);
  }
  const { yes } = options;
  const refusal = refuseOutput(output, { named: options.output, inventory: file, token, yes });
  if (refusal !== undefined) return report([refusal], context);
  const look = (inventory: Inventory) => lookAtMachines(inventory, privateKey, run);
  const read = await readCompleteInventory(file, options, fromCluster ? look : undefined);
  if (!read.ok) return report(read.problems, context);
  const { complete } = read.value;
  // Consent to lose a machines.ts is none to lose a token, which nobody can write anew.
  const others = [
    ...((await isOtherToken(certificates, complete.inventory)) ? [otherToken(token)] : []),
    ...(!yes && (await isOtherAuthority(certificates, complete)) ? [otherAuthority(authority)] : []),
  ];
  if (others.length > 0) return report(others, context);
  report(read.warnings ?? [], context);
  const text = printMachines(complete, relative(dirname(output), token));
  makeFolders(dirname(output));
  keepToken(certificates, complete.inventory);
  keepAuthority(certificates, complete);
  writeFilesAtomic([{ path: output, content: text }]);
  tell(complete, { output, token, authority }, context);
  return EXIT.done;
}

function otherAuthority(path: string): Problem {
  return problem(
    "import-exists",
    path,
    "the authority of another cluster was imported before, or this one's was replaced",
    "Give each cluster a folder of its own. --yes keeps what the machines tell now; genCerts refuses it where it has worked with the other one.",
  );
}

function otherToken(path: string): Problem {
  return problem(
    "import-exists",
    path,
    "another token was imported before: it was changed in the inventory, or this is another cluster's",
    `Give each cluster a folder of its own. A server that has data starts with no other token than it has; \`quorate genCerts <folder> --new-tokens\`, then \`quorate deploy --all\`, give the cluster another one, and the inventory keeps the one that it had. If the inventory's is the right one, move this one aside, \`mv ${basename(path)} ${basename(path)}.before\` where it is; --yes does not lose it.`,
  );
}

function tell(
  { inventory, nodes, adoption }: CompleteInventory,
  {
    output,
    token,
    authority,
  }: { readonly output: string; readonly token: string; readonly authority: string },
  context: AppContext,
): void {
  if (context.json) {
    const names = nodes.map(({ name }) => name);
    const told = { ok: true, output, token, shape: inventory.shape.since, nodes: names };
    tellJson(adoption === undefined ? told : { ...told, authority }, context);
    return;
  }
  const shown = (path: string) => relative(context.cwd, path);
  const count = `${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}`;
  context.out(`${shown(output)}: ${count}, from an inventory as they were since ${inventory.shape.since}`);
  context.out(`${shown(token)}: the join token, for its owner alone`);
  if (adoption === undefined) {
    const words = [shown(inventory.file), "--from-cluster", "--yes"];
    if (shown(output) !== MACHINES) words.push("--output", shown(output));
    const again = asTyped(
      `\`quorate importInventory ${words.map(shellWord).join(" ")}\``,
      context.invocation,
    );
    context.out(
      `Next: if the cluster runs, ${again}, which asks its machines for what would break otherwise; if it is to be made anew, generate, genCerts, deploy.`,
    );
    return;
  }
  context.out(`${shown(authority)}: the authority of the cluster's servers, which keep its key`);
  const next = [
    "generate and genCerts",
    `let certs/operator/id_ed25519.pub in on each machine, unless your ssh-agent has a key for root`,
    "plan, which touches nothing",
  ];
  context.out(`Next: ${next.join("; ")}.`);
}
