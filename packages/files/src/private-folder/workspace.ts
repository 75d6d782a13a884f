import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { claim, removeLeftovers } from "./leftovers.ts";

/** A private folder that lives as long as a run. */
export interface Workspace {
  /** Absolute, 0700, short, and of characters that no shell or configuration reads as anything else. */
  readonly path: string;
  /** Whether the run goes on after Control-C (SIGINT), and the folder with it. It does not until that is said. */
  readonly survivesControlC: (yes: boolean) => void;
}

const PREFIX = "quorate-";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Makes a private folder, gives it to `use`, and removes it with everything in it: when `use` is done or
 * has failed, and when the process is told to end meanwhile (it then ends by that same signal). What runs that
 * could not do so have left behind is removed first.
 */
export async function withWorkspace<T>(use: (workspace: Workspace) => Promise<T>): Promise<T> {
  const parent = shortTemporaryFolder();
  removeLeftovers(parent, PREFIX);
  const path = mkdtempSync(`${parent}/${PREFIX}`);
  chmodSync(path, 0o700);
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  let survives = false;
  const endBy = (signal: NodeJS.Signals): void => {
    if (signal === "SIGINT" && survives) return;
    remove();
    for (const ending of endings) process.off(ending, endBy);
    process.kill(process.pid, signal);
  };
  for (const ending of endings) process.on(ending, endBy);
  try {
    claim(path);
    const survivesControlC = (yes: boolean): void => {
      survives = yes;
    };
    return await use({ path, survivesControlC });
  } finally {
    for (const ending of endings) process.off(ending, endBy);
    remove();
  }
}

/**
 * The user's own folder for temporary files, unless it is too long for a socket's path (107 bytes, of which
 * ssh needs 60 for a name of its own) or holds what NIX_SSHOPTS, split at spaces, cannot carry.
 */
function shortTemporaryFolder(): string {
  const folder = tmpdir();
  return /^\/[A-Za-z0-9/_.-]{1,30}$/.test(folder) ? folder : "/tmp";
}
