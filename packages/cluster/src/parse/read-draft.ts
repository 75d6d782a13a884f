import type * as z from "zod";
import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import {
  hasHostBits,
  type ParsedAddress,
  type ParsedNetwork,
  parseAddress,
  parseNetwork,
} from "./address.ts";
import type { Draft, DraftKubeMaster, DraftNetwork, DraftNode, DraftRouter, Placed } from "./draft.ts";
import {
  clusterSchema,
  kubeMasterSchema,
  networkSchema,
  nodeSchema,
  type ParsedRest,
  routerSchema,
} from "./schema.ts";
import { shapeFindings } from "./shape-finding.ts";

/** Pod and Service networks where machines.ts names none. */
const DEFAULT_PODS = { 4: "10.244.0.0/16", 6: "fd00:10:244::/48" } as const;
const DEFAULT_SERVICES = { 4: "10.96.0.0/16", 6: "fd00:10:96::/112" } as const;

/** Reads a definition part by part, and says what could not be read. */
export function readDraft(definition: unknown): {
  readonly draft: Draft;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const parse = <T extends z.ZodType>(schema: T, value: unknown, path: SpecPath): z.output<T> | undefined => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    findings.push(...shapeFindings(result.error, path));
    return undefined;
  };

  const spec = specOf(definition);
  if (spec === undefined) {
    findings.push(
      finding(
        "not-a-cluster",
        [],
        "machines.ts does not export a cluster",
        "Write `export default defineCluster({ … })`, with defineCluster from @quorate/cluster.",
      ),
    );
    return { draft: emptyDraft(), findings };
  }

  const rest: ParsedRest | undefined = parse(clusterSchema, spec, []);
  const machines = readMachines(spec["machines"], parse, findings);
  const network = parse(networkSchema, spec["network"], ["network"]);
  const kubeMaster = parse(kubeMasterSchema, spec["kubeMaster"], ["kubeMaster"]);
  return {
    draft: {
      rest,
      kubeMaster: kubeMaster && readKubeMaster(kubeMaster, findings),
      network: network && readNetwork(network, machines.routers, machines.machineKinds, findings),
      ...machines,
    },
    findings,
  };
}

type Parse = <T extends z.ZodType>(schema: T, value: unknown, path: SpecPath) => z.output<T> | undefined;
type MachinePart = Pick<Draft, "nodes" | "routers" | "machineKinds" | "machinesComplete">;

function readMachines(machines: unknown, parse: Parse, findings: Finding[]): MachinePart {
  const nodes: DraftNode[] = [];
  const routers: DraftRouter[] = [];
  const machineKinds = new Map<string, "node" | "router" | "unknown">();
  if (!isRecord(machines)) {
    findings.push(
      finding(
        machines === undefined ? "missing-field" : "wrong-type",
        ["machines"],
        machines === undefined ? "machines is missing" : "machines is not a set of machines by name",
        "Write machines: { node1: node({ … }) }.",
      ),
    );
    return { nodes, routers, machineKinds, machinesComplete: false };
  }
  let machinesComplete = true;
  for (const [name, machine] of Object.entries(machines).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = ["machines", name];
    const kind = isRecord(machine) ? machine["kind"] : undefined;
    if (kind === "node") {
      const spec = parse(nodeSchema, machine, path);
      if (spec === undefined) machinesComplete = false;
      else nodes.push({ name, spec, addresses: readAddresses(spec.ip, [...path, "ip"], findings) });
    } else if (kind === "router") {
      const spec = parse(routerSchema, machine, path);
      if (spec === undefined) machinesComplete = false;
      else routers.push({ name, spec, addresses: readAddresses(spec.ip, [...path, "ip"], findings) });
    } else {
      machinesComplete = false;
      findings.push(
        finding(
          "wrong-type",
          path,
          `${quote(name)} is not a machine`,
          "Make it with node({ … }) or router({ … }).",
        ),
      );
    }
    machineKinds.set(name, kind === "node" || kind === "router" ? kind : "unknown");
  }
  return { nodes, routers, machineKinds, machinesComplete };
}

function readKubeMaster(spec: DraftKubeMaster["spec"], findings: Finding[]): DraftKubeMaster {
  return { spec, vip: readAddress(spec.ip, ["kubeMaster", "ip"], findings)?.value };
}

