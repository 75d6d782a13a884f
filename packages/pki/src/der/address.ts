import { parseIp, stringifyIp } from "ip-bigint";

/** The bytes of an address in network order: 4 or 16. */
export function addressBytes(address: string): Buffer {
  const { number, version } = parseIp(address);
  return Buffer.from(number.toString(16).padStart(version === 4 ? 8 : 32, "0"), "hex");
}

/** An address from its bytes, in canonical text. */
export function addressText(bytes: Buffer): string {
  return stringifyIp(
    { number: BigInt(`0x${bytes.toString("hex")}`), version: bytes.length === 4 ? 4 : 6 },
    { hexify: true },
  );
}
