// A test runner for Stryker: vitest, but in one worker for all mutants. Stryker's own starts a worker for every
// mutant, which takes half a second of the processor. Here the tests stay in memory and run again with one
// mutant after another. They are loaded anew, in the same worker,
//
// - for mutants of what runs while a file is loaded;
// - for mutants that survive: what was computed and kept before the mutant was switched on may have hidden it;
// - when a test that fails with the mutant fails without it too: an earlier mutant left something behind.
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
    this.#resident ??= Resident.start();
    const resident = await this.#resident;
    const { mutantActivation, testFilter: tests, activeMutant, hitLimit } = options;
    const request = { mutant: activeMutant.id, tests, hitLimit };
    if (mutantActivation === "static")
      return verdict(await resident.ask({ ...request, load: "mutated" }), hitLimit);
    const reply = await resident.ask({ ...request, load: "no" });
    if (reply.broken === undefined && reply.failed !== undefined && !reply.spoilt)
      return verdict(reply, hitLimit);
    return verdict(await resident.ask({ ...request, load: "yes" }), hitLimit);
  }

  async dispose() {
    const resident = await this.#resident;
    await resident?.stop();
    await this.#fresh.dispose();
  }
}

function verdict({ ran, hits, failed, broken }, hitLimit) {
  if (broken !== undefined) return { status: "error", errorMessage: broken };
  if (hitLimit !== undefined && hits > hitLimit) {
    return { status: "timeout", reason: `Hit limit reached (${hits}/${hitLimit})` };
  }
  if (failed === undefined) return { status: "survived", nrOfTests: ran };
  return { status: "killed", killedBy: [failed.test], failureMessage: failed.message, nrOfTests: ran };
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
    const { failed, broken } = await Promise.race([
      ready,
      this.#running.then(({ unhandledErrors }) => {
        throw new Error(`the resident tests ended: ${unhandledErrors.map(String).join("; ")}`);
      }),
    ]);
    if (broken !== undefined) throw new Error(broken);
    if (failed !== undefined)
      throw new Error(`${failed.test} fails when it is loaded again: ${failed.message}`);
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
