import { attributeName } from "./attribute-name.ts";

/**
 * Why a value cannot be written as Nix:
 * - `nix-nul`: a NUL character in a string or an attribute name; Nix strings end at the first one.
 * - `nix-lone-surrogate`: half of a UTF-16 pair; it has no UTF-8 form.
 * - `nix-not-finite`: NaN or an infinity.
 * - `nix-integer-range`: a `bigint` outside signed 64 bits.
 * - `nix-not-data`: undefined, a function, a symbol, a hole in a list, an instance of a class.
 * - `nix-too-deep`: nested deeper than {@link MAX_DEPTH}, or containing itself.
 * - `nix-duplicate-name`: an attribute set with one name twice.
 */
export type NixValueCode =
  | "nix-nul"
  | "nix-lone-surrogate"
  | "nix-not-finite"
  | "nix-integer-range"
  | "nix-not-data"
  | "nix-too-deep"
  | "nix-duplicate-name";

/** From a value down to a part of it: attribute names and list indexes (from 0). */
export type NixValuePath = readonly (string | number)[];

/** One reason for which a value cannot be written as Nix, as a value. */
export interface NixValueProblem {
  readonly code: NixValueCode;
  readonly path: NixValuePath;
  readonly message: string;
  readonly hint: string;
}

const TEXTS: Readonly<Record<NixValueCode, readonly [what: string, hint: string]>> = {
  "nix-nul": ["contains a NUL character", "Remove the NUL character; a Nix string cannot hold one."],
  "nix-lone-surrogate": [
    "contains a lone UTF-16 surrogate",
    "Remove the broken character; it has no UTF-8 form and so cannot be written to a file.",
  ],
  "nix-not-finite": ["is not a finite number", "Nix has neither NaN nor infinities; give a finite number."],
  "nix-integer-range": [
    "is an integer outside signed 64 bits",
    "Nix integers lie between -9223372036854775808 and 9223372036854775807.",
  ],
  "nix-not-data": [
    "is not plain data",
    "Give a string, number, boolean, null, array or plain object; leave an attribute out instead of setting it to undefined.",
  ],
  "nix-too-deep": [
    "is nested too deeply",
    "Look for an object that contains itself; otherwise flatten the value.",
  ],
  "nix-duplicate-name": ["is set twice", "Keep one of the two."],
};

/**
 * A path as Nix would spell it, with list indexes in brackets: `services.etcd.peers[0]`.
 * The whole value is `the value`.
 */
export function showPath(path: NixValuePath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? attributeName(step) : `.${attributeName(step)}`;
  }
  return text === "" ? "the value" : text;
}

/** The problem `code` at `path`, with its message and hint. */
export function valueProblem(code: NixValueCode, path: NixValuePath): NixValueProblem {
  const [what, hint] = TEXTS[code];
  return { code, path, message: `${showPath(path)} ${what}`, hint };
}

/** Thrown when a value that Nix cannot hold is made into Nix; carries the problem as a value. */
export class NixValueError extends Error implements NixValueProblem {
  override readonly name = "NixValueError";
  readonly code: NixValueCode;
  readonly path: NixValuePath;
  readonly hint: string;

  /** @param path where in the value; empty for the value itself. */
  constructor(code: NixValueCode, path: NixValuePath = []) {
    const problem = valueProblem(code, path);
    super(problem.message);
    this.code = code;
    this.path = path;
    this.hint = problem.hint;
  }
}
