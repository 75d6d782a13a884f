import { describe, expect, it } from "vitest";
import { nodePodPrefixLength } from "./pod-prefix.ts";

describe("nodePodPrefixLength", () => {
  it.each([
    ["10.0.0.0/8", 24],
    ["10.244.0.0/16", 24],
    ["10.244.0.0/24", 24],
    ["10.244.0.0/26", 26],
    ["fd00::/48", 64],
    // kube-controller-manager refuses a range of more than 2^16 parts.
    ["fd00::/40", 56],
    ["fd00:10:244::/56", 64],
    ["fd00::/64", 72],
    ["fd00::/112", 120],
    ["fd00::/124", 128],
  ])("a node's part of %s has /%i", (cidr, bits) => {
    expect(nodePodPrefixLength(cidr)).toBe(bits);
  });
});
