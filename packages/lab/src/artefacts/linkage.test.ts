import { describe, expect, it } from "vitest";
import { linkageOf, loadedFiles } from "./linkage.ts";
import { elf } from "./testing/elf.ts";

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

it("reads the list of a loader: what has a path, once, sorted", () => {
  const list = [
    "\tlinux-vdso.so.1 (0x00007ffc8a5f2000)",
    "\tlibresolv.so.2 => /nix/store/abc-glibc/lib/libresolv.so.2 (0x00007f0000000000)",
    "\tlibc.so.6 => /nix/store/abc-glibc/lib/libc.so.6 (0x00007f1111111111)",
    "\tlibc.so.6 => /nix/store/abc-glibc/lib/libc.so.6 (0x00007f1111111111)",
    "\t/nix/store/abc-glibc/lib/ld-linux-x86-64.so.2 (0x00007f2222222222)",
    "\tlibgone.so => not found",
    "",
  ].join("\n");
  expect(loadedFiles(list)).toEqual([
    "/nix/store/abc-glibc/lib/ld-linux-x86-64.so.2",
    "/nix/store/abc-glibc/lib/libc.so.6",
    "/nix/store/abc-glibc/lib/libresolv.so.2",
  ]);
});