function readNetwork(
  spec: DraftNetwork["spec"],
  routers: readonly DraftRouter[],
  machineKinds: MachinePart["machineKinds"],
  findings: Finding[],
): DraftNetwork {
  const subnets = readNetworks(spec.subnet, ["network", "subnet"], findings);
  const families = subnets.map(({ value }) => value.family);
  const defaults = (table: { readonly 4: string; readonly 6: string }) =>
    families.map((family) => table[family]);
  return {
    spec,
    subnets,
    pods: readNetworks(spec.pods ?? defaults(DEFAULT_PODS), ["network", "pods"], findings),
    services: readNetworks(spec.services ?? defaults(DEFAULT_SERVICES), ["network", "services"], findings),
    gateways: readGateways(spec.gateway, routers, machineKinds, findings),
    nameservers: spec.nameservers.flatMap((text, index) => {
      const address = parseAddress(text);
      if (address !== undefined) return [{ value: address, path: ["network", "nameservers", index] }];
      findings.push(
        finding(
          "nameserver-invalid",
          ["network", "nameservers", index],
          `${quote(text)} is no address`,
          "Name a DNS server by its address: a name could not be looked up without one.",
        ),
      );
      return [];
    }),
  };
}

function readGateways(
  gateway: string | readonly string[],
  routers: readonly DraftRouter[],
  machineKinds: MachinePart["machineKinds"],
  findings: Finding[],
): readonly Placed<ParsedAddress>[] {
  const path = ["network", "gateway"];
  if (typeof gateway === "string" && machineKinds.has(gateway)) {
    const machine = routers.find(({ name }) => name === gateway);
    if (machine !== undefined) return machine.addresses.map(({ value }) => ({ value, path }));
    if (machineKinds.get(gateway) === "node") {
      findings.push(
        finding(
          "gateway-unknown",
          path,
          `the gateway ${quote(gateway)} is a node`,
          "A node is no gateway to itself: name a router of the file, or write the gateway's address.",
        ),
      );
    }
    return [];
  }
  return list(gateway).flatMap((text, index) => {
    const at = typeof gateway === "string" ? path : [...path, index];
    const address = parseAddress(text);
    if (address !== undefined) return [{ value: address, path: at }];
    findings.push(
      finding(
        "gateway-unknown",
        at,
        `the gateway ${quote(text)} is neither a machine of the file nor an address`,
        "Name a router of the file, or write the gateway's address.",
      ),
    );
    return [];
  });
}

function readAddresses(texts: string | readonly string[], path: SpecPath, findings: Finding[]) {
  return list(texts).flatMap((text, index) => {
    const read = readAddress(text, typeof texts === "string" ? path : [...path, index], findings);
    return read === undefined ? [] : [read];
  });
}

function readAddress(text: string, path: SpecPath, findings: Finding[]): Placed<ParsedAddress> | undefined {
  const value = parseAddress(text);
  if (value !== undefined) return { value, path };
  findings.push(
    finding(
      "address-invalid",
      path,
      `${quote(text)} is no address`,
      "Write an IPv4 address such as 10.0.0.11 or an IPv6 address such as fd00::11, without a prefix length.",
    ),
  );
  return undefined;
}

function readNetworks(texts: string | readonly string[], path: SpecPath, findings: Finding[]) {
  return list(texts).flatMap((text, index): readonly Placed<ParsedNetwork>[] => {
    const at = typeof texts === "string" ? path : [...path, index];
    const value = parseNetwork(text);
    if (value === undefined) {
      findings.push(
        finding(
          "subnet-invalid",
          at,
          `${quote(text)} is no network`,
          "Write CIDR notation, such as 10.0.0.0/24.",
        ),
      );
      return [];
    }
    if (hasHostBits(text, value)) {
      findings.push(
        finding(
          "subnet-invalid",
          at,
          `${quote(text)} is a host in a network`,
          `The network itself is ${value.cidr}.`,
        ),
      );
    }
    return [{ value, path: at }];
  });
}

function list(texts: string | readonly string[]): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

function specOf(definition: unknown): Record<string, unknown> | undefined {
  if (!isRecord(definition) || definition["kind"] !== "cluster") return undefined;
  return isRecord(definition["spec"]) ? definition["spec"] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function emptyDraft(): Draft {
  return {
    rest: undefined,
    kubeMaster: undefined,
    network: undefined,
    nodes: [],
    routers: [],
    machineKinds: new Map(),
    machinesComplete: false,
  };
}
