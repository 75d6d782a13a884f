import { expect, it } from "vitest";
import { parseOptionPath } from "./option-path.ts";

it.each([
  ["services.nginx.enable", ["services", "nginx", "enable"]],
  ["a", ["a"]],
  ["_a'-b", ["_a'-b"]],
  ['environment.etc."a.conf".text', ["environment", "etc", "a.conf", "text"]],
  ['"a b"', ["a b"]],
  ["", undefined],
  [".", undefined],
  ["a.", undefined],
  [".a", undefined],
  ["a..b", undefined],
  ["a b", undefined],
  ["1a", undefined],
  ['a."', undefined],
  ['a.""', undefined],
  ['a."b"c', undefined],
  ['a."${b}"', undefined],
  ['a."\\""', undefined],
  ['a."b\0"', undefined],
  ["a\n", undefined],
  ["nod\u0435", undefined],
])("%j", (text, names) => {
  expect(parseOptionPath(text)).toEqual(names);
});
