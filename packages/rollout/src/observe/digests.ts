/** Hexadecimal digits of a SHA-256. */
const DIGEST = 64;

const line = /^[0-9a-f]{64} [ *]\.\/[A-Za-z0-9._-]+$/;

/** Reads lines that sha256sum has printed of files in the working folder; lines of any other shape are none. */
export function parseDigests(lines: readonly string[]): { readonly [file: string]: string } {
  return Object.fromEntries(
    lines
      .filter((text) => line.test(text))
      .map((text) => [text.slice(DIGEST + " *./".length), text.slice(0, DIGEST)]),
  );
}
