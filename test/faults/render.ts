import { withMarkedPart } from "../support/marked-part.ts";
import {
  CALM,
  type Calm,
  CELLS,
  type Cell,
  FAULT_NAMES,
  isCell,
  MOMENTS,
  nameOf,
  RESTART,
} from "./matrix.ts";
import { type Result, resultOf } from "./results.ts";

/** `document` with tables of these results in their places. */
export function withTables(document: string, results: readonly Result[]): string {
  const client = withMarkedPart(document, "what a client sees", clientTable(results));
  return withMarkedPart(client, "faults", faultTable(results));
}

/** What a client misses of the API where nothing breaks, and what a node's turn takes. */
export function clientTable(results: readonly Result[]): string {
  const known = (name: string, words: string): readonly string[] => {
    const result = resultOf(results, name);
    if (result === undefined) return [];
    const { gap, each, load } = result;
    const times = each === undefined ? ["", "", ""] : [each.activation, each.gates, each.rest].map(seconds);
    return [row([words, seconds(gap.write), seconds(gap.read), ...times, String(load ?? "")])];
  };
  const calm: { readonly [N in Calm["nodes"]]: string } = {
    switched: "a rolling update, each node switched",
    rebooted: "a rolling update, each node drained and rebooted",
  };
  return [
    row(["seconds", "longest without a write", "without a read", "activation", "gates", "rest", "load"]),
    "|---|---:|---:|---:|---:|---:|---:|",
    ...known(RESTART, "one apiserver restarted, and nothing else"),
    ...CALM.flatMap((update) => known(nameOf(update), calm[update.nodes])),
  ].join("\n");
}

/** A row a step, a column a fault; then what did not hold. */
export function faultTable(results: readonly Result[]): string {
  const cells = CELLS.flatMap((cell) => resultOf(results, nameOf(cell)) ?? []);
  const broken = cells.filter(({ broken: laws }) => laws.length > 0);
  const all = cells.length === CELLS.length;
  return [
    `${cells.length} of ${CELLS.length} were run${all ? "" : "; `–` stands for one that was not"}. A figure is the client's longest time without an acknowledged write, in seconds.`,
    "",
    row(["at the beginning of", ...FAULT_NAMES]),
    `|---|${"---:|".repeat(FAULT_NAMES.length)}`,
    ...MOMENTS.map((moment) =>
      row([moment, ...FAULT_NAMES.map((fault) => words({ moment, fault }, results))]),
    ),
    ...broken.map(({ run, broken: laws }) => `\n**${run}**: ${laws.join("; ")}`),
  ].join("\n");
}

function words(cell: Cell, results: readonly Result[]): string {
  if (!isCell(cell)) return "";
  const result = resultOf(results, nameOf(cell));
  if (result === undefined) return "–";
  return `${result.broken.length === 0 ? "" : "**does not hold** "}${seconds(result.gap.write)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function seconds(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "" : (milliseconds / 1000).toFixed(1);
}
