import type { HostName } from "@quorate/cluster";
import { deploy, type Order } from "./deploy/deploy.ts";
import { PRODUCT, type Product } from "./deploy/product.ts";
import type { Site } from "./deploy/site.ts";
import type { Moment, RunOutcome } from "./history.ts";
import { Operator } from "./operator.ts";
import { beginWorld } from "./scenario/begin.ts";
import { FIRST_VERSIONS, type Revision, revisionOf } from "./scenario/revision.ts";
import { clusterOfShape, machineName, withCheck } from "./scenario/shape.ts";
import type { Schedule } from "./schedule.ts";
import { livesOn, serves } from "./servers-operator.ts";
import { type RunningCommand, Striking } from "./striking.ts";
import { noteUntruths } from "./untruths.ts";
import { chanceOf } from "./world/chance.ts";
import type { Snapshot } from "./world/etcd.ts";
import type { Host } from "./world/host.ts";
import { type Deployer, killDeployer } from "./world/ssh.ts";
import { staysWithCluster, type Watchdog } from "./world/watchdog.ts";
import type { World } from "./world/world.ts";

/** What has happened in a schedule, from the first deployment on. */
export interface History {
  readonly schedule: Schedule;
  readonly moments: readonly Moment[];
  /** How its deployments ended, in order. */
  readonly outcomes: readonly RunOutcome[];
  /** Whether, once nothing failed any more, nothing was left to be done. */
  readonly converged: boolean;
  /** Whether etcd takes writes at the end. */
  readonly serves: boolean;
}

/** Deployments while things break; and then, at most, while nothing does. */
const TRIES = { troubled: 3, calm: 6 };

/** Hours after which a deployment is taken for one that never ends. */
const ENDLESS = 12;

/** Lets an operator deploy in a schedule's world, again and again, until there is nothing to be done. */
export function play(schedule: Schedule, product: Product = PRODUCT): History {
  return new Play(schedule, product).run();
}

type Kept = Pick<Watchdog, "previous" | "secrets">;

/** The place of a machine, by its name. */
function placeOf(name: string): number {
  return Number(name.slice("node".length)) - 1;
}

class Play {
  readonly #schedule: Schedule;
  readonly #product: Product;
  readonly #world: World;
  readonly #wanted: Revision;
  readonly #fixed: Revision;
  /** The same with what servers have agreed on before. */
  readonly #before: Revision;
  readonly #systems: Site["systems"];
  readonly #outcomes: RunOutcome[] = [];
  readonly #operator: Operator;
  readonly #striking: Striking;
  readonly #snapshot: Snapshot | undefined;
  #steps = 0;
  #runs = 0;
  #running: RunningCommand | undefined;

