import { unpem } from "../der/pem.ts";
import { ED25519, OPENSSH_LABEL, OPENSSH_MAGIC } from "./make-key.ts";
import { WireReader } from "./wire.ts";

/**
 * The public key blob that an OpenSSH private key carries, in clear even where the rest has a
 * passphrase. `undefined` where it is not an ed25519 key in that format, or its halves differ.
 */
export function publicBlobOf(privateKey: string): Buffer | undefined {
  const content = unpem(OPENSSH_LABEL, privateKey);
  if (content === undefined || !content.subarray(0, OPENSSH_MAGIC.length).equals(OPENSSH_MAGIC))
    return undefined;
  try {
    const outer = new WireReader(content.subarray(OPENSSH_MAGIC.length));
    const cipher = outer.string().toString();
    outer.string();
    outer.string();
    if (outer.uint32() !== 1) return undefined;
    const blob = outer.string();
    const secret = outer.string();
    const header = new WireReader(blob);
    if (header.string().toString() !== ED25519) return undefined;
    const publicPart = header.string();
    return cipher !== "none" || secretFits(secret, publicPart) ? blob : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The blob of a public key line; `undefined` where it is not an ed25519 key. */
export function blobOfLine(line: string): Buffer | undefined {
  const match = /^ssh-ed25519 ([A-Za-z0-9+/=]+)(?: [^\n]*)?\n?$/.exec(line);
  return match?.[1] === undefined ? undefined : Buffer.from(match[1], "base64");
}

function secretFits(secret: Buffer, publicPart: Buffer): boolean {
  const reader = new WireReader(secret);
  const [check, again] = [reader.uint32(), reader.uint32()];
  if (check !== again || reader.string().toString() !== ED25519) return false;
  return reader.string().equals(publicPart) && reader.string().subarray(32).equals(publicPart);
}
