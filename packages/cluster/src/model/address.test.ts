import { describe, expect, it } from "vitest";
import { ADDRESS_BITS, urlHost } from "./address.ts";

describe("urlHost", () => {
  it.each([
    ["10.0.0.1", 4, "10.0.0.1"],
    ["fd00::1", 6, "[fd00::1]"],
  ] as const)("of %s, IPv%i, is %s", (address, family, host) => {
    expect(urlHost({ address, family })).toBe(host);
  });
});

it("a host's prefix is all of its address", () => {
  expect(ADDRESS_BITS).toEqual({ 4: 32, 6: 128 });
});
