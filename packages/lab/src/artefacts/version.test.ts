import fc from "fast-check";
import { expect, test } from "vitest";
import { compareVersions } from "./version.ts";

test.each([
  ["1.9", "1.10"],
  ["1.34", "1.34.0"],
  ["1.26.2", "1.26.10"],
  ["3.4.23", "3.5"],
])("%s is before %s", (one, other) => {
  expect(compareVersions(one, other)).toBeLessThan(0);
  expect(compareVersions(other, one)).toBeGreaterThan(0);
});

test("versions are ordered as their numbers are", () => {
  const version = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50));
  fc.assert(
    fc.property(version, version, (one, other) => {
      const index = one.findIndex((part, at) => part !== other[at]);
      const expected = index === -1 ? 0 : Math.sign((one[index] ?? 0) - (other[index] ?? 0));
      expect(Math.sign(compareVersions(one.join("."), other.join(".")))).toBe(expected);
    }),
  );
});
