import { readFile, stat } from "node:fs/promises";
import { type Cluster, failed, type Problem, type Result, resolveCluster } from "@quorate/cluster";
import {
  type Adoption,
  type Answered,
  type Answers,
  adopt,
  type CompleteInventory,
  completeInventory,
  definitionOf,
  type ForNodes,
  hintForInventory,
  type Inventory,
  placeInInventory,
  readInventory,
  type ToldByMachines,
  toldByMachines,
  unusedAnswers,
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
  look?: (inventory: Inventory) => Promise<Result<Answered>>,
): Promise<Result<ClusterOfInventory>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const inventory = readInventory(file, bytes.value);
  if (!inventory.ok) return inventory;
  const adopted = look === undefined ? undefined : await adoptFrom(inventory.value, look);
  if (adopted !== undefined && !adopted.ok) return failed(...adopted.problems, ...(inventory.warnings ?? []));
  const said = answersOf(answers, adopted?.value.told);
  const complete = completeInventory(inventory.value, said, adopted?.value.adoption);
  if (!complete.ok) return failed(...complete.problems, ...(inventory.warnings ?? []));
  const resolution = resolveCluster(definitionOf(complete.value));
  const found = resolution.findings.map((finding) => {
    const { line, column } = placeInInventory(inventory.value, finding.path);
    const place = line === undefined || column === undefined ? undefined : { line, column };
    return findingProblem({ ...finding, hint: hintForInventory(finding.hint) }, file, place);
  });
  const unused = unusedAnswers(inventory.value, answersOf(answers));
  const warnings = [...(inventory.warnings ?? []), ...(adopted?.warnings ?? []), ...unused];
  const problems: readonly Problem[] = [...warnings, ...found].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  if (!resolution.ok) return failed(...problems);
  return {
    ok: true,
    value: { cluster: resolution.cluster, complete: complete.value },
    warnings: problems,
  };
}

async function adoptFrom(
  inventory: Inventory,
  look: (inventory: Inventory) => Promise<Result<Answered>>,
): Promise<Result<{ readonly told: ToldByMachines; readonly adoption: Adoption }>> {
  const answers = await look(inventory);
  if (!answers.ok) return answers;
  const adopted = adopt(inventory, answers.value);
  if (!adopted.ok) return adopted;
  return { ...adopted, value: { told: toldByMachines(inventory, answers.value), adoption: adopted.value } };
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

/** What somebody has said, before what the machines have. */
function answersOf(
  { name = "nk3", interfaces, disks, gateway, subnet }: InventoryAnswers,
  told?: ToldByMachines,
): Answers {
  return {
    name,
    ...told,
    interface: forNodes(interfaces, told?.interface),
    disk: forNodes(disks, told?.disk),
    ...(gateway === undefined ? {} : { gateway }),
    ...(subnet === undefined ? {} : { subnet }),
  };
}

function forNodes({ all, of }: ForNodesOption = { of: [] }, told?: ForNodes): ForNodes {
  // What is said of all is said of each, whatever it tells.
  if (all !== undefined) return { all, of: new Map(of) };
  return { of: new Map([...(told?.of ?? []), ...of]) };
}
