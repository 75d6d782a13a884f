import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Problem } from "@quorate/cluster";
import type { AppContext } from "../terminal/context.ts";
import { invocationOf } from "../terminal/invocation.ts";
import type { Chosen } from "./command-line.ts";
import { type CommonOptions, MACHINES } from "./common-options.ts";
import { inventoryWords } from "./inventory-options.ts";
import { createOnInterruption } from "./on-interruption.ts";

/** Does a command in the process as it is: its streams, its folder, its clock. Returns the exit code. */
export async function perform({ run, options }: Chosen): Promise<number> {
  let cwd: string;
  try {
    cwd = process.cwd();
  } catch {
    // Modules that are loaded from here on may ask for it too.
    process.chdir("/");
    return await tell(contextIn("/", options), async () => {
      const { problem } = await import("../problem-kind.ts");
      return problem("working-folder-gone", "", "the working folder is gone", "Change to one that exists.");
    });
  }
  const context = contextIn(cwd, options);
  try {
    return await run(context);
  } catch (error) {
    return await tell(context, async () => (await import("../terminal/unexpected.ts")).unexpected(error));
  }
}

function contextIn(cwd: string, { machines, inventory, color, verbose, json }: CommonOptions): AppContext {
  let isRead = true;
  process.stdout.once("error", () => {
    isRead = false;
  });
  return {
    out: (line: string) => process.stdout.write(`${line}\n`),
    isRead: () => isRead,
    err: (line: string) => process.stderr.write(`${line}\n`),
    // A file gets none, whichever of the two it takes.
    // What is no terminal has no isTTY at all.
    color: color && !process.env["NO_COLOR"] && isTerminal(process.stdout) && isTerminal(process.stderr),
    verbose,
    json,
    warnings: [],
    inventory,
    invocation: invocationOf({
      environment: process.env,
      script: process.argv[1] ?? "",
      cwd,
      machines: machines === MACHINES ? undefined : machines,
      inventory: inventory === undefined ? undefined : inventoryWords(machines, inventory),
    }),
    onInterruption: createOnInterruption(),
    ask: async (question) => {
      if (process.stdin.isTTY !== true) return undefined;
      const { createInterface } = await import("node:readline/promises");
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await terminal.question(question);
      } finally {
        terminal.close();
      }
    },
    cwd,
    stateFolder: join(process.env["XDG_STATE_HOME"] || join(homedir(), ".local/state"), "quorate"),
    caller: `${userName()}@${hostname()}`,
    now: () => new Date(),
  };
}

async function tell(context: AppContext, make: () => Promise<Problem>): Promise<number> {
  const { report } = await import("../terminal/report.ts");
  return report([await make()], context);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Nobody has this number's name.
    return String(process.getuid?.() ?? "somebody");
  }
}

function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true;
}
