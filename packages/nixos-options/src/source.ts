import {
  IndentationText,
  Project,
  type PropertySignatureStructure,
  StructureKind,
  type TypeAliasDeclarationStructure,
  Writers,
} from "ts-morph";
import { optionComment } from "./comment.ts";
import { optionFate } from "./fate.ts";
import type { Option, Options } from "./option.ts";
import { type OptionNode, optionName, optionTree } from "./tree.ts";
import { typeArms, unionText } from "./type-text.ts";

/**
 * The text of nixos-options.generated.ts: the options as TypeScript types, a type for each namespace and
 * submodule, all options optional. Pure; the same options give the same text.
 *
 * Loads ts-morph, which is 13 MB: import this file from the generator and from tests only.
 */
export function nixosOptionsSource(options: Options): string {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces },
  });
  const file = project.createSourceFile("nixos-options.generated.ts");
  file.addStatements([
    "// Made by `npm run generate:options` from packages/nixos-options/nixos-options.json. Not to be edited.",
    'import type { NixValue } from "./nix-value.ts";',
    'import type { Refused } from "./refused.ts";',
  ]);
  file.addTypeAliases([SYSTEMD_VALUE, ...declarations(options)]);
  file.formatText({ indentSize: 2 });
  return file.getFullText();
}

/** systemd's settings: nixpkgs checks nothing here, and writes a list as one line for each element. */
const SYSTEMD_VALUE: TypeAliasDeclarationStructure = {
  kind: StructureKind.TypeAlias,
  name: "SystemdValue",
  type: "string | number | boolean | null | readonly (string | number | boolean)[]",
  docs: ["A setting in a systemd unit; a list is written as one line for each element."],
};

interface Property {
  readonly signature: PropertySignatureStructure;
  readonly arms: readonly string[];
}

function declarations(options: Options): readonly TypeAliasDeclarationStructure[] {
  const found: TypeAliasDeclarationStructure[] = [];
  const taken = new Set(["NixValue", "Refused", "SystemdValue"]);

  // Type aliases, not interfaces: only those can be assigned to NixValue.
  function declare(node: OptionNode, name: string, freeform?: readonly string[]): string {
    taken.add(name);
    // The place is kept before the children take theirs: a parent reads before its parts.
    const place = found.push({ kind: StructureKind.TypeAlias, name, type: "" }) - 1;
    const known = [...node.children].flatMap(([part, child]) => property(part, child) ?? []);
    // Every known key must also fit the signature for unknown ones, so that is widened by their types.
    const others = [freeform ?? [], known.map(({ arms }) => arms)].flat(2);
    found[place] = {
      kind: StructureKind.TypeAlias,
      name,
      docs: [node.path.length === 0 ? ROOT_COMMENT : `\`${optionName(node.path)}\``],
      isExported: node.path.length === 0,
      type: Writers.objectType({
        properties: known.map(({ signature }) => signature),
        indexSignatures:
          freeform === undefined
            ? []
            : [{ isReadonly: true, keyName: "name", keyType: "string", returnType: unionText(others) }],
      }),
    };
    return name;
  }

  function property(part: string, node: OptionNode): Property | undefined {
    const arms = typeOf(node);
    if (arms === undefined) return undefined;
    return {
      arms,
      signature: {
        kind: StructureKind.PropertySignature,
        name: /^[A-Za-z_]\w*$/.test(part) ? part : JSON.stringify(part),
        hasQuestionToken: true,
        isReadonly: true,
        type: unionText(arms),
        docs: node.option === undefined ? [] : [optionComment(node.option, fateOf(node, node.option))],
      },
    };
  }

  /** Nothing for what the types leave out. */
  function typeOf(node: OptionNode): readonly string[] | undefined {
    if (node.option === undefined) return [declare(node, freshName(node))];
    const fate = fateOf(node, node.option);
    switch (fate.kind) {
      case "left-out":
        return undefined;
      case "refused":
        return [`Refused<${JSON.stringify(fate.reason.replaceAll("`", ""))}>`];
      case "offered":
        return typeArms(node.option.kind, node, (at, freeform) => declare(at, freshName(at), freeform));
    }
  }

  const fateOf = (node: OptionNode, option: Option) => optionFate(optionName(node.path), option, options);

  function freshName(node: OptionNode): string {
    const name = typeName(node.path);
    if (!taken.has(name)) return name;
    for (let next = 2; ; next += 1) if (!taken.has(`${name}${next}`)) return `${name}${next}`;
  }

  declare(optionTree(options), "NixosOptions");
  return found;
}

const ROOT_COMMENT = [
  "The options of NixOS that are known by name and type, as they are written in plain data. All are optional;",
  "one that does not exist, was renamed or removed, or has another type does not compile.",
].join("\n");

/** `["users", "users", "<name>", "subUidRanges", "*"]` → `UsersUsersNameSubUidRangesItem`. */
function typeName(path: readonly string[]): string {
  return path
    .map((part) => (part === "*" ? "item" : part))
    .flatMap((part) => part.match(/[A-Za-z0-9]+/g) ?? [])
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
