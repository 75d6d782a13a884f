import { type EscapeHatchValues, type NixValue, parseOptionPath } from "@quorate/cluster";
import { mergeOptions, type OptionTree } from "./merge.ts";

/** The options of an escape hatch over `options`: those by path over those by name, over ours. */
export function applyEscapeHatch(options: OptionTree, hatch: EscapeHatchValues): OptionTree {
  let merged = mergeOptions(options, hatch.nixos as Readonly<OptionTree>);
  // In an order of their own: a set and something in it may both be there.
  const byPath = Object.entries(hatch.nixosUnchecked).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, value] of byPath) merged = mergeOptions(merged, nested(path, value));
  return merged;
}

/** `a.b` and a value as `{ a = { b = value; }; }`. */
function nested(path: string, value: NixValue): OptionTree {
  const names = parseOptionPath(path);
  // The cluster's rules have refused such a path long before.
  if (names === undefined) throw new RangeError(`not an option path: ${path}`);
  let tree: NixValue = value;
  for (const name of names.toReversed()) tree = Object.fromEntries([[name, tree]]);
  return tree as OptionTree;
}
