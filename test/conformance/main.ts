// `npm run conformance`: Kubernetes' own conformance specs against a lab. See docs/conformance.md. Needs root.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process, { argv, stderr, stdout } from "node:process";
import { createSystemRunner } from "@quorate/command";
import { type LabWorld, labSettings } from "@quorate/lab";
import { making } from "../../apps/lab/making.ts";
import { type Request, readArguments, USAGE } from "./arguments.ts";
import { CLUSTERS, isClusterName } from "./clusters.ts";
import { type Prepared, prepareSpecs } from "./prepare.ts";
import { REASONS } from "./reasons.ts";
import { type Outcome, renderOutcome, unexplained, withOutcomes } from "./render.ts";
import { type Known, readKnown, writeKnown } from "./results-file.ts";
import { listSpecs, releaseOf, runBatches } from "./run-specs.ts";
import { RunningLab } from "./running-lab.ts";
import { batchesOf, CONFORMANCE, focused, type Results } from "./specs.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const REPORTS = join(ROOT, "reports/conformance");
const DOCUMENT = join(ROOT, "docs/conformance.md");

/** Specs that one process runs. */
const BATCH = 6;

process.exitCode = await main();

async function main(): Promise<number> {
  let request: Request;
  try {
    request = readArguments(argv.slice(2));
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
    return 2;
  }
  const stop = new AbortController();
  const end = () => {
    say("ending; what has a result is kept: the same command goes on with the rest");
    stop.abort();
  };
  process.on("SIGINT", end).on("SIGTERM", end);
  try {
    if (request.prepare) {
      await prepare(labWorld());
      return 0;
    }
    if (request.procs > 0) await run(request, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) {
      stderr.write(`${error instanceof Error ? error.message : error}\n`);
      return 1;
    }
  }
  return stop.signal.aborted ? 130 : report(request);
}

async function run(request: Request, signal: AbortSignal): Promise<void> {
  const world = labWorld();
  const { program, archives } = await prepare(world);
  if (signal.aborted) return;
  const folder = join(REPORTS, request.cluster);
  const lab = new RunningLab(CLUSTERS[request.cluster], join(folder, "lab"));
  try {
    await lab.start(archives, join(folder, "logs"), signal);
    const suite = { ...lab.suite(program), folder: join(folder, "logs") };
    const all = await listSpecs(suite, CONFORMANCE, signal);
    const release = await releaseOf(world, program);
    const file = resultsFile(request);
    let known: Known = { release, specs: all.map(({ name }) => name), results: kept(request, release) };
    const todo = focused(all, request.focus).filter(({ name }) => known.results[name] === undefined);
    say(`${todo.length} of ${all.length} specs are to be run, ${request.procs} beside each other`);
    const tell = (results: Results, log: string) => {
      known = { ...known, results: { ...known.results, ...results } };
      writeKnown(file, known);
      for (const [name, { outcome, message = "" }] of Object.entries(results))
        if (outcome === "failed") say(`failed: ${name}\n  ${message.slice(0, 500)}\n  see ${log}`);
      say(`${todo.filter(({ name }) => known.results[name] !== undefined).length} of ${todo.length}`);
    };
    await runBatches(suite, batchesOf(todo, BATCH), request.procs, tell, signal);
  } finally {
    lab.dispose();
    rmSync(join(folder, "lab"), { recursive: true, force: true });
  }
}

function labWorld(): LabWorld {
  return {
    run: createSystemRunner({ onLine: (_, line) => say(line), verbose: false }),
    say: (where, line) => say(`${where}: ${line}`),
  };
}

async function prepare(world: LabWorld): Promise<Prepared> {
  const prepared = await prepareSpecs(world, labSettings(process.env), making(undefined));
  if (!prepared.ok)
    throw new Error(prepared.problems.map(({ message, hint }) => `${message}. ${hint}`).join("\n"));
  return prepared.value;
}

/** What is known of before, as far as it is to be kept. */
function kept({ keep, ...request }: Request, release: string): Results {
  if (keep === "none") return {};
  const { results = {} } = readKnown(resultsFile(request), release) ?? {};
  if (keep === "all") return results;
  return Object.fromEntries(Object.entries(results).filter(([, { outcome }]) => outcome === "passed"));
}

/** Prints what is known of the cluster now, and says how it ended: with 1 where something has failed or was not run. */
function report(request: Request): number {
  const outcomes = Object.keys(CLUSTERS)
    .filter(isClusterName)
    .flatMap((cluster): readonly Outcome[] => {
      const known = readKnown(resultsFile({ ...request, cluster }));
      return known === undefined ? [] : [{ cluster, known }];
    });
  if (request.writeDocs) {
    writeFileSync(DOCUMENT, withOutcomes(readFileSync(DOCUMENT, "utf8"), outcomes, REASONS));
  }
  const outcome = outcomes.find(({ cluster }) => cluster === request.cluster);
  if (outcome === undefined) {
    stderr.write(`nothing is known of ${request.cluster} yet\n`);
    return 1;
  }
  stdout.write(`${renderOutcome(outcome, REASONS)}\n`);
  const missing = outcome.known.specs.filter(
    (name) => outcome.known.results[name] === undefined && (request.focus?.test(name) ?? true),
  );
  for (const name of missing) stderr.write(`not run: ${name}\n`);
  return missing.length + unexplained(outcome, REASONS).length === 0 ? 0 : 1;
}

function resultsFile({ cluster }: Pick<Request, "cluster">): string {
  return join(REPORTS, cluster, "results.json");
}

function say(line: string): void {
  stderr.write(`conformance: ${line}\n`);
}
