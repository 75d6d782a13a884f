import { type Cluster, resolveCluster } from "@quorate/cluster";
import { type Answered, adopt, toldByMachines } from "../adoption/adopt.ts";
import { completeInventory } from "../definition/complete.ts";
import { definitionOf } from "../definition/definition.ts";
import type { Inventory } from "../inventory.ts";
import { printMachines } from "../print-machines.ts";
import { readInventory } from "../read-inventory.ts";
import { SERVER_LINES, SEVERAL_LINES, serverAnswer } from "./adoption-answers.ts";
import { INVENTORIES } from "./inventories.ts";

/** For tests: the addresses of the inventory of 2024-06-16, whose first one founded its cluster. */
export const [A, B, C] = ["172.30.190.198", "172.30.190.137", "172.30.190.167"] as const;

/** For tests: an inventory of nk3's, by the day that its shape is from. */
export function inventoryOf(since = "2024-06-16"): Inventory {
  const read = readInventory("inventory.yaml", new TextEncoder().encode(INVENTORIES[since] ?? ""));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

/** For tests: lines of an answer that are others, by their keys; without a value they are missing. */
export type Different = { readonly [key: string]: string | undefined };

/** For tests: what the three tell, where the first differs, and the others. */
export function answersOf(
  a: Different | "none" = {},
  { others = {}, several = SEVERAL_LINES }: { others?: Different; several?: readonly string[] } = {},
): Answered {
  const first = a === "none" ? [] : [[A, serverAnswer(A, a, several)] as const];
  return new Map([...first, [B, serverAnswer(B, others)] as const, [C, serverAnswer(C, others)] as const]);
}

/** For tests: what the three tell alike, with further lines. */
export function answersOfAll(different: Different, several: readonly string[]): Answered {
  const lines = [...SEVERAL_LINES, ...several];
  return new Map([A, B, C].map((address) => [address, serverAnswer(address, different, lines)] as const));
}

/** For tests: a cluster's machines.ts, the cluster that it is, and what was warned of. */
export function machinesOf(
  answers: Answered,
  since?: string,
): { readonly text: string; readonly cluster: Cluster; readonly codes: readonly string[] } {
  const inventory = inventoryOf(since);
  const adopted = adopt(inventory, answers);
  if (!adopted.ok) throw new Error(adopted.problems.map(({ message }) => message).join("\n"));
  const complete = completeInventory(
    inventory,
    { name: "nk3", ...toldByMachines(inventory, answers) },
    adopted.value,
  );
  if (!complete.ok) throw new Error(complete.problems.map(({ message }) => message).join("\n"));
  const resolution = resolveCluster(definitionOf(complete.value));
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.findings, null, 2));
  return {
    text: printMachines(complete.value, "certs/imported/k3s-token"),
    cluster: resolution.cluster,
    codes: (adopted.warnings ?? []).map(({ code }) => code),
  };
}

/** For tests: a server, or an agent, that is started with further flags. */
export const start = (flags: string, role = "server"): Different => ({
  "k3s-start": SERVER_LINES["k3s-start"]?.replace("k3s server --token hidden", `k3s ${role} ${flags}`),
});

/** For tests: what an agent does not tell. */
export const AGENT: Different = {
  data: undefined,
  "server-ca": undefined,
  token: undefined,
  encryption: undefined,
};

/** For tests: why a cluster is not taken over. */
export function refusals(answers: Answered): readonly { readonly code: string; readonly message: string }[] {
  const adopted = adopt(inventoryOf(), answers);
  return adopted.ok ? [] : adopted.problems.map(({ code, message }) => ({ code, message }));
}
