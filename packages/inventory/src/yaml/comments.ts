import { CST, LineCounter } from "yaml";
import { lexemesOf } from "./lexemes.ts";

/** A comment of a YAML file. */
export interface Comment {
  /** From its sign to the end of its line. */
  readonly range: readonly [start: number, end: number];
  /** Without its sign. */
  readonly text: string;
  readonly line: number;
  /**
   * The line of what it is about: its own where something stands before it, else the next one that says something, or
   * the one before where it is set in deeper than the next. `undefined` where there is none.
   */
  readonly about: number | undefined;
}

/** What is neither a comment nor something that a file says. */
const BLANK: readonly (string | null)[] = [
  "byte-order-mark",
  "doc-mode",
  "flow-error-end",
  "space",
  "newline",
  "doc-start",
  "doc-end",
  "directive-line",
];

/** All comments of a file, in their order. A sign inside of a text begins none. */
export function commentsOf(text: string): readonly Comment[] {
  const counter = new LineCounter();
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) counter.addNewLine(at + 1);
  counter.addNewLine(0);
  counter.lineStarts.sort((a, b) => a - b);
  const found: { readonly start: number; readonly source: string }[] = [];
  // The first thing that each line says, by its column.
  const columns = new Map<number, number>();
  const says = (from: number) => {
    const { line, col } = counter.linePos(from);
    if (!columns.has(line)) columns.set(line, col);
  };
  let offset = 0;
  let scalar = false;
  for (const lexeme of lexemesOf(text)) {
    const type = scalar ? "scalar" : CST.tokenType(lexeme);
    if (!scalar && (lexeme === CST.SCALAR || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END)) {
      scalar = lexeme === CST.SCALAR;
      continue;
    }
    if (type === "comment") found.push({ start: offset, source: lexeme });
    else if (!BLANK.includes(type)) for (const from of linesOf(lexeme)) says(offset + from);
    scalar = false;
    offset += lexeme.length;
  }
  const beside = linesBeside(columns, counter.lineStarts.length);
  return found.map(({ start, source }) => {
    const { line, col } = counter.linePos(start);
    const { before, next } = beside[line] ?? {};
    const inset = next === undefined ? 1 : (columns.get(next) ?? 1);
    return {
      range: [start, start + source.length],
      text: source.slice(1).trim(),
      line,
      about: columns.has(line) ? line : col > inset ? before : next,
    };
  });
}

/** Where the lines of a lexeme begin that hold something. */
function linesOf(lexeme: string): readonly number[] {
  return [...lexeme.matchAll(/^[ \t]*(?=\S)/gm)].map(({ index, 0: inset }) => index + inset.length);
}

/** The lines that say something before each line, and after it. */
function linesBeside(
  columns: ReadonlyMap<number, number>,
  count: number,
): readonly { readonly before?: number; readonly next?: number }[] {
  const found: { before?: number; next?: number }[] = [];
  for (let line = 0, before: number | undefined; line <= count; line++) {
    found.push(before === undefined ? {} : { before });
    if (columns.has(line)) before = line;
  }
  for (let line = count, next: number | undefined; line >= 0; line--) {
    const at = found[line];
    if (at !== undefined && next !== undefined) at.next = next;
    if (columns.has(line)) next = line;
  }
  return found;
}
