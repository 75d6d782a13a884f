import { CommanderError } from "commander";
import { addDeploy } from "../deploy/command.ts";
import { addEtcd } from "../etcd/commands.ts";
import { addExplain } from "../explain/command.ts";
import { addGenCerts } from "../gen-certs/command.ts";
import { addGenerate } from "../generate/command.ts";
import { addImportInventory } from "../import-inventory/command.ts";
import { addNixosOptions } from "../nixos-options/command.ts";
import { addPlan } from "../plan/command.ts";
import { addQuorum } from "../quorum/command.ts";
import { addReboot } from "../reboot/command.ts";
import { addReplace } from "../replace/command.ts";
import { addRollback } from "../rollback/command.ts";
import { addStatus } from "../status/command.ts";
import { EXIT } from "../terminal/exit-code.ts";
import { addUncordon } from "../uncordon/command.ts";
import { addUnlock } from "../unlock/command.ts";
import { type Chosen, type CommandLine, createCommandLine } from "./command-line.ts";
import { refuseTwice } from "./refuse-twice.ts";

// Start-up is what people wait for most often: each command's code is loaded only when it is called.

/** What a command line came to before anything was done: work to do, or an exit code. */
export type Parsed =
  | { readonly kind: "work"; readonly chosen: Chosen }
  | { readonly kind: "ended"; readonly exit: number };

/**
 * Parses arguments. Help, the version and what is wrong with arguments are said at once; unknown flags and commands
 * end with exit code 2.
 */
export async function parseArguments(
  argv: readonly string[],
  version: string,
  out: (line: string) => void,
): Promise<Parsed> {
  const line = createCommandLine(version);
  await addCommands(line, argv);
  refuseTwice(line.program);
  try {
    await line.program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "ended", exit: EXIT.done };
    // The sentence is on stderr already; a program that asked for JSON reads stdout.
    if (argv.includes("--json")) {
      const { problem } = await import("../problem-kind.ts");
      const message =
        error.code === "commander.help" ? "no command was named" : error.message.replace(/^error: /, "");
      const problems = [problem("usage", "", message)];
      out(JSON.stringify({ ok: false, problems }, null, 2));
    }
    return { kind: "ended", exit: EXIT.wrongInput };
  }
  const chosen = line.chosen();
  return chosen === undefined ? { kind: "ended", exit: EXIT.wrongInput } : { kind: "work", chosen };
}

/** Adds every command; those of the lab where the arguments speak of it. */
export async function addCommands(line: CommandLine, argv: readonly string[]): Promise<void> {
  addGenerate(line);
  addGenCerts(line);
  addPlan(line);
  addDeploy(line);
  addStatus(line);
  addEtcd(line);
  addExplain(line);
  addReboot(line);
  addRollback(line);
  addReplace(line);
  addUncordon(line);
  addUnlock(line);
  addImportInventory(line);
  addNixosOptions(line);
  addQuorum(line);
  const lab = line.command("lab", "the cluster of machines.ts on this machine, to try it without hardware");
  lab.enablePositionalOptions();
  // Its commands name what the lab can do, and the lab is most of this program: for those who ask.
  if (argv.includes("lab")) {
    const { addLabCommands } = await import("../lab/commands.ts");
    addLabCommands(lab, line);
  }
}
