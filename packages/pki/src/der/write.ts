/**
 * The few DER forms that a certificate is made of. The bytes to sign are laid out here, the keys and
 * signatures are OpenSSL's: through a general ASN.1 library laying out costs twenty times the signature.
 */

const SEQUENCE = 0x30;
const SET = 0x31;

/** A value with its tag and length. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const part of parts) length += part.length;
  return Buffer.concat([header(tag, length), ...parts]);
}

/** A SEQUENCE of what is encoded already. */
export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(SEQUENCE, ...parts);
}

/** A SET of one element, the only kind in a certificate: more would need sorting. */
export function setOf(element: Uint8Array): Buffer {
  return tagged(SET, element);
}

/** An INTEGER from big-endian bytes that are minimal and positive already. */
export function integer(bytes: Uint8Array): Buffer {
  return tagged(0x02, bytes);
}

/** An OCTET STRING. */
export function octets(content: Uint8Array): Buffer {
  return tagged(0x04, content);
}

/** A BIT STRING whose last byte has `unused` bits that do not count. */
export function bits(content: Uint8Array, unused = 0): Buffer {
  return tagged(0x03, Buffer.from([unused]), content);
}

/** TRUE: FALSE is never written, being every field's default. */
export const TRUE = tagged(0x01, Buffer.from([0xff]));

/** A UTF8String. */
export function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text, "utf8"));
}

/** An OBJECT IDENTIFIER from its dotted text. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 0x7f];
    for (let high = arc >>> 7; high > 0; high >>>= 7) septets.unshift((high & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return tagged(0x06, Buffer.from(bytes));
}

/** A point in time, whole seconds. RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime after. */
export function time(date: Date): Buffer {
  const text = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(text.slice(2)))
    : tagged(0x18, Buffer.from(text));
}

function header(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.from([tag, length]);
  if (length < 0x100) return Buffer.from([tag, 0x81, length]);
  return Buffer.from([tag, 0x82, length >> 8, length & 0xff]);
}
