import { parseStorePath, type StorePath } from "@quorate/rollout";

// Names of what is in files and closures. They are as long as the real ones, and as good: the same text gives the same.

const digests = new Map<string, string>();

/** 64 hexadecimal digits that stand for a content. */
export function digestOf(content: string): string {
  const known = digests.get(content);
  if (known !== undefined) return known;
  let digits = "";
  for (let salt = 1; salt <= 8; salt++) {
    let sum = Math.imul(salt, 0x9e3779b1) >>> 0;
    for (let index = 0; index < content.length; index++) {
      sum = Math.imul(sum ^ content.charCodeAt(index), 0x01000193) >>> 0;
    }
    digits += sum.toString(16).padStart(8, "0");
  }
  digests.set(content, digits);
  return digits;
}

/** A path of the Nix store for a content. */
export function storePathOf(content: string, name: string): StorePath {
  // Nix' alphabet has no `e`.
  const hash = digestOf(content).slice(0, 32).replaceAll("e", "z");
  const path = parseStorePath(`/nix/store/${hash}-${name}`);
  if (path === undefined) throw new Error(`not a name of a store path: ${name}`);
  return path;
}
