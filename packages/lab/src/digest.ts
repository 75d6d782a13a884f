import { createHash } from "node:crypto";

/** A short name for whatever JSON can say: the same content, the same name. 16 hexadecimal digits. */
export function digestOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);
}
