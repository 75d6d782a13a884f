import { describe, expect, it } from "vitest";
import { optionFate } from "./fate.ts";
import type { Option, Options } from "./option.ts";

const option: Option = {
  type: "string",
  kind: { kind: "str" },
  default: null,
  defaultKind: "none",
  internal: false,
  readOnly: false,
};
const renamed = (aliasOf: string): Option => ({ ...option, visible: false, aliasOf });

const options: Options = {
  "a.new": option,
  "a.old": renamed("a.new"),
  "a.oldest": renamed("a.old"),
  "a.elsewhere": renamed("unknown.to.us"),
  "a.also": { ...option, aliasOf: "a.new" },
  "a.gone": { ...option, visible: false, removed: true },
  "a.hidden": { ...option, visible: false },
  "a.internal": { ...option, internal: true },
  "a.fixed": { ...option, readOnly: true },
  "m.<name>.v4.list": option,
  "m.<name>.ip4": renamed("v4.list"),
};

describe("optionFate", () => {
  it.each([
    ["a.new", { kind: "offered" }],
    ["a.also", { kind: "offered" }],
    ["a.internal", { kind: "left-out" }],
    ["a.fixed", { kind: "left-out" }],
    ["a.gone", { kind: "refused", reason: "removed from NixOS" }],
    ["a.hidden", { kind: "refused", reason: "kept by NixOS for old configurations only" }],
    ["a.old", { kind: "refused", reason: "renamed to `a.new`" }],
    ["a.oldest", { kind: "refused", reason: "renamed to `a.new`" }],
    ["a.elsewhere", { kind: "refused", reason: "renamed to `unknown.to.us`" }],
    ["m.<name>.ip4", { kind: "refused", reason: "renamed to `m.<name>.v4.list`" }],
  ])("of %s", (name, fate) => {
    expect(optionFate(name, options[name] ?? option, options)).toEqual(fate);
  });

  it("ends where two names point at each other", () => {
    const circle: Options = { a: renamed("b"), b: renamed("a") };
    expect(optionFate("a", renamed("b"), circle)).toEqual({ kind: "refused", reason: "renamed to `b`" });
  });
});
