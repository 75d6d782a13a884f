import { failed, type Result, succeeded } from "@quorate/cluster";
import { type InventoryProblemCode, problem } from "../problem-kind.ts";

/** More than thirty machines have to say: what is larger is something else. */
const MOST_BYTES = 1024 * 1024;

/** The encodings that YAML 1.1 has, by the byte-order mark that each but UTF-8 begins with. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** What YAML 1.1 takes of Unicode (its section 5.1). */
const UNPRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The text of a YAML file, without its byte-order mark. */
export function decodeText(file: string, bytes: Uint8Array): Result<string, InventoryProblemCode> {
  if (bytes.length > MOST_BYTES) {
    return failed(
      problem(
        "inventory-too-large",
        file,
        `the file has ${bytes.length} bytes, and an inventory at most ${MOST_BYTES}`,
        "Name the inventory.yaml that nk3 was run with.",
      ),
    );
  }
  // The first character of an inventory is one of ASCII, which UTF-16 writes with a zero beside it.
  if (bytes.length > 1 && (bytes[0] === 0) !== (bytes[1] === 0)) {
    return failed(
      problem(
        "inventory-encoding",
        { where: file, line: 1, column: 1 },
        "this is UTF-16 without a byte-order mark, which YAML does not take",
        "Save the file as UTF-8.",
      ),
    );
  }
  const encoding = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))?.[1] ?? "utf-8";
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const before = goodStart(bytes, encoding);
    return failed(
      problem(
        "inventory-encoding",
        { where: file, ...endOf(before) },
        `what follows here is no ${encoding.toUpperCase()}`,
        "Save the file as UTF-8.",
      ),
    );
  }
  const bad = UNPRINTABLE.exec(text);
  if (bad === null) return succeeded(text);
  return failed(
    problem(
      "inventory-encoding",
      { where: file, ...endOf(text.slice(0, bad.index)) },
      `YAML does not take the character U+${(bad[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
      'Remove it; inside of double quotes it can be written as an escape, such as "\\x07".',
    ),
  );
}

/** The longest part from the beginning on that can be decoded, looked for by halves. */
function goodStart(bytes: Uint8Array, encoding: string): string {
  const decode = (length: number): string | undefined => {
    try {
      // What is cut off in the middle of a character is no mistake yet.
      return new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
    } catch {
      return undefined;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decode(middle) === undefined) bad = middle;
    else good = middle;
  }
  return decode(good) ?? "";
}

/** The place right after a text, in lines and columns from 1. */
function endOf(text: string): { readonly line: number; readonly column: number } {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
