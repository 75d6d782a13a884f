import { failed, namesSecret, type Place, succeeded } from "@quorate/cluster";
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isNode,
  LineCounter,
  type Node,
  Parser,
  visit,
} from "yaml";
import { type InventoryProblem, type InventoryResult, problem } from "../problem-kind.ts";
import { type Comment, commentsOf } from "./comments.ts";
import { lexemesOf } from "./lexemes.ts";
import { pyyamlTags } from "./schema.ts";

/** A YAML document that nothing is wrong with, as its tree; what things mean is asked of it later. */
export interface YamlSource {
  readonly root: Node | null;
  /** The text of the whole file. */
  readonly text: string;
  readonly comments: readonly Comment[];
  /** Where an offset of the text is. */
  readonly place: (offset: number) => Place;
  /** What a node stands for: itself, or what it is an alias of. */
  readonly target: (node: Node) => Node;
}

/** What the parser asks for of brackets, which may be set in as one likes here. */
const DEEPER = /(?<=^Flow \w+ )in block collection must be sufficiently indented and/;

/** Deeper than an inventory by far, and far from what overflows a stack. */
const DEEPEST = 40;

/** So many complaints of the parser are told: the later ones are mostly the first one's. */
const MOST_ERRORS = 10;

/** Parses one document of YAML 1.1. Aliases are not expanded, so that nothing grows. */
export function parseYaml(file: string, text: string): InventoryResult<YamlSource> {
  const counter = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    // Before the first line is counted, all is in it.
    return line === 0 ? { where: file, line: 1, column: offset + 1 } : { where: file, line, column: col };
  };
  const tokens = [...tokensOf(text, counter)];
  const deep = tokens.map(tooDeep).find((offset) => offset !== undefined);
  if (deep !== undefined) {
    return failed(
      problem(
        "inventory-too-large",
        place(deep),
        `this is nested deeper than ${DEEPEST} levels`,
        "An inventory has four levels: cluster, nodes, a node, its keys.",
      ),
    );
  }
  const composer = new Composer({
    version: "1.1",
    customTags: pyyamlTags,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  const problems = documents.flatMap((document) => complaints(document, text, place));
  const [document, second] = documents;
  if (second !== undefined && problems.length === 0) {
    problems.push(
      problem(
        "inventory-syntax",
        place(second.range[0]),
        "another document begins here",
        "An inventory is one document: leave one of them.",
      ),
    );
  }
  if (document === undefined || problems.length > 0) {
    // Of brackets in brackets each misses its end at the same place.
    const told = new Map(problems.map((one) => [JSON.stringify(one), one]));
    return failed(...[...told.values()].slice(0, MOST_ERRORS));
  }
  return resolveAliases(document, text, place);
}

function* tokensOf(text: string, counter: LineCounter): Generator<CST.Token> {
  counter.addNewLine(0);
  const parser = new Parser(counter.addNewLine);
  for (const lexeme of lexemesOf(text)) yield* parser.next(lexeme);
  yield* parser.end();
}

/** Where a tree of tokens is nested too deep. Without recursion, which is what too deep a tree would end. */
function tooDeep(token: CST.Token): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { depth, token: current } = next;
    if (depth > DEEPEST) return "offset" in current ? current.offset : 0;
    const inside =
      "items" in current
        ? current.items.flatMap(({ key, value }) => [key, value])
        : current.type === "document"
          ? [current.value]
          : [];
    for (const one of inside) if (one != null) open.push({ token: one, depth: depth + 1 });
  }
  return undefined;
}

function complaints(
  { errors, warnings, directives }: Document.Parsed,
  text: string,
  place: (offset: number) => Place,
): InventoryProblem[] {
  // A bracket that ends in the column of its key is one that PyYAML takes.
  const all = [...errors, ...warnings.filter(({ code }) => code !== "BAD_INDENT")];
  // What comes after a tab in the place of spaces is mostly its doing.
  const tab = all.find(({ code }) => code === "TAB_AS_INDENT");
  const found = (tab === undefined ? all : [tab]).map(({ code, message, pos }) =>
    problem(
      "inventory-syntax",
      place(pos[0]),
      `this is no YAML that an inventory is written in: ${isBesideSecret(text, pos[0]) ? "a value in this line is none" : message.replace(DEEPER, "must")}`,
      code === "TAB_AS_INDENT"
        ? "Use spaces in the place of tabs, in this line and in those below."
        : "Correct it; nk3 reads YAML 1.1, with plain values alone.",
    ),
  );
  if (directives.yaml.explicit === true && directives.yaml.version !== "1.1") {
    found.push(
      problem(
        "inventory-syntax",
        place(0),
        `the file says that it is YAML ${directives.yaml.version}, and nk3 reads it as YAML 1.1`,
        "Remove the line %YAML, so that both read the same.",
      ),
    );
  }
  return found;
}

/** Whether the key in whose line something is may be a secret's: what stands there is not repeated. */
function isBesideSecret(text: string, offset: number): boolean {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return namesSecret(text.slice(start, offset).split(":")[0] ?? "");
}

/** Finds what each alias stands for: the last anchor of that name before it, which it must not be inside of. */
function resolveAliases(
  document: Document.Parsed,
  text: string,
  place: (offset: number) => Place,
): InventoryResult<YamlSource> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const problems: InventoryProblem[] = [];
  visit(document, {
    Node: (_key, node, path) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      const inside = target !== undefined && isCollection(target) && path.some((one) => one === target);
      if (target !== undefined && !inside) targets.set(node, target);
      else {
        const name = isBesideSecret(text, node.range?.[0] ?? 0) ? "this alias" : `*${node.source}`;
        problems.push(
          problem(
            "inventory-alias",
            place(node.range?.[0] ?? 0),
            inside
              ? `${name} is inside of what it stands for`
              : `${name} stands for nothing: no anchor of that name is before it`,
            "Write what is meant.",
          ),
        );
      }
    },
  });
  if (problems.length > 0) return failed(...problems);
  return succeeded({
    root: isNode(document.contents) ? document.contents : null,
    text,
    comments: commentsOf(text),
    place,
    target: (node: Node) => (isAlias(node) ? (targets.get(node) ?? node) : node),
  });
}
