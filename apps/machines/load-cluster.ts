import { resolve } from "node:path";
import { Writable } from "node:stream";
import { type Cluster, type Result, succeeded } from "@quorate/cluster";
import type { Inventory } from "@quorate/inventory";
import { readMachines } from "@quorate/workbench";
import type { AppContext } from "../terminal/context.ts";
import { report } from "../terminal/report.ts";
import { findCompiler } from "./installation.ts";
import { watchProgram } from "./watch-program.ts";

/** A cluster with the absolute path of the file that it came from. */
export interface LoadedCluster {
  readonly cluster: Cluster;
  readonly file: string;
  /** The inventory that the file is; `undefined` for a machines.ts. */
  readonly inventory: Inventory | undefined;
}

/** What a file describes. */
export type Description = Omit<LoadedCluster, "file">;

/**
 * Reads machines.ts, or the inventory in its place. Warnings about one that can be used are said here; what refuses it is
 * the caller's to say. `certificates` is the folder that an inventory's token is compared with, by its absolute path.
 * Default: the one that was named, else the one beside the inventory.
 */
export async function loadCluster(
  machines: string,
  context: AppContext,
  certificates?: string,
): Promise<Result<LoadedCluster>> {
  const file = resolve(context.cwd, machines);
  const result = await describe(file, context, certificates);
  if (!result.ok) return result;
  report(result.warnings ?? [], context);
  return succeeded({ ...result.value, file });
}

/**
 * Reads a file that could be read a moment ago once more, without a word of what it prints, and without
 * its types being checked. `undefined` where it cannot be used this time.
 */
export async function loadAgain(file: string, context: AppContext): Promise<Cluster | undefined> {
  if (context.inventory !== undefined) {
    const again = await describe(file, context);
    return again.ok ? again.value.cluster : undefined;
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const work = () => readMachines(file, { compiler: undefined });
  const result = await watchProgram(file, context, work, nowhere);
  return result.ok ? result.value : undefined;
}

async function describe(
  file: string,
  context: AppContext,
  certificates?: string,
): Promise<Result<Description>> {
  if (context.inventory !== undefined) {
    // Most people have none.
    const { loadInventory } = await import("./load-inventory.ts");
    return await loadInventory(file, context.inventory, context, certificates);
  }
  const compiler = findCompiler();
  if (compiler === undefined && context.verbose) {
    context.err("There is no TypeScript compiler for this platform: types are left to the editor.");
  }
  const result = await watchProgram(file, context, () => readMachines(file, { compiler }));
  if (!result.ok) return result;
  return { ...result, value: { cluster: result.value, inventory: undefined } };
}
