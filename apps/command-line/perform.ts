import type { Problem } from "@quorate/cluster";
import type { AppContext } from "../terminal/context.ts";
import type { Chosen } from "./command-line.ts";

/** Does a command in the process as it is: its streams, its folder, its clock. Returns the exit code. */
export async function perform({ run, options }: Chosen): Promise<number> {
  const world = {
    out: (line: string) => process.stdout.write(`${line}\n`),
    err: (line: string) => process.stderr.write(`${line}\n`),
    // A file gets none, whichever of the two it takes.
    // What is no terminal has no isTTY at all.
    color:
      options.color && !process.env["NO_COLOR"] && isTerminal(process.stdout) && isTerminal(process.stderr),
    verbose: options.verbose,
    json: options.json,
    warnings: [],
    now: () => new Date(),
  };
  let cwd: string;
  try {
    cwd = process.cwd();
  } catch {
    return await tell({ ...world, cwd: "/" }, async () => {
      const { problem } = await import("../problem-kind.ts");
      return problem("working-folder-gone", "", "the working folder is gone", "Change to one that exists.");
    });
  }
  const context: AppContext = { ...world, cwd };
  try {
    return await run(context);
  } catch (error) {
    return await tell(context, async () => (await import("../terminal/unexpected.ts")).unexpected(error));
  }
}

async function tell(context: AppContext, make: () => Promise<Problem>): Promise<number> {
  const { report } = await import("../terminal/report.ts");
  return report([await make()], context);
}

function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true;
}
