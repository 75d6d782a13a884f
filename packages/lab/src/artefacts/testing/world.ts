import { spawn } from "node:child_process";
import type { Command, CommandOutput } from "@quorate/command";
import type { LabWorld } from "../../world.ts";

/** A world that runs commands for real, and remembers what was said. */
export function testWorld(): LabWorld & {
  readonly said: readonly string[];
  readonly ran: readonly Command[];
} {
  const said: string[] = [];
  const ran: Command[] = [];
  return {
    said,
    ran,
    say: (where, line) => said.push(`${where}: ${line}`),
    run: async (command) => {
      ran.push(command);
      return await run(command);
    },
  };
}

async function run({ argv: [program, ...rest], timeoutSeconds }: Command): Promise<CommandOutput> {
  return await new Promise((resolve) => {
    const child = spawn(program, rest, {
      stdio: ["ignore", "pipe", "pipe"],
      ...(timeoutSeconds === undefined ? {} : { timeout: timeoutSeconds * 1000 }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => {
      stderr += data.toString();
    });
    child.on("error", () => resolve({ code: undefined, stdout, stderr }));
    child.on("close", (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  });
}
