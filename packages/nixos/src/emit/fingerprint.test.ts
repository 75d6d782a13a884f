import { expect, it } from "vitest";
import { fingerprint } from "./fingerprint.ts";

it.each([
  [["ab"], ["a", "b"]],
  [["a", ""], ["a"]],
  [
    ["a", "b"],
    ["b", "a"],
  ],
  [["1:a"], ["a"]],
])("%o and %o have different fingerprints", (one, other) => {
  expect(fingerprint(one)).not.toBe(fingerprint(other));
  expect(fingerprint(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint([...one])).toBe(fingerprint(one));
});
