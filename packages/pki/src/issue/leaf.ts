import { leafExtensions } from "../der/extension.ts";
import { distinguishedName } from "../der/name.ts";
import type { LeafProfile } from "../plan/leaf.ts";
import type { Validity } from "../plan/lifetime.ts";
import { issueCertificate, type Signer } from "./certificate.ts";
import { makeKeyPair } from "./key-pair.ts";

/** A leaf's two files. */
export interface MadeLeaf {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** Makes a leaf with a new key. */
export function makeLeaf(profile: LeafProfile, validity: Validity, signer: Signer): MadeLeaf {
  const pair = makeKeyPair();
  const certificatePem = issueCertificate(
    {
      subject: distinguishedName(profile.commonName, profile.organization),
      publicKey: pair.publicKey,
      keyId: pair.keyId,
      validity,
      extensions: leafExtensions(profile),
    },
    signer,
  );
  return { certificatePem, privateKeyPem: pair.privateKeyPem };
}
