import { describe, expect, it } from "vitest";
import { linkageOf } from "./elf.ts";

interface Header {
  readonly type: number;
  readonly text?: string;
}

/** An ELF-64 file with these program headers; texts lie behind all headers. */
function elf(headers: readonly Header[], { bits = 2, order = 1 } = {}): Buffer {
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

describe("linkageOf", () => {
  it.each([
    ["without a loader", elf([{ type: 1 }, { type: 1 }]), { kind: "static" }],
    [
      "with a loader",
      elf([{ type: 6 }, { type: 3, text: "/lib64/ld-linux-x86-64.so.2" }, { type: 1 }]),
      { kind: "dynamic", interpreter: "/lib64/ld-linux-x86-64.so.2" },
    ],
    ["for 32 bits", elf([{ type: 1 }], { bits: 1 }), { kind: "other" }],
    ["for a big-endian machine", elf([{ type: 1 }], { order: 2 }), { kind: "other" }],
    ["of a script", Buffer.from(`#!/bin/sh\n${" ".repeat(80)}`), { kind: "other" }],
    ["of an empty file", Buffer.alloc(0), { kind: "other" }],
    ["cut off within its headers", elf([{ type: 1 }, { type: 1 }]).subarray(0, 130), { kind: "other" }],
    [
      "cut off before its loader's name",
      elf([{ type: 3, text: "/ld.so" }]).subarray(0, 1024),
      { kind: "other" },
    ],
  ])("of a program %s", (_, file, expected) => {
    expect(linkageOf(file)).toEqual(expected);
  });
});
