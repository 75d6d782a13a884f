import { type Finding, finding, placeName } from "../model/finding.ts";
import type { Draft, DraftNode, DraftRouter } from "./draft.ts";
import { readPart } from "./part.ts";
import { unreadable } from "./plain-copy.ts";
import { readAddresses } from "./read-address.ts";
import { isRecord } from "./record.ts";
import { nodeSchema, routerSchema } from "./schema.ts";

/** What of a draft comes from the machines. */
export type MachinePart = Pick<Draft, "nodes" | "routers" | "machineKinds" | "servicesKnown" | "hasWorkers">;

/** Reads the machines one by one, in the order of their names. */
export function readMachineParts(machines: unknown, findings: Finding[]): MachinePart {
  const nodes: DraftNode[] = [];
  const routers: DraftRouter[] = [];
  const machineKinds = new Map<string, "node" | "router" | "unknown">();
  if (!isRecord(machines)) {
    findings.push(noMachines(machines));
    return { nodes, routers, machineKinds, servicesKnown: false, hasWorkers: false };
  }
  let servicesKnown = true;
  for (const [name, machine] of Object.entries(machines).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = ["machines", name];
    const kind = isRecord(machine) ? machine["kind"] : undefined;
    const addresses = (ip: string | readonly string[] | undefined) =>
      ip === undefined ? [] : readAddresses(ip, [...path, "ip"], findings);
    if (kind === "node") {
      const spec = readPart(nodeSchema, machine, path, findings) ?? {};
      nodes.push({ name, spec, addresses: addresses(spec.ip) });
      if (spec.services === undefined) servicesKnown = false;
    } else if (kind === "router") {
      const spec = readPart(routerSchema, machine, path, findings) ?? {};
      const hasAsn = isRecord(machine) && machine["asn"] !== undefined;
      routers.push({ name, spec, hasAsn, addresses: addresses(spec.ip) });
    } else {
      servicesKnown = false;
      findings.push(
        finding(
          "wrong-type",
          path,
          `${placeName(path)} ${unreadable(machine) ?? "is not a machine"}`,
          "Make it with node({ … }) or router({ … }).",
        ),
      );
    }
    machineKinds.set(name, kind === "node" || kind === "router" ? kind : "unknown");
  }
  const hasWorkers = nodes.some(({ spec }) => spec.services?.includes("worker"));
  return { nodes, routers, machineKinds, servicesKnown, hasWorkers };
}

function noMachines(machines: unknown): Finding {
  const hint = "Write machines: { node1: node({ … }) }.";
  return machines === undefined
    ? finding("missing-field", ["machines"], "machines is missing", hint)
    : finding("wrong-type", ["machines"], "machines is not a set of machines by name", hint);
}
