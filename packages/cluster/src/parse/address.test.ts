import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressAt, hasHostBits, lies, parseAddress, parseNetwork } from "./address.ts";

describe("parseAddress", () => {
  it.each([
    ["10.0.0.1", "10.0.0.1", 4],
    ["0.0.0.0", "0.0.0.0", 4],
    ["FD00:0:0::0001", "fd00::1", 6],
    ["::", "::", 6],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", 6],
    ["::ffff:10.0.0.1", "::ffff:a00:1", 6],
  ])("%s is %s", (text, address, family) => {
    expect(parseAddress(text)).toMatchObject({ address, family });
  });

  it.each([
    "",
    " 10.0.0.1",
    "10.0.0.1\n",
    "10.0.0",
    "10.0.0.256",
    "10.0.0.01",
    "0x0a.0.0.1",
    "10.0.0.1/24",
    "1\u0660.0.0.1",
    "\uff11.0.0.1",
    "fe80::1%eth0",
    "[fd00::1]",
    "fd00:::1",
    "localhost",
  ])("%j is none", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it("reads what it wrote as the same address", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const first = parseAddress(text);
        expect(first).toBeDefined();
        expect(parseAddress(first?.address ?? "")).toEqual(first);
      }),
    );
  });
});

describe("parseNetwork", () => {
  it.each([
    ["10.0.0.0/24", "10.0.0.0/24", false],
    ["10.0.0.5/24", "10.0.0.0/24", true],
    ["0.0.0.0/0", "0.0.0.0/0", false],
    ["10.0.0.1/32", "10.0.0.1/32", false],
    ["FD00::/64", "fd00::/64", false],
    ["fd00::1/64", "fd00::/64", true],
  ])("%s is %s", (text, cidr, host) => {
    const network = parseNetwork(text);
    expect(network?.cidr).toBe(cidr);
    expect(network !== undefined && hasHostBits(text, network)).toBe(host);
  });

  it.each([
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "fd00::/129",
    "/24",
  ])("%j is none", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it("holds its own addresses, and only those", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (text, length) => {
        const address = parseAddress(text);
        const network = parseNetwork(`${text}/${length}`);
        if (address === undefined || network === undefined) throw new Error(text);
        expect(lies(address, network)).toBe(true);
        expect(network.last - network.first + 1n).toBe(2n ** BigInt(32 - length));
        expect(lies({ ...address, bits: network.last + 1n }, network)).toBe(false);
        expect(lies({ ...address, bits: network.first - 1n }, network)).toBe(false);
        expect(parseAddress(addressAt(network, 0))?.bits).toBe(network.first);
      }),
    );
  });
});
