/** What a program needs to be started: itself alone, a loader, or a shell and who knows what. */
export type Linkage =
  | { readonly kind: "static" }
  /** Needs this loader and what it loads. */
  | { readonly kind: "dynamic"; readonly interpreter: string }
  /** A script, or a program for another kind of machine. */
  | { readonly kind: "other" };

const MAGIC = 0x7f454c46;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
/** The program header that names the loader. */
const PT_INTERP = 3;

/**
 * How a program is linked, from its first octets (ELF-64, little-endian; its headers lie in the first 4 KiB of
 * any program that a linker made).
 */
export function linkageOf(start: Buffer): Linkage {
  if (start.length < 64 || start.readUInt32BE(0) !== MAGIC) return { kind: "other" };
  if (start[4] !== CLASS_64 || start[5] !== LITTLE_ENDIAN) return { kind: "other" };
  const offset = Number(start.readBigUInt64LE(32));
  const size = start.readUInt16LE(54);
  const count = start.readUInt16LE(56);
  for (let index = 0; index < count; index++) {
    const header = offset + index * size;
    if (header + 56 > start.length) return { kind: "other" };
    if (start.readUInt32LE(header) !== PT_INTERP) continue;
    const at = Number(start.readBigUInt64LE(header + 8));
    const length = Number(start.readBigUInt64LE(header + 32));
    if (at + length > start.length) return { kind: "other" };
    return { kind: "dynamic", interpreter: start.toString("latin1", at, at + length - 1) };
  }
  return { kind: "static" };
}

/** The files that a program loads, by the list of its loader (`ld.so --list`, which is what ldd prints). */
export function loadedFiles(list: string): readonly string[] {
  const paths = list.split("\n").flatMap((line) => {
    const [, path] = /(?:^\s*|=>\s*)(\/\S+)\s+\(0x[0-9a-f]+\)\s*$/.exec(line) ?? [];
    return path === undefined ? [] : [path];
  });
  return [...new Set(paths)].sort();
}
