import type { OptionKind } from "./option.ts";
import type { OptionNode } from "./tree.ts";

/**
 * Names the type of a submodule whose options are the node's children; `freeform` are the arms of the
 * type of its other attributes, where it allows any.
 */
export type SubmoduleNamer = (node: OptionNode, freeform: readonly string[] | undefined) => string;

/** Joins the arms of a union, each once. */
export function unionText(arms: readonly string[]): string {
  const distinct = [...new Set(arms)].filter((arm) => arm !== "never");
  if (distinct.includes("NixValue")) return "NixValue";
  return distinct.length === 0 ? "never" : distinct.join(" | ");
}

/** Types of single modules that are worth knowing; the names are nixpkgs'. */
const OTHERS: { readonly [name: string]: readonly string[] } = {
  "sysctl option value": ["boolean", "number", "string", "null"],
};

const ANY_ATTRIBUTES = "{ readonly [name: string]: NixValue }";

/**
 * The TypeScript type of the values that an option's type accepts, as the arms of a union, as far as they
 * can be written as plain data: a package or a raw value can't, and is `never`.
 *
 * @param node where the options of a submodule within the type are found
 */
export function typeArms(
  kind: OptionKind,
  node: OptionNode,
  nameSubmodule: SubmoduleNamer,
): readonly string[] {
  const inner = (part: OptionKind, at: OptionNode = node) => typeArms(part, at, nameSubmodule);
  switch (kind.kind) {
    case "bool":
      return ["boolean"];
    case "int":
    case "port":
    case "float":
      return ["number"];
    case "str":
    case "nonEmptyStr":
    case "singleLineStr":
    case "separatedStr":
    case "strMatching":
    case "kernelParam":
    case "passwdEntry":
    case "passwdEntryPath":
    case "path":
      return ["string"];
    case "enum":
      return kind.values.map((value) => JSON.stringify(value));
    case "either":
      return kind.types.flatMap((type) => inner(type));
    case "nullOr":
      return [...inner(kind.elem), "null"];
    case "coercedTo":
      return [...inner(kind.to), ...inner(kind.from)];
    case "listOf":
      return [listText(inner(kind.elem, child(node, isElement)), kind.nonEmpty === true)];
    case "attrsOf":
      return [`{ readonly [name: string]: ${unionText(inner(kind.elem, child(node, isPlaceholder)))} }`];
    case "submodule": {
      const freeform = kind.freeform === undefined ? undefined : inner(attribute(kind.freeform));
      if (node.children.size > 0) return [nameSubmodule(node, freeform)];
      return [`{ readonly [name: string]: ${unionText(freeform ?? ["NixValue"])} }`];
    }
    case "attrs":
      return [ANY_ATTRIBUTES];
    case "systemdUnitOption":
      return ["SystemdValue"];
    case "anything":
    case "unspecified":
    case "format":
      return ["NixValue"];
    case "package":
    case "raw":
      return ["never"];
    case "other":
      return OTHERS[kind.name] ?? ["NixValue"];
  }
}

/** A list may be empty unless its type says otherwise. */
function listText(element: readonly string[], nonEmpty: boolean): string {
  const text = unionText(element);
  // The brackets of an array bind tighter than a union's bar or a modifier.
  const item = /^\w+$/.test(text) ? text : `(${text})`;
  return nonEmpty ? `readonly [${text}, ...${item}[]]` : `readonly ${item}[]`;
}

/** A freeform type is an attribute set; what matters is what its attributes are. */
function attribute(freeform: OptionKind): OptionKind {
  return freeform.kind === "attrsOf" ? freeform.elem : { kind: "anything" };
}

const isPlaceholder = (part: string): boolean => part.startsWith("<");
const isElement = (part: string): boolean => part === "*";

function child(node: OptionNode, matches: (part: string) => boolean): OptionNode {
  for (const [part, at] of node.children) if (matches(part)) return at;
  return { path: node.path, children: new Map() };
}
