import { isDeepStrictEqual } from "node:util";
import type { Json } from "../observe/json.ts";

/** An option whose value is another one; `undefined` where it is not set. */
export interface OptionChange {
  /** As NixOS names it: `services.etcd.initialCluster`. */
  readonly option: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** The options in which two configurations differ, sorted by name. Lists and texts are values as a whole. */
export function optionChanges(before: Json, after: Json, path = ""): readonly OptionChange[] {
  if (isTree(before) && isTree(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) =>
      optionChanges(before[name], after[name], path === "" ? word(name) : `${path}.${word(name)}`),
    );
  }
  // What one of them does not have at all is told leaf by leaf.
  if (before === undefined && isTree(after) && Object.keys(after).length > 0)
    return optionChanges({}, after, path);
  if (after === undefined && isTree(before) && Object.keys(before).length > 0)
    return optionChanges(before, {}, path);
  // In whatever order a tree within a list has its names: Nix sorts them.
  return isDeepStrictEqual(before, after) ? [] : [{ option: path, before, after }];
}

function isTree(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function word(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) ? name : JSON.stringify(name);
}
