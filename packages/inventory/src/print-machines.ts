import { visible } from "@quorate/cluster";
import { IndentationText, Project } from "ts-morph";
import type { CompleteInventory } from "./definition/complete.ts";
import { clusterFields } from "./definition/definition.ts";
import { type Call, type Field, type Fields, fields, isList, type Part } from "./definition/part.ts";

/** As wide as Quorate's own files are. */
const WIDTH = 110;

/**
 * The text of a machines.ts for an inventory. Values end up in quotes and comments alone, and what could end either
 * is escaped: nothing of an inventory is ever code. Loads ts-morph, which is 13 MB.
 */
export function printMachines(complete: CompleteInventory, tokenFile: string): string {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces },
  });
  const file = project.createSourceFile("machines.ts");
  const cluster = clusterFields(complete);
  file.addImportDeclaration({
    moduleSpecifier: "@quorate/cluster",
    namedImports: ["defineCluster", ...callsIn(cluster)].sort(),
  });
  file.addStatements([
    [
      "",
      `// From an inventory of nk3's, in the shape that they have had since ${complete.inventory.shape.since}.`,
      ...leftOut(complete),
      ...comment(`Its join token is in ${tokenFile}, and belongs into no repository.`, ""),
      `export default defineCluster(${fieldsText(cluster, "")});`,
    ].join("\n"),
  ]);
  return file.getFullText();
}

/** What of a cluster that runs is not taken over. */
function leftOut({ adoption }: CompleteInventory): readonly string[] {
  if (adoption === undefined) return [];
  if (adoption.left.length === 0)
    return ["// The cluster runs, and this is what its machines told: all of it is taken over."];
  return [
    "// The cluster runs, and this is what its machines told. Not taken over:",
    ...adoption.left.flatMap((line) => comment(`- ${line}.`, "")),
  ];
}

/** The functions that are called, each once. */
function callsIn(part: Part): readonly string[] {
  if (typeof part !== "object") return [];
  if (isList(part)) return [...new Set(part.flatMap(callsIn))];
  const inside = part.kind === "fields" ? part : (part.of ?? fields());
  const further = inside.fields.flatMap(({ value }) => callsIn(value));
  return [...new Set([...(part.kind === "call" ? [part.name] : []), ...further])];
}

/** A part as TypeScript, in one line where `room` characters are enough; `indent` is that of its first line. */
function partText(part: Part, indent: string, room: number): string {
  const line = inline(part);
  if (line !== undefined && line.length <= room) return line;
  if (typeof part !== "object") return JSON.stringify(part);
  if (isList(part)) {
    const items = part.map(
      (one) => `${indent}  ${partText(one, `${indent}  `, WIDTH - indent.length - 3)},\n`,
    );
    return `[\n${items.join("")}${indent}]`;
  }
  if (part.kind === "fields") return fieldsText(part, indent);
  return callText(part, (of) => fieldsText(of, indent));
}

/** A part in one line; `undefined` where there is a comment in it, or a machine, which people write in several. */
function inline(part: Part): string | undefined {
  if (typeof part !== "object") return JSON.stringify(part);
  if (isList(part)) return joined(part.map(inline), (items) => `[${items}]`);
  if (part.kind === "fields") {
    if (part.fields.some(({ comments }) => comments.length > 0)) return undefined;
    const texts = part.fields.map(({ name, value }) =>
      joined([inline(value)], (text) => `${key(name)}: ${text}`),
    );
    return joined(texts, (items) => `{ ${items} }`);
  }
  if (part.name === "node") return undefined;
  const of = part.of === undefined ? "" : inline(part.of);
  return of === undefined ? undefined : callText(part, () => of);
}

function joined(
  texts: readonly (string | undefined)[],
  whole: (items: string) => string,
): string | undefined {
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? whole(known.join(", ")) : undefined;
}

function callText({ name, of }: Call, text: (of: Fields) => string): string {
  return `${name}(${of === undefined ? "" : text(of)})`;
}

function fieldsText({ fields: all }: Fields, indent: string): string {
  return `{\n${all.map((one) => fieldText(one, `${indent}  `)).join("")}${indent}}`;
}

function fieldText({ name, value, comments }: Field, indent: string): string {
  const start = `${indent}${key(name)}: `;
  const text = partText(value, indent, WIDTH - start.length - 1);
  return `${comments
    .flatMap((line) => comment(line, indent))
    .map((line) => `${line}\n`)
    .join("")}${start}${text},\n`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** The lines of a comment; what would end it, such as a line separator, is escaped. */
function comment(text: string, indent: string): readonly string[] {
  const room = WIDTH - indent.length - "// ".length;
  const [, inset = "", rest = ""] = /^( *)(.*)$/s.exec(visible(text)) ?? [];
  const lines: string[] = [];
  let line = inset;
  for (const word of rest.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = inset;
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line].map((one) => `${indent}// ${one}`.trimEnd());
}
