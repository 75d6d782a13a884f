import { withMarkedPart } from "../support/marked-part.ts";
import { CELLS, type Cell, FAULT_NAMES, isCell, MOMENTS, nameOf } from "./matrix.ts";
import type { CellResult } from "./run-cell.ts";

/** What is known so far, by the names of cells. */
export type Results = { readonly [cell: string]: CellResult };

/** `document` with a table of these results in its place. */
export function withTable(document: string, results: Results): string {
  return withMarkedPart(document, "faults", renderTable(results));
}

/** A row a step, a column a fault; then what did not hold. */
export function renderTable(results: Results): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const calm = results[nameOf(undefined)];
  const known = CELLS.filter((cell) => results[nameOf(cell)] !== undefined).length;
  const broken = Object.entries(results).filter(([, { broken: laws }]) => laws.length > 0);
  return [
    `${known} of ${CELLS.length} were run${known < CELLS.length ? "; `–` stands for one that was not" : ""}. A figure is the client's longest time without an acknowledged write, in seconds${calm === undefined ? "" : `; where nothing breaks it is ${seconds(calm)}`}.`,
    "",
    row(["at the beginning of", ...FAULT_NAMES]),
    `|---|${"---:|".repeat(FAULT_NAMES.length)}`,
    ...MOMENTS.map((moment) =>
      row([moment, ...FAULT_NAMES.map((fault) => words({ moment, fault }, results))]),
    ),
    ...broken.map(([name, { broken: laws }]) => `\n**${name}**: ${laws.join("; ")}`),
  ].join("\n");
}

function words(cell: Cell, results: Results): string {
  if (!isCell(cell)) return "";
  const result = results[nameOf(cell)];
  if (result === undefined) return "–";
  return `${result.broken.length === 0 ? "" : "**does not hold** "}${seconds(result)}`;
}

function seconds({ gap }: CellResult): string {
  return (gap.write / 1000).toFixed(1);
}
