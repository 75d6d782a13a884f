import { describe, expect, it } from "vitest";
import { isIpv6, prefixLength, routerId } from "./address-text.ts";

describe("routerId", () => {
  it.each([
    ["10.0.0.11", "10.0.0.11"],
    ["fd00::11", "0.0.0.17"],
    ["fd00::a00:b", "10.0.0.11"],
    ["fd00::ffff:ffff", "255.255.255.255"],
  ])("of %s is %s", (address, id) => {
    expect(routerId(address)).toBe(id);
  });
});

describe("prefixLength and isIpv6", () => {
  it.each([
    ["10.0.0.0/8", 8, false],
    ["fd00::/112", 112, true],
  ])("of %s", (cidr, bits, ipv6) => {
    expect(prefixLength(cidr)).toBe(bits);
    expect(isIpv6(cidr)).toBe(ipv6);
  });
});
