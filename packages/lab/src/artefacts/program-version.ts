import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";

/** The version that a program names first when it is asked, as in `1.20.2`; `undefined` where it names none. */
export async function programVersion(world: LabWorld, path: string): Promise<string | undefined> {
  const { stdout } = await runCommand(world, [path, "--version"], { description: "ask for its version" });
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0];
}
