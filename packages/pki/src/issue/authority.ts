import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { AUTHORITY_EXTENSIONS, ROOT_EXTENSIONS } from "../der/extension.ts";
import { distinguishedName } from "../der/name.ts";
import { pem } from "../der/pem.ts";
import type { AuthorityPlan } from "../plan/distribution-plan.ts";
import { validityFrom } from "../plan/lifetime.ts";
import { issueCertificate, type Signer } from "./certificate.ts";
import { makeKeyPair } from "./key-pair.ts";

/** An authority with its key, ready to sign. */
export interface Authority extends Signer {
  readonly certificate: X509Certificate;
  /** Its public key, read once: each reading costs as much as a verification. */
  readonly publicKey: KeyObject;
  readonly notAfter: Date;
}

/** A new authority, and its two files. */
export interface MadeAuthority {
  readonly authority: Authority;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** An issuer's part of its root's days: it is not signed anew, so that both end at nearly the same time. */
const ISSUER_PART = 0.9;

/**
 * Makes an authority that may sign leaves alone: signed by itself, or by `root`, whose certificate is then behind its
 * own. `isRoot`: it signs such authorities, and no leaves.
 */
export function makeAuthority(
  plan: AuthorityPlan,
  now: Date,
  days: number,
  { root, isRoot = false }: { readonly root?: Authority | undefined; readonly isRoot?: boolean } = {},
): MadeAuthority {
  const pair = makeKeyPair();
  const name = distinguishedName(plan.commonName);
  const key = createPrivateKey(pair.privateKeyPem);
  const validity =
    root === undefined
      ? validityFrom(now, days)
      : validityFrom(now, Math.floor(days * ISSUER_PART), root.notAfter);
  const certificatePem = issueCertificate(
    {
      subject: name,
      publicKey: pair.publicKey,
      keyId: pair.keyId,
      validity,
      extensions: isRoot ? ROOT_EXTENSIONS : AUTHORITY_EXTENSIONS,
    },
    root ?? { name, keyId: pair.keyId, key },
  );
  const certificate = new X509Certificate(certificatePem);
  return {
    authority: {
      name,
      keyId: pair.keyId,
      key,
      certificate,
      publicKey: certificate.publicKey,
      notAfter: validity.notAfter,
    },
    certificatePem: root === undefined ? certificatePem : chainPem(certificatePem, root),
    privateKeyPem: pair.privateKeyPem,
  };
}

function chainPem(certificatePem: string, root: Authority): string {
  return `${certificatePem}${pem("CERTIFICATE", root.certificate.raw)}`;
}
