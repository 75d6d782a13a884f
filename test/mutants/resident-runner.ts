import { relative } from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import {
  inject,
  type RunnerTask,
  type RunnerTestCase,
  type RunnerTestFile,
  type RunnerTestSuite,
  TestRunner,
} from "vitest";

// Runs in vitest's worker. When all test files have been loaded and run, it stays, and runs single tests again
// for one mutant after another: with everything in memory that takes milliseconds.

/** What the Stryker plugin and the worker say to each other; see resident.mjs. */
export interface Request {
  /** The mutant to switch on; nothing: the end. */
  readonly mutant?: string;
  /** The tests that come by it, as Stryker names them. */
  readonly tests: readonly string[];
  /** How often the mutant may be passed before that counts as an endless loop. */
  readonly hitLimit?: number;
}

/** What came of it. */
export interface Reply {
  readonly ran: number;
  readonly hits: number;
  /** The test that failed, after which no other was run. */
  readonly failed?: { readonly test: string; readonly message: string };
  /** It also fails without the mutant: something that the mutant left behind is in the way. */
  readonly spoilt: boolean;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly residentChannel: string;
    readonly residentFiles: number;
  }
}

/** What the mutated code looks at. */
interface Switch {
  activeMutant?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

const mutation: Switch = {};
Object.assign(globalThis, { __stryker__: mutation });

const files: RunnerTestFile[] = [];

/** vitest's own runner, which stays when it is done. */
export default class ResidentRunner extends TestRunner {
  onCollected(collected: RunnerTestFile[]): void {
    files.push(...collected);
  }

  override async onAfterRunFiles(): Promise<void> {
    if (files.length === inject("residentFiles")) await this.#serve();
    super.onAfterRunFiles();
  }

  async #serve(): Promise<void> {
    const tests = new Map(files.flatMap(testsOf).map((test) => [idOf(test), test]));
    // Snapshots were put away with the first run of each file.
    for (const file of files) await this.onBeforeRunSuite(file);
    const channel = new BroadcastChannel(inject("residentChannel"));
    await new Promise<void>((resolve) => {
      channel.onmessage = async ({ data }: { data: Request }) => {
        if (data.mutant === undefined) resolve();
        else channel.postMessage(await this.#judge(data, tests));
      };
      channel.postMessage("ready");
    });
    channel.close();
  }

  async #judge(
    { mutant, tests: wanted, hitLimit }: Request,
    tests: ReadonlyMap<string, RunnerTestCase>,
  ): Promise<Reply> {
    Object.assign(mutation, { activeMutant: mutant, hitCount: 0, hitLimit });
    let ran = 0;
    for (const id of wanted) {
      const test = tests.get(id);
      if (test === undefined) return { ran, hits: 0, spoilt: true };
      ran += 1;
      const error = await this.#run(test);
      if (error === undefined) continue;
      const hits = mutation.hitCount ?? 0;
      Object.assign(mutation, { activeMutant: undefined, hitCount: undefined });
      const spoilt = (await this.#run(test)) !== undefined;
      return { ran, hits, failed: { test: id, message: error }, spoilt };
    }
    const hits = mutation.hitCount ?? 0;
    Object.assign(mutation, { activeMutant: undefined, hitCount: undefined });
    return { ran, hits, spoilt: false };
  }

  /** Runs a test and tells what it failed of. */
  async #run(test: RunnerTestCase): Promise<string | undefined> {
    try {
      await this.onBeforeRunTask(test);
      this.onBeforeTryTask(test);
      for (const suite of suitesOf(test)) {
        for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite);
      }
      await TestRunner.getTestFn(test)();
      this.onAfterTryTask(test);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function testsOf(task: RunnerTask): readonly RunnerTestCase[] {
  return task.type === "test" ? [task] : task.tasks.flatMap(testsOf);
}

/** The suites that a test is in, the outermost first. */
function suitesOf(test: RunnerTestCase): readonly RunnerTestSuite[] {
  const suites: RunnerTestSuite[] = [];
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) suites.unshift(suite);
  return [test.file, ...suites];
}

/** A test's name as Stryker's own vitest runner makes it. */
function idOf(test: RunnerTestCase): string {
  const names = [...suitesOf(test).slice(1), test].map(({ name }) => name);
  return `${relative(process.cwd(), test.file.filepath)}#${names.join(" ").trim()}`;
}
