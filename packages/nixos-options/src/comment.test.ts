import { describe, expect, it } from "vitest";
import { optionComment } from "./comment.ts";
import type { Option } from "./option.ts";

const option: Option = {
  type: "string",
  kind: { kind: "str" },
  default: "a",
  defaultKind: "literal",
  internal: false,
  readOnly: false,
};

describe("optionComment", () => {
  it.each<[string, Partial<Option>, string]>([
    ["a value", {}, 'NixOS: string.\nDefault: `"a"`.'],
    [
      "Nix text",
      { defaultKind: "expression", default: "if a\n  then b" },
      "NixOS: string.\nDefault: `if a then b`.",
    ],
    [
      "no value to show",
      { defaultKind: "computed" },
      "NixOS: string.\nDefault: depends on the configuration.",
    ],
    ["none", { defaultKind: "none" }, "NixOS: string.\nNo default."],
    [
      "another name",
      { aliasOf: "b.c", defaultKind: "none" },
      "NixOS: string.\nNo default.\nAnother name for `b.c`.",
    ],
    [
      "a package",
      { kind: { kind: "listOf", elem: { kind: "package" } }, default: [] },
      "NixOS: string.\nDefault: `[]`.\nA package is not plain data: set one in a NixOS module.",
    ],
    ["what would end the comment", { default: "*/5 * * * *" }, 'NixOS: string.\nDefault: `"*\\/5 * * * *"`.'],
  ])("shows a default: %s", (_, change, expected) => {
    expect(optionComment({ ...option, ...change }, { kind: "offered" })).toBe(expected);
  });

  it("shortens a long default", () => {
    const comment = optionComment({ ...option, default: "x".repeat(500) }, { kind: "offered" });
    expect(comment).toContain("x…`.");
    expect(comment.length).toBeLessThan(140);
  });

  it("says why an option is refused, so that the editor strikes it through", () => {
    expect(optionComment(option, { kind: "refused", reason: "renamed to `b`" })).toBe(
      "@deprecated Renamed to `b`.",
    );
  });
});
