import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NixValue } from "../value.ts";
import type { Encoded } from "./encoded.ts";

/** For tests: what real Nix says of one printed value. */
export interface Verdict {
  /** Whether Nix finds it equal, floats to the last bit, to what `builtins.fromJSON` makes of the value. */
  readonly equal: boolean;
  /** What it evaluated to. Floats are only good to six digits, as `--json` prints them. */
  readonly encoded: Encoded;
}

const COMPARE = `
let
  encode =
    v:
    let
      type = builtins.typeOf v;
    in
    [
      type
      (
        if type == "set" then
          map (name: [ name (encode v.\${name}) ]) (builtins.attrNames v)
        else if type == "list" then
          map encode v
        else if type == "int" then
          toString v
        else
          v
      )
    ];
  printed = map encode (import ./printed.nix);
  wanted = map encode (builtins.fromJSON (builtins.readFile ./wanted.json));
in
assert builtins.length printed == builtins.length wanted;
builtins.genList (i: {
  equal = builtins.elemAt printed i == builtins.elemAt wanted i;
  encoded = builtins.elemAt printed i;
}) (builtins.length printed)
`;

/**
 * For tests: evaluates all printed texts in one run of nix-instantiate and compares each with its value.
 * @throws Error when nix-instantiate is missing or rejects a text
 */
export function compareInNix(printed: readonly string[], values: readonly NixValue[]): readonly Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), "quorate-nix-"));
  try {
    writeFileSync(join(folder, "printed.nix"), `[\n${printed.map((text) => `(${text})\n`).join("")}]\n`);
    writeFileSync(join(folder, "wanted.json"), json(values));
    writeFileSync(join(folder, "compare.nix"), COMPARE);
    return JSON.parse(instantiate(join(folder, "compare.nix"))) as Verdict[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For tests: the strictly evaluated JSON of a file. */
export function instantiate(file: string): string {
  const run = spawnSync("nix-instantiate", ["--eval", "--strict", "--json", "--store", "dummy://", file], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (run.error !== undefined) {
    throw new Error("these tests need nix-instantiate; on Debian: apt-get install nix-bin", {
      cause: run.error,
    });
  }
  if (run.status !== 0) throw new Error(`nix-instantiate refused the text: ${run.stderr.slice(0, 2000)}`);
  return run.stdout;
}

/** JSON by hand: `JSON.stringify` knows no bigint. */
function json(value: NixValue): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return jsonNumber(value);
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([name, item]) => `${JSON.stringify(name)}:${json(item)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value);
}

/** Nix wraps a JSON integer between 2^63 and 2^64, so that what is to be a float must look like one. */
function jsonNumber(value: number): string {
  if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63) return BigInt(value).toString();
  const text = value.toString();
  return /[.e]/.test(text) ? text : `${text}e0`;
}
