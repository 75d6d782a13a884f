import type { Fate } from "./fate.ts";
import type { Option, OptionKind } from "./option.ts";

/** Longest default that is shown; the editor's hover is small. */
const LONGEST = 100;

/** The doc comment of an option: what the editor shows on hover. */
export function optionComment(option: Option, fate: Fate): string {
  if (fate.kind === "refused") return `@deprecated ${sentence(fate.reason)}`;
  const lines = [`NixOS: ${oneLine(option.type)}.`, defaultText(option)];
  if (option.aliasOf !== undefined) lines.push(`Another name for \`${option.aliasOf}\`.`);
  const missing = notPlain(option.kind);
  if (missing !== undefined) lines.push(missing);
  return lines.map(harmless).join("\n");
}

function defaultText(option: Option): string {
  switch (option.defaultKind) {
    case "literal":
      return `Default: \`${short(JSON.stringify(option.default))}\`.`;
    case "expression":
      return `Default: \`${short(oneLine(String(option.default)))}\`.`;
    case "computed":
      return "Default: depends on the configuration.";
    case "none":
      return "No default.";
  }
}

/** Packages and raw values are Nix expressions; the reader should learn where they can be set. */
function notPlain(kind: OptionKind): string | undefined {
  if (kind.kind === "raw") return "Not plain data: set it in a NixOS module.";
  return holdsPackage(kind) ? "A package is not plain data: set one in a NixOS module." : undefined;
}

function holdsPackage(kind: OptionKind): boolean {
  switch (kind.kind) {
    case "package":
      return true;
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return holdsPackage(kind.elem);
    case "either":
      return kind.types.some(holdsPackage);
    case "coercedTo":
      return holdsPackage(kind.from) || holdsPackage(kind.to);
    default:
      return false;
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
/** A default such as a cron line or a glob must not end the comment. */
const harmless = (text: string): string => text.replaceAll("*/", "*\\/");
