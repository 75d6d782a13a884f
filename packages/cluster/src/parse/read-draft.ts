import { type Finding, finding } from "../model/finding.ts";
import { readDistribution } from "./distribution.ts";
import type { Draft } from "./draft.ts";
import { readPart } from "./part.ts";
import { plainCopy } from "./plain-copy.ts";
import { readKubeMaster } from "./read-kube-master.ts";
import { readMachineParts } from "./read-machine-parts.ts";
import { readNetwork } from "./read-network.ts";
import { isRecord } from "./record.ts";
import { clusterSchema } from "./schema.ts";

/** Reads a definition part by part, and says what could not be read. Never throws. */
export function readDraft(definition: unknown): {
  readonly draft: Draft;
  readonly findings: readonly Finding[];
} {
  const copy = plainCopy(definition);
  const findings: Finding[] = copy.findings.map((found) => ({ ...found, path: insideSpec(found) }));
  const spec = specOf(copy.value);
  if (spec === undefined) {
    findings.push(
      finding(
        "not-a-cluster",
        [],
        "machines.ts does not export a cluster",
        "Write `export default defineCluster({ … })`, with defineCluster from @quorate/cluster.",
      ),
    );
    return { draft: EMPTY, findings };
  }
  const rest = readPart(clusterSchema, spec, [], findings);
  const machines = readMachineParts(spec["machines"], findings);
  const network = readNetwork(spec["network"], machines, findings);
  const kubeMaster = readKubeMaster(spec["kubeMaster"], findings);
  const distribution = readDistribution(spec["distribution"]);
  return { draft: { rest, distribution, kubeMaster, network, ...machines }, findings };
}

/** A definition is a cluster's spec in an envelope; places are told as they are inside of it. */
function insideSpec({ path }: Finding): Finding["path"] {
  return path[0] === "spec" ? path.slice(1) : path;
}

function specOf(definition: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isRecord(definition) || definition["kind"] !== "cluster") return undefined;
  return isRecord(definition["spec"]) ? definition["spec"] : undefined;
}

const EMPTY: Draft = {
  rest: undefined,
  distribution: undefined,
  kubeMaster: undefined,
  network: undefined,
  nodes: [],
  routers: [],
  machineKinds: new Map(),
  servicesKnown: false,
  hasWorkers: false,
};
