// `npm run lab-faults`: a rolling update of a real cluster, and something that breaks at each of its steps. Needs root.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process, { stderr, stdout } from "node:process";
import { Command } from "commander";
import { asKept, begin } from "./begin.ts";
import type { FaultyLab } from "./faulty-lab.ts";
import { CALM, CELLS, nameOf, RESTART } from "./matrix.ts";
import { clientTable, faultTable, withTables } from "./render.ts";
import { keepResult, type Result, readResults, resultOf } from "./results.ts";
import { type CellResult, lostCell, restartApiserver, runCell } from "./run-cell.ts";
import { labOf, readShare, shareOf } from "./share.ts";

const DOCUMENT = join(resolve(import.meta.dirname, "../.."), "docs/rollouts.md");

/** What is run under a name. */
interface Run {
  readonly name: string;
  readonly run: (lab: FaultyLab) => Promise<CellResult | Pick<CellResult, "gap" | "broken">>;
}

const RUNS: readonly Run[] = [
  { name: RESTART, run: restartApiserver },
  ...[...CALM, ...CELLS].map((cell): Run => ({ name: nameOf(cell), run: (lab) => runCell(lab, cell) })),
];

const program = new Command("lab-faults")
  .description("Rolls an update over a lab, once for each step and fault that has no result yet.")
  .argument(
    "[focus...]",
    "regular expressions: those whose names match the first, as in `switch/`, then the next",
  )
  .option("--again", "run what has a result as well", false)
  .option("--broken", "run what did not hold as well", false)
  .option("--minutes <number>", "begin none after so many")
  .option("--share <part/of>", "run a part, as 2/3, beside others who run theirs", "1/1")
  .option("--list", "print the names, and run none", false)
  .option("--write-docs", "write the tables to docs/rollouts.md; with --list nothing is run before", false)
  .parse();
const options = program.opts<{
  again: boolean;
  broken: boolean;
  minutes?: string;
  share: string;
  list: boolean;
  writeDocs: boolean;
}>();
const focuses = (program.args.length === 0 ? [""] : program.args).map((focus) => new RegExp(focus));
const end = Date.now() + Number(options.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
if (Number.isNaN(end)) program.error("error: --minutes takes a number", { exitCode: 2 });
const share =
  readShare(options.share) ?? program.error("error: --share takes 1/3, 2/3 or the like", { exitCode: 2 });
let results = readResults();
const matching = [...new Set(focuses.flatMap((focus) => RUNS.filter(({ name }) => focus.test(name))))];
// Shares are of all that match, so that they stay what they are while others add results.
const todo = shareOf(matching, share).filter(({ name }) => {
  const known = resultOf(results, name);
  return known === undefined || options.again || (options.broken && known.broken.length > 0);
});

let interrupted = false;
if (options.list) for (const { name } of todo) stdout.write(`${name}\n`);
else if (todo.length > 0) {
  process.once("SIGINT", () => {
    interrupted = true;
    say("ends after this one, and takes the lab down");
  });
  await runAll();
}
if (options.writeDocs) writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, "utf8"), results));
stdout.write(`${clientTable(results)}\n\n${faultTable(results)}\n`);
process.exitCode = todo.some(({ name }) => (resultOf(results, name)?.broken.length ?? 0) > 0) ? 1 : 0;

async function runAll(): Promise<void> {
  let { lab, dispose } = await begin(labOf(share));
  try {
    for (const [index, { name, run }] of todo.entries()) {
      if (interrupted || Date.now() > end) return;
      const began = Date.now();
      say(`${index + 1} of ${todo.length}: ${name}`);
      const found = await run(lab).catch(lostCell);
      const result = asKept(name, found);
      // A result is written down at once: a run that is killed goes on with the others.
      results = await keepResult(result);
      say(`  ${wordsOf(result)}, in ${Math.round((Date.now() - began) / 1000)} s`);
      if (found.broken.length === 0) continue;
      for (const line of "said" in found ? found.said : []) say(`  | ${line}`);
      // Whatever is the matter with this one is not the next one's.
      if (index + 1 === todo.length) return;
      dispose();
      ({ lab, dispose } = await begin(labOf(share)));
    }
  } finally {
    dispose();
  }
}

function wordsOf({ gap, codes = [], each, broken }: Result): string {
  return [
    `no write for ${gap.write} ms, no read for ${gap.read} ms`,
    ...(codes.length === 0 ? [] : [`ended with ${codes.join(", ")}`]),
    ...(each === undefined ? [] : [`a node took ${JSON.stringify(each)}`]),
    broken.join("; ") || "all laws hold",
  ].join("; ");
}

function say(line: string): void {
  stderr.write(`${line}\n`);
}
