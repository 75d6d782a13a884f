import { expect, it } from "vitest";
import { loadedFiles } from "./loaded-files.ts";

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
