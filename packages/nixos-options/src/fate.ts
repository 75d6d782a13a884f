import type { Option, Options } from "./option.ts";

/** What becomes of an option in the types. */
export type Fate =
  | { readonly kind: "offered" }
  /** Not in the types at all: NixOS sets it itself. */
  | { readonly kind: "left-out" }
  /** In the types for its doc comment's sake; any value is refused. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Decides it. An alias that NixOS shows in its manual is a current name and is offered; a hidden one was
 * renamed.
 */
export function optionFate(name: string, option: Option, options: Options): Fate {
  if (option.internal || option.readOnly) return { kind: "left-out" };
  if (option.removed) return { kind: "refused", reason: "removed from NixOS" };
  if (option.visible !== false) return { kind: "offered" };
  return option.aliasOf === undefined
    ? { kind: "refused", reason: "kept by NixOS for old configurations only" }
    : { kind: "refused", reason: `renamed to \`${aliasTarget(name, option.aliasOf, options)}\`` };
}

/** The name that an alias leads to in the end, whole where the data knows it. */
function aliasTarget(name: string, alias: string, options: Options, passed: readonly string[] = []): string {
  const target = options[alias] === undefined ? inSubmodule(name, alias, options) : alias;
  const next = options[target];
  // Two names that stand for each other would lead round in a circle.
  if (next?.visible !== false || next.aliasOf === undefined || passed.includes(target)) return target;
  return aliasTarget(target, next.aliasOf, options, [...passed, target]);
}

function inSubmodule(name: string, alias: string, options: Options): string {
  const module = /^.*(?:<[^>]*>|\*)\./.exec(name)?.[0] ?? "";
  return options[module + alias] === undefined ? alias : module + alias;
}
