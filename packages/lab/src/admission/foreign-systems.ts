import type { NodeSystem } from "@quorate/cluster";
import type { LabPlan } from "../model/lab-plan.ts";

/** The systems of nodes that are this machine's own, by what Node calls its architecture. */
const SYSTEMS: { readonly [architecture: string]: NodeSystem } = {
  arm64: "aarch64-linux",
  x64: "x86_64-linux",
};

/**
 * What is to be said of nodes that machines.ts has as of another architecture (`process.arch`) than this machine's:
 * containers run its programs all the same. A line a system, with all nodes of it.
 */
export function foreignSystems(plan: LabPlan, architecture: string): readonly string[] {
  const own = SYSTEMS[architecture];
  const foreign = Object.entries(plan.systems).filter(([, system]) => system !== own);
  return [...new Set(foreign.map(([, system]) => system))].sort().map((system) => {
    const names = foreign.flatMap(([name, its]) => (its === system ? [name] : []));
    return `${names.join(", ")}: ${system} in machines.ts; in a lab ${names.length === 1 ? "it runs" : "they run"} this machine's programs${own === undefined ? "" : `, ${own}`}`;
  });
}
