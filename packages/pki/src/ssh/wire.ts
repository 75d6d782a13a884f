/** A byte string as ssh writes it (RFC 4251 section 5): its length in four bytes, then itself. */
export function wireString(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads ssh's wire format from the start of `bytes`. Its methods throw a RangeError at the end. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint32(): number {
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  string(): Buffer {
    const end = this.uint32() + this.#at;
    if (end > this.#bytes.length) throw new RangeError("ssh string is cut short");
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }
}
