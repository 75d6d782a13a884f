import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { AUTHORITY_EXTENSIONS } from "../der/extension.ts";
import { distinguishedName } from "../der/name.ts";
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

/** Makes a self-signed authority that may sign leaves alone. */
export function makeAuthority(plan: AuthorityPlan, now: Date, days: number): MadeAuthority {
  const pair = makeKeyPair();
  const name = distinguishedName(plan.commonName);
  const key = createPrivateKey(pair.privateKeyPem);
  const validity = validityFrom(now, days);
  const certificatePem = issueCertificate(
    {
      subject: name,
      publicKey: pair.publicKey,
      keyId: pair.keyId,
      validity,
      extensions: AUTHORITY_EXTENSIONS,
    },
    { name, keyId: pair.keyId, key },
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
    certificatePem,
    privateKeyPem: pair.privateKeyPem,
  };
}
