import type { Finding } from "../model/finding.ts";
import type { DraftKubeMaster } from "./draft.ts";
import { readLoadBalancer } from "./load-balancer.ts";
import { readPart } from "./part.ts";
import { readAddresses } from "./read-address.ts";
import { kubeMasterSchema } from "./schema.ts";

/** Reads where the API is reached; `undefined` where nothing says so. */
export function readKubeMaster(value: unknown, findings: Finding[]): DraftKubeMaster | undefined {
  const part = readPart(kubeMasterSchema, value, ["kubeMaster"], findings);
  if (part === undefined) return undefined;
  const { loadBalancer, ...spec } = part;
  const [vip] = spec.ip === undefined ? [] : readAddresses(spec.ip, ["kubeMaster", "ip"], findings);
  return { spec, vip: vip?.value, loadBalancer: readLoadBalancer(loadBalancer, findings) };
}
