import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import { isRecord } from "../parse/part.ts";

/**
 * Options that would undo what Quorate sets up, and why. Any role turns on easyCerts, flannel by default
 * and a single-master etcd (nixos/modules/services/cluster/kubernetes/default.nix).
 */
const RESERVED: readonly (readonly [option: string, why: string])[] = [
  ["services.kubernetes.roles", "a role turns on certificates for a single master"],
  ["services.kubernetes.easyCerts", "its certificates are for a single master"],
  ["services.kubernetes.pki", "Quorate brings the certificates"],
  ["services.etcd.name", "it is the member's identity"],
  ["services.etcd.initialCluster", "it follows from the machines"],
  ["networking.hostName", "it is the machine's name in the file"],
  ["system.stateVersion", "the field stateVersion says it"],
  ["nixpkgs.hostPlatform", "the node's field system says it"],
  ["quorate", "these options are Quorate's own"],
  // A module's own attributes and not options: with `imports`, data would name code to evaluate.
  ["imports", "a module of your own goes into the flake, as lib.mkCluster's modules"],
  ["disabledModules", "it is an attribute of a module, not an option"],
  ["config", "it is an attribute of a module, not an option"],
  ["options", "it is an attribute of a module, not an option"],
  ["_module", "it is an attribute of a module, not an option"],
];

/**
 * Complains of reserved options in `value`, which is the option `names` or a set with options in it.
 * `nested`: whether the places below `path` are those of the options' names.
 */
export function* checkReserved(
  value: unknown,
  names: readonly string[],
  path: SpecPath,
  nested: boolean,
): Iterable<Finding> {
  for (const [option, why] of RESERVED) {
    const wanted = option.split(".");
    const inside = names.slice(0, wanted.length);
    if (inside.some((name, index) => name !== wanted[index])) continue;
    const rest = wanted.slice(inside.length);
    if (!holds(value, rest)) continue;
    yield finding(
      "option-reserved",
      nested ? [...path, ...rest] : path,
      `${option} cannot be set here: ${why}`,
      "Remove it.",
    );
  }
}

function holds(value: unknown, names: readonly string[]): boolean {
  let place = value;
  for (const name of names) {
    if (!isRecord(place) || !Object.hasOwn(place, name)) return false;
    place = place[name];
  }
  return true;
}
