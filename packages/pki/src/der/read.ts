/** One element of DER: its tag, its content, and the bytes of the whole. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The elements that follow one another in `bytes`. Throws a RangeError where they are cut short. */
export function elementsOf(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    if (start + length > bytes.length) throw new RangeError("DER element is cut short");
    elements.push({
      tag,
      content: bytes.subarray(start, start + length),
      whole: bytes.subarray(at, start + length),
    });
    at = start + length;
  }
  return elements;
}

/** The only element of `bytes`, such as the SEQUENCE around a certificate. */
export function elementOf(bytes: Buffer): Element {
  const [element, ...others] = elementsOf(bytes);
  if (element === undefined || others.length > 0) throw new RangeError("not one DER element");
  return element;
}
