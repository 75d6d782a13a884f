import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import type { DraftKubeMaster, DraftLoadBalancer } from "./draft.ts";
import { isRecord, readPart } from "./part.ts";
import { readAddresses } from "./read-address.ts";
import { arpSchema, bgpSchema, kubeMasterSchema } from "./schema.ts";

/** Reads where the API is reached; `undefined` where nothing says so. */
export function readKubeMaster(value: unknown, findings: Finding[]): DraftKubeMaster | undefined {
  const part = readPart(kubeMasterSchema, value, ["kubeMaster"], findings);
  if (part === undefined) return undefined;
  const { loadBalancer, ...spec } = part;
  const [vip] = spec.ip === undefined ? [] : readAddresses(spec.ip, ["kubeMaster", "ip"], findings);
  return { spec, vip: vip?.value, loadBalancer: readLoadBalancer(loadBalancer, findings) };
}

function readLoadBalancer(value: unknown, findings: Finding[]): DraftLoadBalancer | undefined {
  const path: SpecPath = ["kubeMaster", "loadBalancer"];
  const kind = isRecord(value) ? value["kind"] : undefined;
  if (kind === "bgp") return { kind, spec: readPart(bgpSchema, value, path, findings) ?? {} };
  if (kind === "arp") return { kind, spec: readPart(arpSchema, value, path, findings) ?? {} };
  const hint = "Make it with bgp({ … }) or arp().";
  findings.push(
    value === undefined
      ? finding("missing-field", path, "kubeMaster.loadBalancer is missing", hint)
      : finding("wrong-type", path, "kubeMaster.loadBalancer is no load balancer", hint),
  );
  return undefined;
}
