import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SEPARATED_OPTIONS } from "./separated-options.ts";

interface Kind {
  readonly kind: string;
  readonly sep?: string;
  readonly elem?: Kind;
}

const options: Record<string, { readonly kind?: Kind }> = JSON.parse(
  readFileSync(new URL("../../../nixos-options/nixos-options.json", import.meta.url), "utf8"),
);

function separator(kind: Kind | undefined): string | undefined {
  if (kind?.kind === "separatedStr") return kind.sep;
  return kind?.kind === "nullOr" ? separator(kind.elem) : undefined;
}

it("names every option of nixos-options.json whose definitions are joined", () => {
  const found = Object.entries(options).flatMap(([name, { kind }]) => {
    const text = separator(kind);
    return text === undefined ? [] : [[name.replace(/<[^>]+>/g, "*"), text]];
  });
  expect(SEPARATED_OPTIONS).toEqual(Object.fromEntries(found));
});
