const line = /^([0-9a-f]{64}) [ *]\.\/([A-Za-z0-9._-]+)$/;

/** Reads lines that sha256sum has printed of files in the working folder; lines of any other shape are none. */
export function parseDigests(lines: readonly string[]): { readonly [file: string]: string } {
  return Object.fromEntries(
    lines.flatMap((text) => {
      const [, digest, file] = line.exec(text) ?? [];
      return digest === undefined || file === undefined ? [] : [[file, digest] as const];
    }),
  );
}
