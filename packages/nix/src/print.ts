import { attributeName, isIdentifier } from "./attribute-name.ts";
import type { AttrsetNode, Binding } from "./attrset-node.ts";
import type { FileNode } from "./file-node.ts";
import { indentedLines } from "./indented-string.ts";
import type { ListNode } from "./list-node.ts";
import type { NixNode } from "./node.ts";
import { printFloat, printInt } from "./print-number.ts";
import { quote } from "./quote.ts";
import { textWidth } from "./text.ts";

/** Columns of a line, not counting its indentation: so nixfmt counts. */
const LINE_WIDTH = 100;
/** With more names left of the `=`, nixfmt lays out the right side differently. */
const MAX_PATH = 4;

/**
 * The text of a tree, laid out as nixfmt lays it out (the RFC 166 style) so that nixfmt would not change it,
 * and ending in a newline. Equal values give equal text, whatever the order of their attributes was.
 *
 * Where the style leaves a choice: a set that is not empty has a line for each binding. A chain of sets with
 * one attribute each that ends in anything but such a set is written as a path (`boot.tmp.useTmpfs = true;`);
 * a new neighbour of such an attribute then re-indents this one binding and never a block. A text of several
 * lines is an indented string where that form is plainly the same.
 *
 * The time taken is linear in the size of the text.
 */
export function print(node: NixNode | FileNode): string {
  if (node.kind !== "file") return `${term(node, "")}\n`;
  const header = node.header.map((line) => (line === "" ? "#\n" : `# ${line}\n`));
  return `${header.join("")}${term(node.body, "")}\n`;
}

/** An expression that begins a line; the lines after its first are indented by `indent` or more. */
function term(node: NixNode, indent: string): string {
  const line = oneLine(node);
  if (line === undefined) return lines(node, indent);
  // Only a list has anywhere to break.
  return node.kind !== "list" || fits(line) ? line : lines(node, indent);
}

/** Whether `text` is no wider than a line; its length in UTF-16 units is never less than its width. */
function fits(text: string): boolean {
  return text.length <= LINE_WIDTH || textWidth(text) <= LINE_WIDTH;
}

/** The expression without a line break, or undefined if it always has one. */
function oneLine(node: NixNode): string | undefined {
  switch (node.kind) {
    case "string":
      return indentedLines(node.value) === undefined ? quote(node.value) : undefined;
    case "int":
      return printInt(node);
    case "float":
      return printFloat(node);
    case "bool":
      return node.value ? "true" : "false";
    case "null":
      return "null";
    case "list": {
      if (node.items.length === 0) return "[ ]";
      // nixfmt puts the items of a list on lines of their own as soon as there are two.
      const [item, second] = node.items;
      if (item === undefined || second !== undefined) return undefined;
      const line = oneLine(item);
      return line === undefined ? undefined : `[ ${operand(item, line)} ]`;
    }
    case "attrset":
      return node.bindings.length === 0 ? "{ }" : undefined;
  }
}

/** An expression spread over several lines. */
function lines(node: NixNode, indent: string): string {
  switch (node.kind) {
    case "list":
      return list(node, indent);
    case "attrset":
      return attrset(node, indent);
    case "string":
      return indentedString(indentedLines(node.value) ?? [], indent);
    default:
      return term(node, indent);
  }
}

function list({ items }: ListNode, indent: string): string {
  const inner = `${indent}  `;
  let text = "[\n";
  for (const item of items) text += `${inner}${operand(item, term(item, inner))}\n`;
  return `${text}${indent}]`;
}

/** In a list juxtaposition separates, so that what has an operator needs parentheses: `[ (-1) ]`. */
function operand(node: NixNode, text: string): string {
  const isNumber = node.kind === "int" || node.kind === "float";
  return isNumber && (text.startsWith("-") || text.includes(" ")) ? `(${text})` : text;
}

function attrset({ bindings }: AttrsetNode, indent: string): string {
  const inner = `${indent}  `;
  let text = "{\n";
  for (const binding of bindings) text += `${inner}${assignment(binding, inner)}\n`;
  return `${text}${indent}}`;
}

function indentedString(textLines: readonly string[], indent: string): string {
  const last = textLines.length - 1;
  let text = "''";
  for (const [index, line] of textLines.entries()) {
    // The closing quotes stand below the opening ones; blank lines are not indented.
    if (line === "") text += index === last ? `\n${indent}` : "\n";
    else text += `\n${indent}  ${line}`;
  }
  return `${text}''`;
}

function assignment(binding: Binding, indent: string): string {
  const { name, value } = joinPath(binding);
  const head = `${name ?? attributeName(binding.name)} =`;
  const bare = name !== undefined;
  const line = oneLine(value);
  if (line !== undefined) {
    const whole = `${head} ${line};`;
    // A string has nowhere to break and gains nothing by a line of its own.
    if ((bare && value.kind === "string") || fits(whole)) return whole;
  }
  // Behind a quoted name the value moves to the next line when not even its opening bracket fits.
  const opening = value.kind === "string" ? "''" : "{";
  const breakable = line === undefined || (value.kind === "list" && line !== "[ ]");
  if (breakable && (bare || textWidth(head) + 1 + opening.length <= LINE_WIDTH)) {
    return `${head} ${lines(value, indent)};`;
  }
  const inner = `${indent}  `;
  return `${head}\n${inner}${term(value, inner)};`;
}

/**
 * The path and the value of a binding, for `a = { b = { c = 1; }; };` the path `a.b.c` and the value 1.
 * The name is undefined where the binding's own needs quotes; a path holds only bare names, since a quoted
 * one in it would change the layout.
 */
function joinPath(binding: Binding): { readonly name: string | undefined; readonly value: NixNode } {
  if (!isIdentifier(binding.name)) return { name: undefined, value: binding.value };
  let name = binding.name;
  let { value } = binding;
  for (let length = 1; value.kind === "attrset"; length++) {
    const [only, second] = value.bindings;
    if (only === undefined) return { name, value };
    if (second !== undefined || length === MAX_PATH || !isIdentifier(only.name)) {
      return { name: binding.name, value: binding.value };
    }
    name += `.${only.name}`;
    value = only.value;
  }
  return { name, value };
}
