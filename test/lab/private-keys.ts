import { createPrivateKey } from "node:crypto";

/** What a private key looks like wherever it has got to: lines of its file, and its bytes. */
export interface KeyTraces {
  /** Lines of the armoured file, long enough to be no accident. */
  readonly lines: readonly string[];
  /** The bytes of the secret number itself. */
  readonly secret: Buffer;
}

/** The traces of a private key, from its file in PEM or in OpenSSH's form. */
export function tracesOf(text: string): KeyTraces {
  const body = text.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  return {
    // Long enough to be no accident; the first lines of such files are alike.
    lines: body.filter((line, index) => line.length >= 40 && index > 0),
    secret: text.includes("OPENSSH")
      ? secretOfOpenssh(Buffer.from(body.join(""), "base64"))
      : secretOfPem(text),
  };
}

function secretOfPem(text: string): Buffer {
  const { d } = createPrivateKey(text).export({ format: "jwk" });
  if (d === undefined) throw new Error("the key has no secret number");
  return Buffer.from(d, "base64url");
}

/** ed25519: the public key is there three times, and the last time right behind the secret seed. */
function secretOfOpenssh(blob: Buffer): Buffer {
  const marker = Buffer.from("ssh-ed25519");
  const at = blob.indexOf(marker) + marker.length + 4;
  const publicKey = blob.subarray(at, at + 32);
  const last = blob.lastIndexOf(publicKey);
  return blob.subarray(last - 32, last);
}

/** grep looks at lines: the bytes between two newlines, where the secret happens to hold one. */
function longestLine(secret: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = secret.indexOf(0x0a); at >= 0; at = secret.indexOf(0x0a, from)) {
    parts.push(secret.subarray(from, at));
    from = at + 1;
  }
  parts.push(secret.subarray(from));
  const longest = parts.reduce((one, other) => (other.length > one.length ? other : one));
  if (longest.length < 8) throw new Error("too short to be no accident");
  return longest;
}

/** For `grep --perl-regexp`: any of the traces, as one pattern. */
export function patternOf(traces: readonly KeyTraces[]): string {
  const bytes = (secret: Buffer) =>
    [...longestLine(secret)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  return traces
    .flatMap(({ lines, secret }) => [...lines.map((line) => `\\Q${line}\\E`), bytes(secret)])
    .join("|");
}
