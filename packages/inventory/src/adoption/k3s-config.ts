import { isMap, isScalar, isSeq, type Node, parseAllDocuments } from "yaml";
import type { K3sFlags } from "./k3s-flags.ts";

/**
 * Reads k3s' configuration files, each a document of its own, in the order in which k3s reads them: a key in a later one
 * takes the place of the one before, `key+` adds to it (pkg/configfilearg/parser.go). `undefined` where they are none
 * that can be read, so that nobody knows what they say.
 */
export function readK3sConfig(text: string): K3sFlags | undefined {
  const flags = new Map<string, readonly string[]>();
  // Texts alone: `yes` is for each flag to say what it is, and an address no number.
  const documents = parseAllDocuments(text, { schema: "failsafe", uniqueKeys: false });
  if (!Array.isArray(documents)) return flags;
  for (const { contents, errors } of documents) {
    if (errors.length > 0) return undefined;
    if (contents === null || (isScalar(contents) && contents.value === "")) continue;
    if (!isMap(contents)) return undefined;
    for (const { key, value } of contents.items) {
      const values = textsOf(value as Node | null);
      if (!isScalar(key) || values === undefined) return undefined;
      const [, name = "", adds] = /^(.*?)(\+?)$/.exec(String(key.value)) ?? [];
      flags.set(name, [...(adds === "+" ? (flags.get(name) ?? []) : []), ...values]);
    }
  }
  return flags;
}

function textsOf(value: Node | null): readonly string[] | undefined {
  if (value === null) return [""];
  if (isScalar(value)) return [String(value.value)];
  if (!isSeq(value)) return undefined;
  const items = value.items.map((item) => (isScalar(item) ? String(item.value) : undefined));
  const texts = items.filter((item) => item !== undefined);
  return texts.length === items.length ? texts : undefined;
}
