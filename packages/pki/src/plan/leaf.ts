import type { AuthorityName } from "@quorate/cluster";

/** What a certificate may be used for (extended key usage). */
export type Usage = "server" | "client";

/** Who a certificate names, and for what: everything about it but keys and dates. */
export interface LeafProfile {
  readonly authority: AuthorityName;
  readonly commonName: string;
  readonly organization: string | undefined;
  readonly usages: readonly Usage[];
  /** DNS subject alternative names, sorted, without duplicates. */
  readonly dns: readonly string[];
  /** IP subject alternative names in canonical text, sorted, without duplicates. */
  readonly ips: readonly string[];
}

/** A certificate that is not an authority, and where it lies: `<folder>/<name>.crt` and `.key`. */
export interface LeafPlan extends LeafProfile {
  /** `<folder>/<name>`, unique in a plan. */
  readonly id: string;
  /** Below the certificates' folder: `hosts/<node>` or `operator`. */
  readonly folder: string;
  readonly name: string;
}

/** The subject as openssl prints it: `O=system:nodes, CN=system:node:node1`. */
export function subjectText(profile: Pick<LeafProfile, "commonName" | "organization">): string {
  return `${profile.organization === undefined ? "" : `O=${profile.organization}, `}CN=${profile.commonName}`;
}

/** A leaf in a folder of the certificates' folder. */
export function leafPlan(folder: string, name: string, profile: LeafProfile): LeafPlan {
  return { ...profile, id: `${folder}/${name}`, folder, name };
}
