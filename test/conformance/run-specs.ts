import { setMaxListeners } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { LabWorld } from "@quorate/lab";
import { runLogged } from "./processes.ts";
import { focusOf, type GinkgoReport, type Results, resultsOf, type Spec, specsOf } from "./specs.ts";

/** How the tests' program is started in the operator's place. */
export interface Suite {
  /** The words before the tests' own arguments: the program last. */
  readonly argv: readonly [string, ...string[]];
  readonly kubeconfig: string;
  /** For reports and what processes say. */
  readonly folder: string;
}

/** The most that a process has to run its specs, for ginkgo: it ends them then, and says where they were. */
const TIMEOUT = "90m";

/** The specs that `focus` chooses, as the tests' program says itself. */
export async function listSpecs(suite: Suite, focus: string, signal: AbortSignal): Promise<readonly Spec[]> {
  const report = join(suite.folder, "specs.json");
  const log = join(suite.folder, "specs.log");
  const arguments_ = ["--ginkgo.dry-run", `--ginkgo.focus=${focus}`, `--ginkgo.json-report=${report}`];
  const code = await runLogged([...suite.argv, ...arguments_], { log }, signal);
  if (code !== 0) throw new Error(`the tests' program can't say which specs it has: see ${log}`);
  return specsOf(readReports(report));
}

/**
 * Runs batches of specs, `procs` at a time, the serial ones after the others and one by one. What came of a batch is
 * told as soon as it is known; that of one that was ended, as far as it came.
 */
export async function runBatches(
  suite: Suite,
  batches: readonly (readonly Spec[])[],
  procs: number,
  tell: (results: Results, log: string) => void,
  signal: AbortSignal,
): Promise<void> {
  // Each process listens to it while it runs.
  setMaxListeners(0, signal);
  const numbered = batches.map((specs, number) => ({ specs, number }));
  const isSerial = ({ specs }: (typeof numbered)[number]) => specs.some(({ serial }) => serial);
  const runNext = async (queue: typeof numbered) => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      const { results, log } = await runBatch(suite, next.specs, next.number, signal);
      tell(results, log);
    }
  };
  const beside = numbered.filter((batch) => !isSerial(batch));
  await Promise.all(Array.from({ length: procs }, () => runNext(beside)));
  await runNext(numbered.filter(isSerial));
}

async function runBatch(suite: Suite, specs: readonly Spec[], number: number, signal: AbortSignal) {
  const report = join(suite.folder, `batch-${number}.json`);
  const log = join(suite.folder, `batch-${number}.log`);
  const arguments_ = [
    "--provider=skeleton",
    `--kubeconfig=${suite.kubeconfig}`,
    "--disable-log-dump",
    "--ginkgo.no-color",
    "--ginkgo.silence-skips",
    "--ginkgo.v",
    `--ginkgo.timeout=${TIMEOUT}`,
    `--ginkgo.focus=${focusOf(specs.map(({ name }) => name))}`,
    `--ginkgo.json-report=${report}`,
  ];
  rmSync(report, { force: true });
  // It ends with 1 where a spec failed: what came of each is in the report.
  await runLogged([...suite.argv, ...arguments_], { log }, signal);
  const results = resultsOf(reportsIn(report));
  // It has every spec that there is, and is large.
  rmSync(report, { force: true });
  return { results, log };
}

/** What a process has reported: nothing where it was killed before that, or while it wrote. */
function reportsIn(path: string): readonly GinkgoReport[] {
  try {
    return readReports(path);
  } catch {
    return [];
  }
}

function readReports(path: string): readonly GinkgoReport[] {
  return JSON.parse(readFileSync(path, "utf8")) as readonly GinkgoReport[];
}

/** The release that the tests are of, as in `v1.36.3`. */
export async function releaseOf(world: LabWorld, program: string): Promise<string> {
  const argv = [program, "--version"] as const;
  const { stdout } = await world.run({
    node: undefined,
    description: "ask for its release",
    argv,
    output: "silent",
  });
  const release = /v\d+\.\d+\.\d+\S*/.exec(stdout)?.[0];
  if (release === undefined) throw new Error(`${program} does not say of which release it is`);
  return release;
}
