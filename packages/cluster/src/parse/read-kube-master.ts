import { type Finding, finding } from "../model/finding.ts";
import type { DraftKubeMaster } from "./draft.ts";
import { readLoadBalancer } from "./load-balancer.ts";
import { readPart } from "./part.ts";
import { readAddresses } from "./read-address.ts";
import { isRecord } from "./record.ts";
import { kubeMasterSchema } from "./schema.ts";

/** Reads where the API is reached; `undefined` where nothing says so. */
export function readKubeMaster(value: unknown, findings: Finding[]): DraftKubeMaster | undefined {
  const part = readPart(kubeMasterSchema, value, ["kubeMaster"], findings);
  if (part === undefined) return undefined;
  const { loadBalancer, ...spec } = part;
  const [vip] = spec.ip === undefined ? [] : readAddresses(spec.ip, ["kubeMaster", "ip"], findings);
  const read = readLoadBalancer(loadBalancer, findings);
  // Of the wrong type is not missing.
  const written = isRecord(value) && value["ip"] !== undefined;
  if (read?.kind === "none") {
    if (written) findings.push(superfluousVip());
    return { spec, vip: undefined, loadBalancer: read };
  }
  if (!written) {
    findings.push(
      finding(
        "missing-field",
        ["kubeMaster", "ip"],
        "kubeMaster.ip is missing",
        'Add "ip": the VIP, an address that no machine has. With k3s() there may be none, by loadBalancer: none().',
      ),
    );
  }
  return { spec, vip: vip?.value, loadBalancer: read };
}

function superfluousVip(): Finding {
  return finding(
    "vip-not-carried",
    ["kubeMaster", "ip"],
    "kubeMaster.ip is a VIP that nothing carries: the load balancer is none()",
    "Remove it, or have it carried by bgp({ … }) or arp().",
  );
}
