/** A program header of {@link elf}. */
export interface Header {
  readonly type: number;
  readonly text?: string;
}

/** An ELF-64 file with these program headers; texts lie behind all headers. */
export function elf(headers: readonly Header[], { bits = 2, order = 1 } = {}): Buffer {
  const file = Buffer.alloc(4096);
  file.writeUInt32BE(0x7f454c46, 0);
  file[4] = bits;
  file[5] = order;
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(headers.length, 56);
  for (const [index, { type, text }] of headers.entries()) {
    const at = 64 + index * 56;
    file.writeUInt32LE(type, at);
    if (text === undefined) continue;
    const place = 2048 + index * 256;
    file.write(`${text}\0`, place, "latin1");
    file.writeBigUInt64LE(BigInt(place), at + 8);
    file.writeBigUInt64LE(BigInt(text.length + 1), at + 32);
  }
  return file;
}
