import { type AlternativeNames, NO_NAMES } from "./alternative-names.ts";
import type { LeafProfile, Usage } from "./leaf.ts";

/** What a certificate says; `organization` is a group of Kubernetes'. */
export function profile(
  authority: LeafProfile["authority"],
  commonName: string,
  organization: string | undefined,
  usages: readonly Usage[],
  names: AlternativeNames,
): LeafProfile {
  return { authority, commonName, organization, usages, dns: names.dns, ips: names.ips };
}

/** The same of a client, which nobody connects to. */
export function client(
  authority: LeafProfile["authority"],
  commonName: string,
  organization?: string,
): LeafProfile {
  return profile(authority, commonName, organization, ["client"], NO_NAMES);
}
