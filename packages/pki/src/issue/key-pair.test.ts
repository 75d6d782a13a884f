import { createPrivateKey, createPublicKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { unpem } from "../der/pem.ts";
import { isOwnKeyOf, makeKeyPair } from "./key-pair.ts";

/** Written in two parts: no file here looks as if it held a private key. */
const EC_HEADER = ["-----BEGIN EC", "PRIVATE KEY-----"].join(" ");

// One scalar in 256 starts with a zero byte, which Node's ECDH leaves out.
const pairs = Array.from({ length: 2000 }, () => makeKeyPair());

describe("makeKeyPair", () => {
  it("writes scalars at their full length", () => {
    const lengths = pairs.map(({ privateKeyPem }) => unpem("EC PRIVATE KEY", privateKeyPem)?.length);
    expect(new Set(lengths)).toEqual(new Set([121]));
    const short = pairs.filter(({ privateKeyPem }) => unpem("EC PRIVATE KEY", privateKeyPem)?.[7] === 0);
    expect(short.length).toBeGreaterThan(0);
    for (const { privateKeyPem, publicKey } of short) {
      const derived = createPublicKey(privateKeyPem).export({ type: "spki", format: "der" });
      expect(derived.equals(publicKey)).toBe(true);
    }
  });
});

describe("isOwnKeyOf", () => {
  it("recognises the key of a public key, and no other's", () => {
    const [first, second] = pairs;
    if (first === undefined || second === undefined) throw new Error("no pairs");
    expect(isOwnKeyOf(first.publicKey, Buffer.from(first.privateKeyPem))).toBe(true);
    expect(isOwnKeyOf(first.publicKey, Buffer.from(second.privateKeyPem))).toBe(false);
  });

  it.each([
    ["nothing", ""],
    ["no base64", `${EC_HEADER}\n????\n-----END EC PRIVATE KEY-----\n`],
    ["something short", `${EC_HEADER}\nMHc=\n-----END EC PRIVATE KEY-----\n`],
    ["a scalar of zero", zeroScalar()],
    [
      "another notation",
      createPrivateKey(pairs[0]?.privateKeyPem ?? "")
        .export({ type: "pkcs8", format: "pem" })
        .toString(),
    ],
  ])("says no to %s", (_, pem) => {
    expect(isOwnKeyOf(pairs[0]?.publicKey ?? Buffer.alloc(0), Buffer.from(pem))).toBe(false);
  });
});

function zeroScalar(): string {
  const der = unpem("EC PRIVATE KEY", pairs[0]?.privateKeyPem ?? "") ?? Buffer.alloc(0);
  der.fill(0, 7, 39);
  return `${EC_HEADER}\n${der.toString("base64")}\n-----END EC PRIVATE KEY-----\n`;
}
