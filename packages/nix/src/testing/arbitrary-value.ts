import fc from "fast-check";
import type { NixValue } from "../value.ts";

/** For tests: pieces that mean something to the lexer of Nix, to be strung together in any order. */
const PIECES = [
  "$",
  "$$",
  "${",
  "${x}",
  "''",
  "'",
  '"',
  "\\",
  "\\${",
  "''${",
  "{",
  "}",
  "\n",
  "\n\n",
  "\n  ",
  "\r",
  "\r\n",
  "\t",
  " ",
  "x",
  "#",
  "/*",
  "*/",
  "<nixpkgs>",
  "${builtins.abort 1}",
  "é",
  "𝕏",
  "\u0001",
  "\u007f",
  "\u00a0",
  "\u2028",
  "\ufeff",
  "\u202e",
];

/** For tests: names that are reserved, or that mean something to Nix elsewhere. */
const NAMES = [
  ..."assert else if in inherit let or rec then with true false null import builtins".split(" "),
  ..."__functor __toString __curPos __proto__ constructor outPath type drvPath _ a' a-b -a 1a".split(" "),
  "",
  "a.b",
  "a b",
  "${x}",
  "services",
  "enable",
];

const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 12 })
  .map((pieces) => pieces.join("").replaceAll("\0", ""));

const text = fc.oneof(
  hostileText,
  fc.string(),
  fc.lorem({ maxCount: 3 }).map((s) => s.replaceAll(" ", "\n")),
);

const name = fc.oneof(fc.constantFrom(...NAMES), hostileText, fc.string({ minLength: 1, maxLength: 8 }));

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -(2 ** -1020), max: 2 ** -1020 }),
  fc.constantFrom(
    0,
    -1,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
    2 ** 64,
    1e21,
    1e22,
    0.1,
    -0.5,
    5e-324,
    1.7976931348623157e308,
  ),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 0n, 9007199254740993n),
);

const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));

/** Sets made with defineProperty, so that `__proto__` is a name like any other. */
function attrsOf(value: fc.Arbitrary<NixValue>, maxLength: number): fc.Arbitrary<NixValue> {
  return fc
    .uniqueArray(fc.tuple(name, value), { maxLength, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries));
}

const bushy = fc.letrec<{ value: NixValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 1 }),
    fc.array(tie("value"), { maxLength: 5 }),
    attrsOf(tie("value"), 1),
    attrsOf(tie("value"), 5),
  ),
})).value;

/** One value inside many lists and sets. */
const deep = fc
  .tuple(leaf, fc.array(fc.option(name, { nil: undefined }), { minLength: 20, maxLength: 120, size: "max" }))
  .map(([inner, shells]) =>
    shells.reduce<NixValue>(
      (value, shell) => (shell === undefined ? [value] : Object.fromEntries([[shell, value]])),
      inner,
    ),
  );

/** For tests: any value that Nix can hold, with a bias to what might be printed wrongly. */
export const arbitraryValue: fc.Arbitrary<NixValue> = fc.oneof(
  { weight: 20, arbitrary: bushy },
  { weight: 1, arbitrary: deep },
);
