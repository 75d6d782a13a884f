import { didYouMean, listNames } from "../model/closest-name.ts";
import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { type ParsedAddress, type ParsedNetwork, parseAddress, parseNetwork } from "./address.ts";
import type { DraftNetwork, Placed } from "./draft.ts";
import { readPart } from "./part.ts";
import { placedTexts, readNetworks } from "./read-address.ts";
import type { MachinePart } from "./read-machine-parts.ts";
import { networkSchema } from "./schema.ts";

/** Pod and Service networks where machines.ts names none. */
const DEFAULT_PODS = { 4: "10.244.0.0/16", 6: "fd00:10:244::/48" } as const;
const DEFAULT_SERVICES = { 4: "10.96.0.0/16", 6: "fd00:10:96::/112" } as const;

/** Reads the networks; a gateway that is named is looked up among the machines. */
export function readNetwork(
  value: unknown,
  machines: MachinePart,
  findings: Finding[],
): DraftNetwork | undefined {
  const spec = readPart(networkSchema, value, ["network"], findings);
  if (spec === undefined) return undefined;
  const read = (field: "subnet" | "pods" | "services") =>
    spec[field] === undefined ? undefined : readNetworks(spec[field], ["network", field], findings);
  const subnets = read("subnet") ?? [];
  return {
    spec,
    subnets,
    pods: read("pods") ?? defaults(DEFAULT_PODS, subnets, ["network", "pods"]),
    services: read("services") ?? defaults(DEFAULT_SERVICES, subnets, ["network", "services"]),
    gateways: spec.gateway === undefined ? [] : readGateways(spec.gateway, machines, findings),
    nameservers: readNameservers(spec.nameservers ?? [], findings),
  };
}

/** A default for each family of the subnet. */
function defaults(
  table: { readonly 4: string; readonly 6: string },
  subnets: readonly Placed<ParsedNetwork>[],
  path: SpecPath,
): readonly Placed<ParsedNetwork>[] {
  return subnets.flatMap(({ value: { family } }) => {
    const value = parseNetwork(table[family]);
    return value === undefined ? [] : [{ value, path }];
  });
}

function readGateways(
  gateway: string | readonly string[],
  { routers, machineKinds }: MachinePart,
  findings: Finding[],
): readonly Placed<ParsedAddress>[] {
  const path = ["network", "gateway"];
  const kind = typeof gateway === "string" ? machineKinds.get(gateway) : undefined;
  if (kind === "router") {
    const router = routers.find(({ name }) => name === gateway);
    return (router?.addresses ?? []).map(({ value }) => ({ value, path }));
  }
  const names = routers.map(({ name }) => name);
  if (kind === "node") {
    findings.push(
      finding(
        "gateway-is-node",
        path,
        `the gateway ${quote(gateway)} is a node`,
        `A node is no gateway to itself: name a router (${listNames(names, "there is none yet")}), or write an address.`,
      ),
    );
  }
  // What is wrong with a machine that is neither is said already.
  if (kind !== undefined) return [];
  return placedTexts(gateway, path).flatMap(({ value: text, path: at }) => {
    const value = parseAddress(text);
    if (value !== undefined) return [{ value, path: at }];
    // Without any machine, that is what is wrong.
    if (machineKinds.size === 0) return [];
    findings.push(
      finding(
        "gateway-unknown",
        at,
        `the gateway ${quote(text)} is neither a machine of the file nor an address`,
        `${didYouMean(text, names)}Name a router (${listNames(names, "there is none yet")}), or write an address.`,
      ),
    );
    return [];
  });
}

function readNameservers(
  nameservers: readonly string[],
  findings: Finding[],
): readonly Placed<ParsedAddress>[] {
  return placedTexts(nameservers, ["network", "nameservers"]).flatMap(({ value: text, path }) => {
    const value = parseAddress(text);
    if (value !== undefined) return [{ value, path }];
    findings.push(
      finding(
        "nameserver-invalid",
        path,
        `${quote(text)} is no address`,
        "Name a DNS server by its address: a name could not be looked up without one.",
      ),
    );
    return [];
  });
}
