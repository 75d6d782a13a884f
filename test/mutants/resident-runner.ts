import { relative } from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { collectTests } from "@vitest/runner";
import {
  chai,
  inject,
  type RunnerTask,
  type RunnerTestCase,
  type RunnerTestFile,
  type RunnerTestSuite,
  TestRunner,
  vi,
} from "vitest";

// Runs in vitest's worker. When all test files have been run it stays, and runs single tests again for one
// mutant after another: with everything in memory that takes milliseconds, and loading it anew tens of them.

/** What the Stryker plugin and the worker say to each other; see resident.mjs. */
export interface Request {
  /** The mutant to switch on; nothing: the end. */
  readonly mutant?: string;
  /** The tests that come by it, as Stryker names them; all unless said. */
  readonly tests?: readonly string[] | undefined;
  /** How often the mutant may be passed before that counts as an endless loop. */
  readonly hitLimit?: number | undefined;
  /** What is loaded anew for it: nothing, everything, or everything with the mutant switched on. */
  readonly load: "no" | "yes" | "mutated";
}

/** What came of it. */
export interface Reply {
  readonly ran: number;
  readonly hits: number;
  /** The test that failed, after which no other was run. */
  readonly failed?: Failure;
  /** It also fails without the mutant: something that an earlier one left behind is in the way. */
  readonly spoilt: boolean;
  /** Set when no test has judged, but the worker itself came to grief. */
  readonly broken?: string;
}

interface Failure {
  readonly test: string;
  readonly message: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly residentChannel: string;
    readonly residentFiles: number;
  }
}

/** What the mutated code looks at. */
interface Switch {
  activeMutant: string | undefined;
  hitCount: number;
  hitLimit: number | undefined;
}

const mutation: Switch = { activeMutant: undefined, hitCount: 0, hitLimit: undefined };
Object.assign(globalThis, { __stryker__: mutation });

/**
 * The test that runs. vitest keeps a note of that, which nobody else can write, and snapshots ask for it: they are
 * told when their matcher is looked up, and not by a call around it, from which an inline one would take its place.
 */
let current: RunnerTestCase | undefined;
for (const matcher of ["toMatchSnapshot", "toMatchInlineSnapshot", "toMatchFileSnapshot"]) {
  const original: unknown = Reflect.get(chai.Assertion.prototype, matcher);
  Object.defineProperty(chai.Assertion.prototype, matcher, {
    get(this: object) {
      if (current !== undefined) chai.util.flag(this, "vitest-test", current);
      return original;
    },
  });
}

/** The test files as they were first run. */
const files: RunnerTestFile[] = [];

/** vitest's own runner, which stays when it is done. */
export default class ResidentRunner extends TestRunner {
  #files: readonly RunnerTestFile[] = [];
  #tests: ReadonlyMap<string, RunnerTestCase> = new Map();
  /** How long each test took at first. */
  readonly #durations = new Map<string, number>();
  /** Whether what is loaded was loaded without any mutant. */
  #clean = false;

  onCollected(collected: RunnerTestFile[]): void {
    files.push(...collected);
  }

  override async onAfterRunFiles(): Promise<void> {
    super.onAfterRunFiles();
    if (files.length === inject("residentFiles")) await this.#serve();
  }

  async #serve(): Promise<void> {
    const channel = new BroadcastChannel(inject("residentChannel"));
    for (const test of files.flatMap(testsOf)) this.#durations.set(idOf(test), test.result?.duration ?? 0);
    await new Promise<void>((resolve) => {
      channel.onmessage = async ({ data }: { data: Request }) => {
        if (data.mutant === undefined) resolve();
        else channel.postMessage(await this.#judge(data.mutant, data).catch(brokenBy));
      };
      // Were a test to fail when it is merely loaded again, every mutant would count as killed.
      this.#judge("none", { load: "mutated" })
        .catch(brokenBy)
        .then((reply) => channel.postMessage(reply));
    });
    await this.#leave();
    channel.close();
  }

  async #judge(mutant: string, { tests, hitLimit, load }: Request): Promise<Reply> {
    Object.assign(mutation, { hitCount: 0, hitLimit });
    let failed: Failure | undefined;
    if (load === "mutated") failed = await this.#load(mutant);
    else if (load === "yes" || !this.#clean) failed = await this.#load(undefined);
    mutation.activeMutant = mutant;
    let ran = 0;
    // The quick ones first: most mutants are killed by one of them.
    const duration = (id: string) => this.#durations.get(id) ?? 0;
    const order = [...(tests ?? this.#tests.keys())].sort((a, b) => duration(a) - duration(b));
    for (const id of order) {
      if (failed !== undefined) break;
      failed = await this.#run(id);
      ran += 1;
    }
    mutation.activeMutant = undefined;
    const hits = mutation.hitCount;
    if (failed === undefined) return { ran, hits, spoilt: false };
    return { ran, hits, failed, spoilt: load === "no" && (await this.#run(failed.test)) !== undefined };
  }

  /** Loads all test files, and with them what they import. A file that can't be loaded has failed. */
  async #load(mutant: string | undefined): Promise<Failure | undefined> {
    await this.#leave();
    vi.resetModules();
    mutation.activeMutant = mutant;
    // What is collected here is not the main process's business.
    const quiet: ResidentRunner = Object.create(this, { onCollected: { value: () => undefined } });
    this.#files = await collectTests(
      files.map(({ filepath }) => filepath),
      quiet,
    );
    mutation.activeMutant = undefined;
    this.#clean = mutant === undefined;
    this.#tests = new Map(this.#files.flatMap(testsOf).map((test) => [idOf(test), test]));
    for (const file of this.#files) await this.onBeforeRunSuite(file);
    const broken = this.#files.find(({ result }) => result?.state === "fail");
    if (broken === undefined) return undefined;
    return { test: fileOf(broken), message: broken.result?.errors?.[0]?.message ?? "it can't be loaded" };
  }

  /** Lets the test files clean up. */
  async #leave(): Promise<void> {
    for (const file of this.#files) {
      // One that could not be loaded has no hooks.
      if (file.result?.state === "fail") continue;
      for (const hook of TestRunner.getSuiteHooks(file).afterAll) await hook(file);
    }
    this.#files = [];
  }

  /** Runs a test and tells what it failed of. */
  async #run(id: string): Promise<Failure | undefined> {
    const test = this.#tests.get(id);
    if (test === undefined) return { test: id, message: "there is no such test" };
    try {
      current = test;
      await this.onBeforeRunTask(test);
      this.onBeforeTryTask(test);
      for (const suite of suitesOf(test)) {
        for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) await hook(test.context, suite);
      }
      await TestRunner.getTestFn(test)();
      this.onAfterTryTask(test);
      return undefined;
    } catch (error) {
      return { test: id, message: error instanceof Error ? error.message : String(error) };
    }
  }
}

function brokenBy(error: unknown): Reply {
  return { ran: 0, hits: 0, spoilt: false, broken: String(error) };
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
  return `${fileOf(test.file)}#${names.join(" ").trim()}`;
}

function fileOf(file: RunnerTestFile): string {
  return relative(process.cwd(), file.filepath);
}
