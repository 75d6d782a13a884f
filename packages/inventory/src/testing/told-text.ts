import { isMap, isNode, isSeq, type Node } from "yaml";
import { parseYaml, type YamlSource } from "../yaml/parse-yaml.ts";
import { scalarText } from "../yaml/scalar.ts";

/** For tests: what a text of YAML is, in the words in which PyYAML is asked for it (test/pyyaml). */
export type Told =
  | readonly ["map", readonly (readonly [key: string, value: Told])[]]
  | readonly ["list", readonly Told[]]
  | readonly [kind: "text" | "number" | "boolean" | "fraction", text: string]
  | readonly [kind: "nothing" | "other" | "refused"];

/** For tests: what an inventory's reader makes of a text. */
export function toldText(text: string): Told {
  const parsed = parseYaml("inventory.yaml", text);
  return parsed.ok ? told(parsed.value.root, parsed.value) : ["refused"];
}

function told(node: Node | null, source: YamlSource): Told {
  const one = node === null ? null : source.target(node);
  const inside = (value: unknown) => told(isNode(value) ? value : null, source);
  if (isSeq(one)) return ["list", one.items.map(inside)];
  if (isMap(one)) {
    // PyYAML takes the last of two.
    const pairs = one.items.map(({ key, value }) => [keyOf(key), inside(value)] as const);
    return ["map", [...new Map(pairs)]];
  }
  const read = scalarText(one);
  return "text" in read ? [read.kind, read.text] : [read.kind];
}

function keyOf(key: unknown): string {
  const read = scalarText(isNode(key) ? key : null);
  if ("text" in read) return read.text;
  return read.kind === "nothing" ? "None" : read.kind;
}
