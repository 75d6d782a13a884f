import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { parseOptionPath } from "../model/option-path.ts";
import type { Draft } from "../parse/draft.ts";

/**
 * Options that would undo what Quorate sets up, and why. Any role turns on easyCerts, flannel by default
 * and a single-master etcd (nixos/modules/services/cluster/kubernetes/default.nix).
 */
const RESERVED: readonly (readonly [prefix: string, why: string])[] = [
  ["services.kubernetes.roles", "a role turns on certificates for a single master"],
  ["services.kubernetes.easyCerts", "its certificates are for a single master"],
  ["services.kubernetes.pki", "Quorate brings the certificates"],
  ["services.etcd.name", "it is the member's identity"],
  ["services.etcd.initialCluster", "it follows from the machines"],
  ["networking.hostName", "it is the machine's name in the file"],
  ["quorate", "these options are Quorate's own"],
];

/** NixOS options of the cluster and its nodes: data that can be written as Nix, under paths that can be read. */
export function* checkEscapeHatch(draft: Draft): Iterable<Finding> {
  const places: [SpecPath, { nixos?: unknown; nixosUnchecked?: unknown }][] = draft.nodes.map(
    ({ name, spec }) => [["machines", name], spec],
  );
  if (draft.rest !== undefined) places.unshift([[], draft.rest]);
  for (const [base, { nixos, nixosUnchecked }] of places) {
    if (nixos !== undefined) {
      yield* checkValue(nixos, [...base, "nixos"], []);
      yield* checkReserved(optionNames(nixos), [...base, "nixos"]);
    }
    for (const [key, value] of Object.entries(nixosUnchecked ?? {})) {
      const path = [...base, "nixosUnchecked", key];
      const names = parseOptionPath(key);
      if (names === undefined) {
        yield finding(
          "option-path-invalid",
          path,
          `${quote(key)} is no option path`,
          'Write names joined by dots, such as services.nginx.enable; quote odd ones: environment.etc."a.conf".text.',
        );
      } else {
        yield* checkReserved([names.join("."), ...optionNames(value, names.join("."))], path);
      }
      yield* checkValue(value, path, []);
    }
  }
}

function* checkReserved(names: Iterable<string>, path: SpecPath): Iterable<Finding> {
  const list = [...names];
  for (const [prefix, why] of RESERVED) {
    if (!list.some((name) => name === prefix || name.startsWith(`${prefix}.`))) continue;
    yield finding(
      "option-reserved",
      path,
      `${prefix} cannot be set here: ${why}`,
      "Remove it; what it is for is said elsewhere in machines.ts.",
    );
  }
}

/** The dotted names of the sets in a value, three deep, which is as deep as reserved options lie. */
function* optionNames(value: unknown, prefix = "", depth = 0): Iterable<string> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 3) return;
  for (const [key, inner] of Object.entries(value)) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    yield name;
    yield* optionNames(inner, name, depth + 1);
  }
}

/** Deeper than any NixOS option; the limit keeps the check itself, and Nix, from running out of stack. */
const MAX_DEPTH = 100;

function* checkValue(value: unknown, path: SpecPath, parents: readonly unknown[]): Iterable<Finding> {
  const problem = problemOf(value, parents);
  if (problem !== undefined) {
    yield finding(
      "not-plain-data",
      path,
      `${path.join(".")} ${problem}`,
      "Write plain data: texts, numbers, true, false, null, lists and sets.",
    );
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const inside = [...parents, value];
  for (const [key, inner] of Object.entries(value)) {
    if (isUnwritable(key)) {
      yield finding(
        "not-plain-data",
        path,
        `${path.join(".")} has a name that Nix cannot hold: ${quote(key)}`,
        "Rename it.",
      );
    }
    yield* checkValue(inner, [...path, Array.isArray(value) ? Number(key) : key], inside);
  }
}

function problemOf(value: unknown, parents: readonly unknown[]): string | undefined {
  if (value === null || typeof value === "boolean") return undefined;
  if (typeof value === "string")
    return isUnwritable(value) ? "holds a NUL or half a surrogate pair, which Nix cannot hold" : undefined;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return `is ${value}, which is no number in Nix`;
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? "is too large to be exact" : undefined;
  }
  if (typeof value !== "object") return value === undefined ? "is undefined" : `is a ${typeof value}`;
  if (parents.includes(value)) return "contains itself";
  if (parents.length >= MAX_DEPTH) return `is over ${MAX_DEPTH} levels deep`;
  const prototype = Object.getPrototypeOf(value);
  const plain = prototype === null || Array.isArray(value) || Object.getPrototypeOf(prototype) === null;
  return plain ? undefined : `is a ${value.constructor?.name ?? "special object"}`;
}

function isUnwritable(text: string): boolean {
  return text.includes("\0") || !text.isWellFormed();
}
