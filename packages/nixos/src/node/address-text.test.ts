import type { IpAddress } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { routerId } from "./address-text.ts";

describe("routerId", () => {
  it.each([
    ["10.0.0.11", 4, "10.0.0.11"],
    ["fd00::11", 6, "0.0.0.17"],
    ["fd00::a00:b", 6, "10.0.0.11"],
    ["fd00::ffff:ffff", 6, "255.255.255.255"],
  ] as const)("of %s, IPv%i, is %s", (address, family, id) => {
    expect(routerId({ address: address as IpAddress, family })).toBe(id);
  });
});
