// A test runner for Stryker: vitest, but loaded once for many mutants. Stryker's own starts a worker for every
// mutant, which takes half a second of the processor; here only those are judged that way for which it matters:
//
// - mutants of what runs while a file is loaded (they need it loaded anew);
// - mutants that survive here: what was computed and kept before the mutant was switched on may have hidden it;
// - a mutant that left something behind, after which everything is loaded anew.
import { BroadcastChannel } from "node:worker_threads";
import { strykerPlugins as vitestPlugins } from "@stryker-mutator/vitest-runner";
import { createVitest } from "vitest/node";

const CONFIG = "test/mutants/vitest.config.ts";
const RUNNER = "./test/mutants/resident-runner.ts";

/** What Stryker looks for in a plugin, and the settings of the runner that this one stands on. */
export { strykerValidationSchema } from "@stryker-mutator/vitest-runner";

export const strykerPlugins = [{ kind: "TestRunner", name: "resident", factory: createRunner }];

createRunner.inject = ["$injector"];
function createRunner(injector) {
  return new ResidentTestRunner(injector.injectFunction(vitestPlugins[0].factory));
}

class ResidentTestRunner {
  #fresh;
  /** @type {Promise<Resident> | undefined} */
  #resident;

  constructor(fresh) {
    this.#fresh = fresh;
  }

  capabilities() {
    return this.#fresh.capabilities();
  }

  init() {
    return this.#fresh.init();
  }

  dryRun(options) {
    return this.#fresh.dryRun(options);
  }

  async mutantRun(options) {
    const { mutantActivation, testFilter: tests, activeMutant, hitLimit } = options;
    if (mutantActivation === "static" || tests === undefined) return this.#fresh.mutantRun(options);
    this.#resident ??= Resident.start();
    const resident = await this.#resident;
    const reply = await resident.ask({ mutant: activeMutant.id, tests, hitLimit });
    if (reply.spoilt) {
      this.#resident = undefined;
      await resident.stop();
    } else if (hitLimit !== undefined && reply.hits > hitLimit) {
      return { status: "timeout", reason: `Hit limit reached (${reply.hits}/${hitLimit})` };
    } else if (reply.failed !== undefined) {
      const { test, message } = reply.failed;
      return { status: "killed", killedBy: [test], failureMessage: message, nrOfTests: reply.ran };
    }
    return this.#fresh.mutantRun(options);
  }

  async dispose() {
    const resident = await this.#resident;
    await resident?.stop();
    await this.#fresh.dispose();
  }
}

/** A vitest whose worker stays; see resident-runner.ts. */
class Resident {
  #vitest;
  #channel;
  #running;

  static async start() {
    const resident = new Resident();
    await resident.#load();
    return resident;
  }

  async #load() {
    const name = `quorate-resident-${Resident.#count++}`;
    this.#channel = new BroadcastChannel(name);
    this.#vitest = await createVitest("test", {
      config: CONFIG,
      runner: RUNNER,
      watch: false,
      pool: "threads",
      isolate: false,
      maxWorkers: 1,
      reporters: [{}],
      onConsoleLog: () => false,
    });
    const specifications = await this.#vitest.globTestSpecifications();
    this.#vitest.provide("residentChannel", name);
    this.#vitest.provide("residentFiles", specifications.length);
    const ready = this.#next();
    this.#running = this.#vitest.runTestSpecifications(specifications);
    // Were it to end by itself, there would be nobody to answer.
    await Promise.race([
      ready,
      this.#running.then(({ unhandledErrors }) => {
        throw new Error(`the resident tests ended: ${unhandledErrors.map(String).join("; ")}`);
      }),
    ]);
  }

  static #count = 0;

  ask(request) {
    const reply = this.#next();
    this.#channel.postMessage(request);
    return reply;
  }

  async stop() {
    this.#channel.postMessage({ tests: [] });
    await this.#running;
    this.#channel.close();
    await this.#vitest.close();
  }

  #next() {
    return new Promise((resolve) => {
      this.#channel.onmessage = ({ data }) => resolve(data);
    });
  }
}
