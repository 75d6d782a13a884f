import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";

/** Seconds that a server has to answer. */
const PATIENCE = 5;

/** What wget's exit codes mean where nothing came. */
const MEANINGS: { readonly [code: number]: string } = {
  4: "nobody answers there",
  5: "the server's certificate is not one that is trusted here",
};

/** wget's word for an answer that is no file: whoever answers can be reached. */
const ANSWERED = 8;

/** Why nothing can be fetched from there, in words; `undefined` where a server answers. */
export async function unfetchedReason(world: LabWorld, url: string): Promise<string | undefined> {
  const options = ["--spider", "--quiet", "--tries=1", `--timeout=${PATIENCE}`];
  const { code } = await runCommand(world, ["wget", ...options, url], {
    description: "ask for upstream's archives",
  });
  if (code === 0 || code === ANSWERED) return undefined;
  return code === undefined ? "there is no wget" : (MEANINGS[code] ?? `wget ended with ${code}`);
}
