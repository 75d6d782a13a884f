import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Workspace } from "./workspace.ts";

/**
 * Runs Quorate in a workspace until it has said something, and kills it then with all that it has started. @returns what
 * it had said. @throws where it ends before
 */
export async function killedAt(
  workspace: Workspace,
  words: readonly string[],
  says: RegExp,
): Promise<string> {
  // In a group of its own, since a command of the lab starts another process: that is the one that has to die.
  const child = spawn(process.execPath, [workspace.program, ...words], {
    cwd: workspace.folder,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  let killed = false;
  const hear = (text: string) => {
    said += text;
    if (killed || !says.test(said) || child.pid === undefined) return;
    killed = true;
    process.kill(-child.pid, "SIGKILL");
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  await once(child, "close");
  if (!killed) throw new Error(`it ended with ${child.exitCode} and never said ${says}:\n${said}`);
  return said;
}
