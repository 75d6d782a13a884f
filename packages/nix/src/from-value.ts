import { type Binding, checkedAttrset } from "./attrset-node.ts";
import { nixBool } from "./bool-node.ts";
import { nixFloat } from "./float-node.ts";
import { nixInt } from "./int-node.ts";
import { nixList } from "./list-node.ts";
import type { NixNode } from "./node.ts";
import { NIX_NULL } from "./null-node.ts";
import { nixString } from "./string-node.ts";
import { refuseText } from "./text.ts";
import type { NixValue } from "./value.ts";
import { NixValueError, type NixValueProblem, valueProblem } from "./value-error.ts";

/** How deeply sets and lists may be nested in a value. */
export const MAX_DEPTH = 256;

/**
 * The tree of a plain value.
 * @throws NixValueError for the first part of the value that Nix cannot hold
 */
export function fromValue(value: NixValue): NixNode {
  return convert(value, [], (problem) => {
    throw new NixValueError(problem.code, problem.path);
  });
}

/** Everything in `value` that Nix cannot hold; empty when {@link fromValue} would succeed. */
export function valueProblems(value: unknown): readonly NixValueProblem[] {
  const problems: NixValueProblem[] = [];
  convert(value, [], (problem) => problems.push(problem));
  return problems;
}

type Path = (string | number)[];
type Report = (problem: NixValueProblem) => void;

/** `path` is one array for the whole walk, changed in place: a copy for each node would cost more than the tree. */
function convert(value: unknown, path: Path, report: Report): NixNode {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
      try {
        return scalar(value);
      } catch (error) {
        if (!(error instanceof NixValueError)) throw error;
        report(valueProblem(error.code, [...path]));
        return NIX_NULL;
      }
    case "boolean":
      return nixBool(value);
    case "object":
      if (value === null) return NIX_NULL;
      if (path.length >= MAX_DEPTH) break;
      if (Array.isArray(value)) return list(value, path, report);
      if (isPlainObject(value)) return attrset(value, path, report);
  }
  const tooDeep = typeof value === "object" && path.length >= MAX_DEPTH;
  report(valueProblem(tooDeep ? "nix-too-deep" : "nix-not-data", [...path]));
  return NIX_NULL;
}

function scalar(value: string | number | bigint): NixNode {
  if (typeof value === "string") return nixString(value);
  if (typeof value === "bigint") return nixInt(value);
  return isInt64(value) ? nixInt(BigInt(value)) : nixFloat(value);
}

/** An integral number beyond 64 bits was never a count of anything: it is a float, as it is in JSON read by Nix. */
function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}

/** By index and not by `map`, which would skip a hole instead of refusing it. */
function list(values: readonly unknown[], path: Path, report: Report): NixNode {
  const items: NixNode[] = [];
  for (let i = 0; i < values.length; i++) {
    path.push(i);
    items.push(convert(values[i], path, report));
    path.pop();
  }
  return nixList(items);
}

function attrset(values: Readonly<Record<string, unknown>>, path: Path, report: Report): NixNode {
  const bindings: Binding[] = [];
  for (const name of Object.keys(values)) {
    path.push(name);
    const refused = refuseText(name);
    if (refused === undefined) {
      bindings.push(Object.freeze({ name, value: convert(values[name], path, report) }));
    } else report(valueProblem(refused, [...path]));
    path.pop();
  }
  return checkedAttrset(bindings);
}

/** Also true of an object from another realm, whose prototype is not ours. */
function isPlainObject(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
