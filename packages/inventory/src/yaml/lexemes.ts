import { CST, Lexer } from "yaml";

/** What is put before lines of brackets and quotes: more than anything is set in that they may stand in. */
const INSET = " ".repeat(160);

/** A line that ends a document, wherever it stands: also for PyYAML. */
const END = /^(?:---|\.\.\.)(?:\s|$)/;

/** Marks that the lexer puts between its lexemes: they are no part of the text. */
const MARKS: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

/**
 * The lexemes of a YAML file, as `yaml` has them: joined, without its marks, they are the text. What is between brackets
 * and quotes may be set in less deep than its key, as PyYAML takes it (`scanner.py`: no indentation counts in there), and
 * YAML's own rules do not: the lexer is given such lines with spaces before them, which are taken from its lexemes again.
 */
export function lexemesOf(text: string): Iterable<string> {
  const lexemes = [...new Lexer().lex(text)];
  // Line by line takes longer, and by far where a text of many lines has brackets and quotes in each.
  return lexemes.some(isCut) ? lexemesSetIn(text) : lexemes;
}

/** Whether the lexer gave something up in the middle, be it for how it is set in or for want of its end. */
function isCut(lexeme: string, index: number, all: readonly string[]): boolean {
  if (all[index - 1] === CST.SCALAR) return false;
  return lexeme === CST.FLOW_END || (/^["']/.test(lexeme) && endOfQuotes(lexeme, 0) !== lexeme.length - 1);
}

function* lexemesSetIn(text: string): Generator<string> {
  const lexer = new Lexer();
  const put = new Map<number, number>();
  let told = 0;
  let open = 0;
  let scalar = false;
  let block = false;
  for (let from = 0; from < text.length; ) {
    // What the lexer waits for the end of, with all lines before this one: a text in quotes, unless it stands below | or >.
    const quoted = told < from && !block && /["']/.test(text.charAt(told));
    const last = quoted ? endOfQuotes(text, told) : nextOf(open > 0 ? INSIDE : OUTSIDE, text, from);
    const to = endOfLine(text, last);
    const lines = open > 0 || quoted ? linesSetIn(text, from, to, put) : text.slice(from, to);
    for (const given of lexer.lex(lines, to < text.length)) {
      if (!scalar && MARKS.includes(given)) {
        scalar = given === CST.SCALAR;
        if (scalar) block = false;
        if (given === CST.FLOW_END) open = 0;
        yield given;
        continue;
      }
      const type = scalar ? "scalar" : CST.tokenType(given);
      if (type === "flow-map-start" || type === "flow-seq-start") open += 1;
      else if (type === "flow-map-end" || type === "flow-seq-end") open = Math.max(0, open - 1);
      else if (type === "block-scalar-header") block = true;
      const lexeme = asWritten(given, told, put);
      told += lexeme.length;
      if (scalar || lexeme !== "") yield lexeme;
      scalar = false;
    }
    from = to;
  }
}

/** What may change what the next line is in: outside of brackets, and inside. */
const OUTSIDE = /[[{"']/;
const INSIDE = /[[\]{}"']/;

function nextOf(pattern: RegExp, text: string, from: number): number {
  const found = text.slice(from).search(pattern);
  return found < 0 ? text.length : from + found;
}

/** Behind the line break that comes next. */
function endOfLine(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 ? text.length : found + 1;
}

/** Where a text in quotes ends that begins somewhere. */
function endOfQuotes(text: string, start: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < text.length) {
    const here = text.charAt(at);
    if (here === quote && !(quote === "'" && text.charAt(at + 1) === "'")) return at;
    at += here === quote || (here === "\\" && quote === '"') ? 2 : 1;
  }
  return text.length;
}

/** Lines of a text, set in; how much was put before each of them is added to `put`, by where it begins in the text. */
function linesSetIn(text: string, from: number, to: number, put: Map<number, number>): string {
  let lines = "";
  for (let start = from; start < to; start = endOfLine(text, start)) {
    const line = text.slice(start, endOfLine(text, start));
    const before = beforeLine(line, start === from);
    if (before !== "") put.set(start, before.length);
    lines += before + line;
  }
  return lines;
}

/** What is put before a line; `first`: it is the first one that the lexer is given. */
function beforeLine(line: string, first: boolean): string {
  // Where its line begins the lexer has forgotten, and takes the end of a document for a text.
  if (END.test(line)) return first ? "\n" : "";
  return /^\r?\n/.test(line) ? "" : INSET;
}

/** A lexeme that begins somewhere of the text, without what was put into it. */
function asWritten(given: string, start: number, put: Map<number, number>): string {
  if (put.size === 0) return given;
  let written = "";
  for (const line of given.split(/(?<=\n)/)) {
    const at = start + written.length;
    written += line.slice(put.get(at) ?? 0);
    put.delete(at);
  }
  return written;
}
