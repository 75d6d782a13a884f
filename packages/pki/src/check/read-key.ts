import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** Reads a private key, PEM. `undefined` where it is none, or has a passphrase. */
export function readPrivateKey(pem: Buffer): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    // The error may quote its input: it goes no further.
    return undefined;
  }
}

/** Reads a public key, PEM. `undefined` where it is none. */
export function readPublicKey(pem: Buffer): KeyObject | undefined {
  try {
    // A private key would be taken as well, for its public half.
    return pem.includes("PRIVATE") ? undefined : createPublicKey(pem);
  } catch {
    return undefined;
  }
}
