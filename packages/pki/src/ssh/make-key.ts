import { generateKeyPairSync, randomBytes } from "node:crypto";
import { pem } from "../der/pem.ts";
import { wireString } from "./wire.ts";

/** Label of OpenSSH's private key format. */
export const OPENSSH_LABEL = "OPENSSH PRIVATE KEY";

/** First bytes of OpenSSH's private key format (PROTOCOL.key in its sources). */
export const OPENSSH_MAGIC = Buffer.from("openssh-key-v1\0");

/** The only type of key that we make. */
export const ED25519 = "ssh-ed25519";

/** An ssh key pair's two files. */
export interface SshKey {
  readonly privateKey: string;
  /** `ssh-ed25519 <base64> <comment>`, with a newline. */
  readonly publicKey: string;
}

/** Makes an ed25519 key pair in OpenSSH's own format, the only one that its sshd takes for this type. */
export function makeSshKey(comment: string): SshKey {
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const publicPart = Buffer.from(jwk.x ?? "", "base64url");
  const seed = Buffer.from(jwk.d ?? "", "base64url");
  const blob = Buffer.concat([wireString(ED25519), wireString(publicPart)]);
  // The same random number twice: OpenSSH's check that a passphrase was right.
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    blob,
    wireString(Buffer.concat([seed, publicPart])),
    wireString(comment),
  ]);
  const none = wireString("none");
  const content = Buffer.concat([
    OPENSSH_MAGIC,
    none,
    none,
    wireString(""),
    Buffer.from([0, 0, 0, 1]),
    wireString(blob),
    wireString(padded(secret)),
  ]);
  return { privateKey: pem(OPENSSH_LABEL, content, 70), publicKey: publicLine(blob, comment) };
}

/** The line of a public key, with a newline. */
export function publicLine(blob: Buffer, comment: string): string {
  return `${ED25519} ${blob.toString("base64")}${comment === "" ? "" : ` ${comment}`}\n`;
}

// To a multiple of eight, with 1, 2, 3, …
function padded(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