  constructor(schedule: Schedule, product: Product) {
    const { seed, scenario, faults } = schedule;
    this.#schedule = schedule;
    this.#product = product;
    const before =
      scenario.before && revisionOf(clusterOfShape(scenario.before), FIRST_VERSIONS, product.generation);
    const shaped = clusterOfShape(scenario.wanted);
    const cluster = scenario.checkSeconds === 0 ? shaped : withCheck(shaped);
    this.#wanted = revisionOf(cluster, scenario.versions, product.generation);
    const isDefect = Object.keys(scenario.versions.defects).length > 0;
    this.#fixed = isDefect
      ? revisionOf(cluster, { ...scenario.versions, defects: {} }, product.generation)
      : this.#wanted;
    const isOther = scenario.versions.flags > 0;
    this.#before = isOther
      ? revisionOf(cluster, { ...scenario.versions, defects: {}, flags: 0 }, product.generation)
      : this.#fixed;
    const revisions = [before, this.#wanted, this.#fixed, this.#before].filter((one) => one !== undefined);
    this.#systems = new Map(revisions.flatMap(({ byPath }) => [...byPath]));
    this.#world = beginWorld(chanceOf(seed), before, [this.#wanted], {
      without: product.hostsWithout,
      blank: scenario.blank.map(machineName),
      emptied: scenario.emptied.map(machineName),
      removed: scenario.removed.map(machineName),
      standalone: scenario.standalone.map(machineName),
      alive: scenario.alive.map(machineName),
      off: scenario.off.map(machineName),
      astray: scenario.astray.map(machineName),
      cordoned: scenario.cordoned.map(machineName),
      apps: scenario.apps,
      elsewhere: scenario.elsewhere.map(machineName),
      shortBoot: scenario.shortBoot.map(machineName),
      stopped: scenario.stopped.map(machineName),
      routersTake: scenario.routersTake,
      activationsLast: scenario.activationsLast,
    });
    this.#operator = new Operator(this.#world, scenario);
    this.#striking = new Striking(this.#world, faults);
    const [etcd] = this.#world.etcd.values();
    this.#snapshot = etcd && { log: etcd.acknowledged, token: etcd.token };
  }

  run(): History {
    const { restores } = this.#schedule.scenario;
    let restored = restores === undefined;
    for (let tries = 0; !restored && tries < TRIES.troubled; tries++) restored = this.#restore();
    for (let tries = 0; restored && tries < TRIES.troubled; tries++) {
      const outcome = this.#deploy(this.#wanted, this.#schedule.scenario.targets);
      if (outcome.kind === "done" || (outcome.kind === "refused" && this.#striking.isCalm)) break;
      // Some wait, and some type it again at once.
      this.#pass(this.#world.chance.pick([5, 30, 300, 1800]));
    }
    const { rollback } = this.#schedule.scenario;
    if (rollback) this.#rollBack();
    // Nothing is broken from here on, but for what is deployed. Who lets nobody in is sent back by who stands before it.
    this.#striking.healAll();
    this.#world.activationsLast = 0;
    this.#operator.switchOn();
    this.#pass(900);
    this.#operator.rescue();
    this.#pass(900);
    for (let tries = 0; !restored && tries < TRIES.calm; tries++) restored = this.#restore();
    let converged = restored && this.#converge();
    if (converged && rollback) {
      this.#checkRolledBack();
      converged = this.#converge();
    }
    if (converged) this.#operator.noteCordons();
    return {
      schedule: this.#schedule,
      moments: this.#world.history,
      outcomes: this.#outcomes,
      converged,
      serves: serves(this.#world),
    };
  }

  /** Begins anew with the snapshot: whether that is done, or was by a run that died of what follows. */
  #restore(): boolean {
    const { restores } = this.#schedule.scenario;
    const meant = restores === "meant" && !this.#hasBegunAnew();
    this.#world.note({ kind: "restore-began", meant, lives: livesOn(this.#world) });
    const outcome = this.#deploy(this.#fixed, undefined, { restore: { evenIfItServes: meant } });
    if (outcome.kind !== "done") this.#pass(this.#world.chance.pick([5, 30, 300, 1800]));
    const serves = outcome.kind === "refused" && outcome.codes.includes("restore-quorum-lives");
    return outcome.kind === "done" || (serves && (restores === "feared" || this.#hasBegunAnew()));
  }

  #hasBegunAnew(): boolean {
    return this.#world.history.some(({ kind }) => kind === "cluster-restored");
  }

  /** Whether there is nothing left to do once it was deployed often enough. */
  #converge(): boolean {
    let converged = false;
    for (let tries = 0; tries < TRIES.calm && !converged; tries++) {
      const { targets, flagsBack } = this.#operator.next();
      const outcome = this.#deploy(flagsBack ? this.#before : this.#fixed, targets?.map(placeOf));
      converged = targets === undefined && outcome.kind === "done" && outcome.changed === 0;
      // What is refused stays so, unless somebody does what is said beside it.
      if (outcome.kind === "refused" && !this.#operator.heed(outcome.codes)) break;
      if (outcome.kind === "failed") this.#operator.mend(outcome.codes);
      if (!converged) this.#pass(900);
    }
    return converged;
  }

  /** Takes the first node that has kept something of before back to that; what became of it. */
  #rollBack(): { readonly host: Host; readonly kept: Kept; readonly outcome: RunOutcome } | undefined {
    const world = this.#world;
    for (const name of this.#fixed.targets.keys()) {
      const host = world.host(name as HostName);
      const kept = host.disk?.rollback ?? host.disk?.watchdog;
      if (kept === undefined || kept.previous === host.disk?.profile) continue;
      world.tellsKept = true;
      const outcome = this.#deploy(this.#fixed, [placeOf(name)], { rollback: true });
      world.tellsKept = false;
      return { host, kept: { previous: kept.previous, secrets: kept.secrets }, outcome };
    }
    return undefined;
  }

  /** The same where nothing fails: then it has to be what it was. */
  #checkRolledBack(): void {
    const done = this.#rollBack();
    // What can't be gone back to is refused before anything is touched.
    if (done === undefined || done.outcome.kind === "refused") return;
    const { host, kept, outcome } = done;
    const { disk, running } = host;
    const what =
      outcome.kind !== "done"
        ? "it was not taken back"
        : running?.kind !== "ours" || running.system !== kept.previous || disk?.profile !== kept.previous
          ? "its system"
          : [...kept.secrets].some(
                ([file, digest]) => !staysWithCluster(this.#world, file) && disk.secrets.get(file) !== digest,
              )
            ? "its secrets"
            : disk.confirmed?.closure === kept.previous.path
              ? undefined
              : "it is not confirmed";
    if (what !== undefined) this.#world.note({ kind: "not-rolled-back", node: host.name, what });
  }

  /** One run of the command, until it has ended or is killed. */
  #deploy(
    revision: Revision,
    places: readonly number[] | undefined,
    { rollback = false, restore }: Partial<Pick<Order, "rollback" | "restore">> = {},
  ): RunOutcome {
    const world = this.#world;
    this.#runs += 1;
    const run = this.#runs;
    const names = places?.map(machineName);
    const targets = [...revision.targets.values()].filter(
      ({ node }) => names === undefined || names.includes(node.name),
    );
    const deployer: Deployer = { alive: true, connections: new Map() };
    const site: Site = {
      world,
      deployer,
      run: String(run),
      vip: revision.cluster.api.vip,
      among: new Set(revision.cluster.nodes.filter(({ roles }) => roles.kubelet).map(({ name }) => name)),
      isToBeMended: (name) =>
        targets.some(({ node }) => node.name === name) &&
        world.host(name).disk?.confirmed?.closure !== revision.systems.get(name)?.path,
      systems: this.#systems,
      secretsOf: (node) => revision.targets.get(node)?.secrets ?? [],
      checkSeconds: this.#schedule.scenario.checkSeconds,
      snapshot: this.#snapshot,
      late: () => this.#striking.delay(),
    };
    let outcome: RunOutcome | undefined;
    const began = world.agenda.now;
    const order = {
      run,
      revision,
      targets,
      ...this.#operator.consent(),
      reboot: this.#schedule.scenario.reboot,
      coldStart: this.#operator.coldStart,
      rollback,
      restore,
    };
    const deployment = deploy(site, this.#product, order, (ended) => {
      outcome = ended;
    });
    this.#running = { deployer, interrupt: () => deployment.interrupt() };
    const deadline = world.agenda.now + ENDLESS * 3_600_000;
    while (outcome === undefined && deployer.alive && world.agenda.now < deadline) {
      if (!this.#step()) break;
    }
    this.#running = undefined;
    if (outcome === undefined) {
      if (deployer.alive) world.note({ kind: "run-endless", run });
      outcome = { kind: "killed" };
      killDeployer(deployer);
      world.note({ kind: "run-ended", run, outcome });
    }
    if (rollback) return outcome;
    if (outcome.kind === "done" && restore === undefined) noteUntruths(world, revision, targets, began);
    this.#outcomes.push(outcome);
    return outcome;
  }

  #pass(seconds: number): void {
    const until = this.#world.agenda.now + seconds * 1000;
    this.#world.agenda.after(seconds * 1000, () => {});
    while (this.#world.agenda.now < until) this.#step();
  }

  #step(): boolean {
    this.#steps += 1;
    this.#striking.strike(this.#steps, this.#running);
    return this.#world.step();
  }
}
