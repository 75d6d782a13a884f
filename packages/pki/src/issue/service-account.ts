import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

/** Makes the RSA key that signs service-account tokens: 2048 bits, PKCS#1 PEM. Runs on another thread. */
export async function makeServiceAccountKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}

/** The public half, as PEM, of a private or public key. */
export function publicKeyPem(publicKey: KeyObject): string {
  return publicKey.export({ type: "spki", format: "pem" }).toString();
}
