import { expect, test } from "vitest";
import { type NixValueCode, NixValueError, valueProblem } from "./value-error.ts";

const TEXTS: { readonly [code in NixValueCode]: readonly [message: string, hint: string] } = {
  "nix-nul": ["a[0] contains a NUL character", "Remove the NUL character; a Nix string cannot hold one."],
  "nix-lone-surrogate": [
    "a[0] contains a lone UTF-16 surrogate",
    "Remove the broken character; it has no UTF-8 form and so cannot be written to a file.",
  ],
  "nix-not-finite": [
    "a[0] is not a finite number",
    "Nix has neither NaN nor infinities; give a finite number.",
  ],
  "nix-integer-range": [
    "a[0] is an integer outside signed 64 bits",
    "Nix integers lie between -9223372036854775808 and 9223372036854775807.",
  ],
  "nix-not-data": [
    "a[0] is not plain data",
    "Give a string, number, boolean, null, array or plain object; leave an attribute out instead of setting it to undefined.",
  ],
  "nix-too-deep": [
    "a[0] is nested too deeply",
    "Look for an object that contains itself; otherwise flatten the value.",
  ],
  "nix-duplicate-name": ["a[0] is set twice", "Keep one of the two."],
};

test.each(Object.entries(TEXTS))("%s says what and what to do", (code, [message, hint]) => {
  const path = ["a", 0];
  expect(valueProblem(code as NixValueCode, path)).toEqual({ code, path, message, hint });
});

test("is about the whole value unless said", () => {
  const error = new NixValueError("nix-nul");
  expect([error.path, error.message]).toEqual([[], "the value contains a NUL character"]);
});
