import { readFile, stat } from "node:fs/promises";
import { type Cluster, failed, type Problem, type Result, resolveCluster } from "@quorate/cluster";
import {
  type Answers,
  type CompleteInventory,
  completeInventory,
  definitionOf,
  type ForNodes,
  placeInInventory,
  readInventory,
} from "@quorate/inventory";
import { findingProblem } from "@quorate/workbench";
import type { ForNodesOption } from "../command-line/for-nodes.ts";
import type { InventoryAnswers } from "../command-line/inventory-options.ts";
import { problem } from "../problem-kind.ts";

/** What an nk3 inventory comes to. */
export interface ClusterOfInventory {
  readonly cluster: Cluster;
  readonly complete: CompleteInventory;
}

/**
 * Reads an inventory, puts the answers into it, and sees that what comes of it is a cluster. All that is wrong is told
 * where the inventory says it.
 */
export async function readCompleteInventory(
  file: string,
  answers: InventoryAnswers,
): Promise<Result<ClusterOfInventory>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const inventory = readInventory(file, bytes.value);
  if (!inventory.ok) return inventory;
  const complete = completeInventory(inventory.value, answersOf(answers));
  if (!complete.ok) return failed(...complete.problems, ...(inventory.warnings ?? []));
  const resolution = resolveCluster(definitionOf(complete.value));
  const found = resolution.findings.map((finding) => {
    const { line, column } = placeInInventory(inventory.value, finding.path);
    const place = line === undefined || column === undefined ? undefined : { line, column };
    return findingProblem(finding, file, place);
  });
  const problems: readonly Problem[] = [...(inventory.warnings ?? []), ...found].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  if (!resolution.ok) return failed(...problems);
  return {
    ok: true,
    value: { cluster: resolution.cluster, complete: complete.value },
    warnings: problems,
  };
}

async function readBytes(file: string): Promise<Result<Uint8Array>> {
  const unreadable = (message: string) =>
    failed(problem("inventory-unreadable", file, message, "Name the inventory.yaml that nk3 was run with."));
  try {
    // A pipe without a writer would be waited for for ever.
    if (!(await stat(file)).isFile()) return unreadable("this is no ordinary file");
    return { ok: true, value: await readFile(file) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return unreadable(
      code === "ENOENT" ? "there is no such file" : `the file cannot be read (${code ?? String(error)})`,
    );
  }
}

function answersOf({ name = "nk3", interfaces, disks, gateway, subnet }: InventoryAnswers): Answers {
  return {
    name,
    interface: forNodes(interfaces),
    disk: forNodes(disks),
    ...(gateway === undefined ? {} : { gateway }),
    ...(subnet === undefined ? {} : { subnet }),
  };
}

function forNodes({ all, of }: ForNodesOption = { of: [] }): ForNodes {
  return { ...(all === undefined ? {} : { all }), of: new Map(of) };
}
