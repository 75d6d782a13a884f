import type { X509Certificate } from "node:crypto";
import { distinguishedName } from "../der/name.ts";
import type { AuthorityPlan } from "../plan/distribution-plan.ts";
import type { Validity } from "../plan/lifetime.ts";
import type { PkiProblemCode } from "../problem-kind.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { day, type Verifier } from "./leaf-state.ts";
import { certificatesIn, type ReadCertificate, readCertificate } from "./read-certificate.ts";

/** An authority's certificate that is in order. */
export interface CheckedAuthority {
  readonly certificate: X509Certificate;
  /** Its distinguished name, DER. */
  readonly name: Buffer;
  readonly keyId: Buffer;
  readonly validity: Validity;
}

/** What is wrong with an authority. */
export interface AuthorityFault {
  readonly code: PkiProblemCode;
  readonly message: string;
  readonly hint: string;
}

/** What to do about an authority that is gone or broken. */
export const FROM_BACKUP = "Restore it from a backup; genCerts never replaces an authority";

/** Who must have signed an authority, and whose certificate is behind its own. */
export type RootVerifier = Verifier & { readonly certificate: X509Certificate };

/** What is known of an authority, but for its certificate. */
export interface KnownOfAuthority {
  /** As the marker has it. */
  readonly fingerprint: string | undefined;
  /** `undefined` where it signs itself. */
  readonly root: RootVerifier | undefined;
}

/** Checks an authority's certificate, PEM, against its plan, its root and the fingerprint that the marker knows. */
export function checkAuthority(
  plan: AuthorityPlan,
  certificatePem: Buffer,
  { fingerprint, root }: KnownOfAuthority,
  now: Date,
): CheckedAuthority | AuthorityFault {
  const read = readCertificate(certificatePem);
  if (read?.subjectKeyId === undefined) {
    return fault("authority-broken", `the certificate of ${plan.name} cannot be read`, FROM_BACKUP);
  }
  // One that was made elsewhere is called as it was there.
  const name = plan.adopted ? read.subject : distinguishedName(plan.commonName);
  const known = fingerprint === undefined || fingerprint === fingerprintOf(read.certificate);
  if (!read.subject.equals(name) || !known) {
    return fault(
      "authority-foreign",
      `this is not the ${plan.name} ${plan.adopted ? "that this folder was made with" : "that genCerts made for this cluster"}`,
      "Put the cluster's own back from a backup, or give genCerts an empty folder for a new cluster",
    );
  }
  if (root !== undefined && !isBelow(read, certificatePem, root)) {
    return fault(
      "authority-chain-broken",
      `the certificate of ${plan.name} is not followed by that of ${plan.root}, which signed it`,
      FROM_BACKUP,
    );
  }
  if (!read.certificate.ca) {
    return fault("authority-not-ca", `the certificate of ${plan.name} is not an authority's`, FROM_BACKUP);
  }
  const { notBefore, notAfter } = read.validity;
  if (notAfter <= now) {
    return fault(
      "authority-expired",
      `${plan.name} expired on ${day(notAfter)}`,
      "Every certificate below it is void: move the folder away and make a new PKI for the whole cluster",
    );
  }
  if (notBefore > now) {
    return fault(
      "authority-not-yet-valid",
      `${plan.name} is not valid before ${day(notBefore)}`,
      "Set this machine's clock right",
    );
  }
  return { certificate: read.certificate, name, keyId: read.subjectKeyId, validity: read.validity };
}

/** Whether `root` signed it, and is what is behind it in the file, and nothing else is. */
function isBelow(read: ReadCertificate, chainPem: Buffer, root: RootVerifier): boolean {
  const signed = read.issuer.equals(root.name) && read.certificate.verify(root.publicKey);
  const [, behind, ...others] = certificatesIn(chainPem);
  return signed && others.length === 0 && behind?.raw.equals(root.certificate.raw) === true;
}

function fault(code: PkiProblemCode, message: string, hint: string): AuthorityFault {
  return { code, message, hint };
}
