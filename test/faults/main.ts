// `npm run lab-faults`: a rolling update of a real cluster, and something that breaks at each of its steps. Needs root.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process, { stderr, stdout } from "node:process";
import { Command } from "commander";
import { ClusterLab, NODES } from "../lab/cluster-lab.ts";
import { FaultyLab } from "./faulty-lab.ts";
import { CELLS, nameOf } from "./matrix.ts";
import { type Results, renderTable, withTable } from "./render.ts";
import { lostCell, restartGap, runCell } from "./run-cell.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const RESULTS = join(ROOT, "reports/lab-faults/results.json");
const DOCUMENT = join(ROOT, "docs/rollouts.md");

const program = new Command("lab-faults")
  .description("Rolls an update over a lab, once for each step and fault that has no result yet.")
  .argument("[focus]", "a regular expression: only those whose names match it, as in `switch/target-killed`")
  .option("--fresh", "forget all results first", false)
  .option("--again", "run again what did not hold", false)
  .option("--list", "print the names, and run none", false)
  .option("--write-docs", "write the table to docs/rollouts.md; with --list nothing is run before", false)
  .parse();
const options = program.opts<{ fresh: boolean; again: boolean; list: boolean; writeDocs: boolean }>();
const focus = new RegExp(program.args[0] ?? "");
let results: Results = options.fresh || !existsSync(RESULTS) ? {} : read();
const todo = [undefined, ...CELLS].filter((cell) => {
  const known = results[nameOf(cell)];
  return focus.test(nameOf(cell)) && (known === undefined || (options.again && known.broken.length > 0));
});

if (options.list) for (const cell of todo) stdout.write(`${nameOf(cell)}\n`);
else if (todo.length > 0) await runAll();
if (options.writeDocs) writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, "utf8"), results));
stdout.write(`${renderTable(results)}\n`);
process.exitCode = Object.values(results).some(({ broken }) => broken.length > 0) ? 1 : 0;

async function runAll(): Promise<void> {
  let { cluster, lab } = await begin();
  try {
    if (todo.includes(undefined)) {
      const gap = await restartGap(lab);
      say(`one apiserver restarted: no write for ${gap.write} ms, no read for ${gap.read} ms`);
    }
    for (const [index, cell] of todo.entries()) {
      const began = Date.now();
      say(`${index + 1} of ${todo.length}: ${nameOf(cell)}`);
      const result = await runCell(lab, cell).catch(lostCell);
      keep(nameOf(cell), result);
      if (cell === undefined) say(`  ${timesWords(result)}`);
      const seconds = Math.round((Date.now() - began) / 1000);
      const laws = result.broken.join("; ") || "all laws hold";
      say(`  ended with ${result.codes.join(", ")} in ${seconds} s; ${laws}`);
      if (result.broken.length === 0) continue;
      for (const line of result.said) say(`  | ${line}`);
      // Whatever is the matter with this one is not the next one's.
      if (index + 1 === todo.length) break;
      cluster.dispose();
      ({ cluster, lab } = await begin());
    }
  } finally {
    cluster.dispose();
  }
}

/** A cluster of three masters at work. */
async function begin(): Promise<{ readonly cluster: ClusterLab; readonly lab: FaultyLab }> {
  const cluster = new ClusterLab({ name: "faults" });
  try {
    cluster.start();
    cluster.workspace.mustQuorate("lab", "deploy", "--all", "--yes");
    const lab = new FaultyLab(cluster);
    await lab.heal();
    return { cluster, lab };
  } catch (error) {
    cluster.dispose();
    throw error;
  }
}

/** What a node cost beside its activation: a rolling update touches each once. */
function timesWords({ times, gap }: Results[string]): string {
  const per = (names: (name: string) => boolean) =>
    Object.entries(times).reduce((sum, [name, time]) => sum + (names(name) ? time : 0), 0) / NODES.length;
  const activation = per((name) => name === "switch");
  const others = per((name) => name !== "switch");
  return `no write for ${gap.write} ms, no read for ${gap.read} ms; for a node ${Math.round(activation)} ms of activation and ${Math.round(others)} ms of everything else`;
}

/** A result is written down at once: a run that is killed goes on with the others. */
function keep(name: string, result: Results[string]): void {
  results = { ...results, [name]: result };
  mkdirSync(dirname(RESULTS), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
}

function read(): Results {
  return JSON.parse(readFileSync(RESULTS, "utf8")) as Results;
}

function say(line: string): void {
  stderr.write(`${line}\n`);
}
