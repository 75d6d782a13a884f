import { existsSync } from "node:fs";
import { join, relative } from "node:path";

/** How Quorate was started, hence what a command is to begin with to be one where its reader types it. */
export type Invocation = {
  readonly machines: string | undefined;
  /** The words that name an inventory in its place, with what it leaves out. */
  readonly inventory?: readonly string[] | undefined;
  /** Where `lab deploy` has started it: the words that it has added, each option followed by its value. */
  readonly lab?: readonly string[] | undefined;
} & ({ readonly kind: "npm" | "nix" | "program" } | { readonly kind: "script"; readonly script: string });

/** What tells how a process was started. */
export interface Start {
  readonly environment: NodeJS.ProcessEnv;
  /** Absolute path of the script that runs. */
  readonly script: string;
  readonly cwd: string;
  /** machines.ts as it was named; `undefined` where it was not. */
  readonly machines: string | undefined;
  /** The words that name an inventory in its place. */
  readonly inventory?: readonly string[] | undefined;
}

/** What says that a process was started by `lab deploy`: the words that were added, as JSON. */
export const LAB_WORDS = "QUORATE_LAB_WORDS";

/** How this process was started. */
export function invocationOf({ environment, script, cwd, machines, inventory }: Start): Invocation {
  const described = { machines, inventory, lab: labWords(environment[LAB_WORDS]) };
  if (environment["npm_package_name"] === "quorate" && environment["npm_lifecycle_event"])
    return { kind: "npm", ...described };
  const folders = (environment["PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/"));
  if (folders.some((folder) => existsSync(join(folder, "quorate")))) return { kind: "program", ...described };
  if (script.startsWith("/nix/store/")) return { kind: "nix", ...described };
  const path = relative(cwd, script);
  return { kind: "script", script: path.startsWith("../../..") ? script : path, ...described };
}

function labWords(text: string | undefined): readonly string[] | undefined {
  return text ? (JSON.parse(text) as readonly string[]) : undefined;
}
