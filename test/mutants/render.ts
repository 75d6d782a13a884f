import type { Equivalent } from "./equivalent.ts";
import type { Mutant } from "./report.ts";
import { fallsShort, type Score, THRESHOLD } from "./score.ts";

/** Lines of a mutant that are shown; a longer one is cut. */
const SHOWN_LINES = 4;

const COLUMNS = ["room", "killed", "timeout", "survived", "no coverage", "equivalent", "score"];

/** The scores as a table of Markdown, a row a room. */
export function renderTable(scores: ReadonlyMap<string, Score>): string {
  const rows = [...scores].map(([room, score]) => renderRow(room, score));
  return [`| ${COLUMNS.join(" | ")} |`, `|---|${"---:|".repeat(COLUMNS.length - 1)}`, ...rows].join("\n");
}

/** A mutant that no test noticed: where it is, and what it changes. */
export function renderMutant({ file, start, mutator, status, before, after }: Mutant): string {
  const note = status === "NoCoverage" ? " (no test comes here)" : "";
  return [
    `${file}:${start.line}:${start.column} ${mutator}${note}`,
    ...some(before).map((line) => `- ${line}`),
    ...some(after).map((line) => `+ ${line}`),
  ].join("\n");
}

/** An entry of the list that is to be taken out. */
export function renderStale({ file, mutator, line, replacement }: Equivalent): string {
  return `${file}: no ${mutator} of \`${line}\` by \`${replacement}\` survives: take it out of equivalent.json`;
}

/** What is wrong with a room's score: nothing, or one line. */
export function renderShortfall(room: string, score: Score): readonly string[] {
  if (!fallsShort(score)) return [];
  return [`${room}: ${renderPercent(score)} of the mutants are killed, ${THRESHOLD} % are wanted`];
}

/** `document` with the rows of `scores` in its table; rows of other rooms stay. */
export function withScores(document: string, scores: ReadonlyMap<string, Score>): string {
  const lines = document.split("\n").flatMap((line) => {
    const room = /^\| ([a-z-]+) \| [0-9]/.exec(line)?.[1];
    return room !== undefined && scores.has(room) ? [] : [line];
  });
  const rule = lines.findIndex((line) => line.startsWith("|---|"));
  if (rule < 0) throw new Error("the document has no table for the scores");
  const isRow = (line: string | undefined): line is string => line?.startsWith("| ") === true;
  let end = rule + 1;
  while (isRow(lines[end])) end += 1;
  const rows = [...lines.slice(rule + 1, end), ...[...scores].map(([room, score]) => renderRow(room, score))];
  return [...lines.slice(0, rule + 1), ...rows.sort(), ...lines.slice(end)].join("\n");
}

function renderRow(room: string, score: Score): string {
  const { killed, timeout, survived, noCoverage, equivalent } = score;
  return `| ${[room, killed, timeout, survived, noCoverage, equivalent, renderPercent(score)].join(" | ")} |`;
}

/** Cut, not rounded: what is shown as 85.0 is 85 at least. */
function renderPercent({ percent }: Score): string {
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
}

function some(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN_LINES ? lines : [...lines.slice(0, SHOWN_LINES - 1), "  …"];
}
