import type { HostName } from "@quorate/cluster";
import type { RolloutProblemCode } from "@quorate/rollout";
import { type Deployment, deploy } from "./deploy/deploy.ts";
import { PRODUCT, type Product } from "./deploy/product.ts";
import type { Site } from "./deploy/site.ts";
import { type Fault, MACHINE_FAULTS } from "./fault.ts";
import type { Moment, RunOutcome } from "./history.ts";
import { beginWorld } from "./scenario/begin.ts";
import { FIRST_VERSIONS, type Revision, revisionOf } from "./scenario/revision.ts";
import { clusterOfShape, machineName, withCheck } from "./scenario/shape.ts";
import type { Schedule } from "./schedule.ts";
import { noteUntruths } from "./untruths.ts";
import { chanceOf } from "./world/chance.ts";
import type { Host } from "./world/host.ts";
import { cutPower, powerOn } from "./world/power.ts";
import { type Deployer, killDeployer } from "./world/ssh.ts";
import type { Watchdog } from "./world/watchdog.ts";
import type { World } from "./world/world.ts";

/** What has happened in a schedule, from the first deployment on. */
export interface History {
  readonly schedule: Schedule;
  readonly moments: readonly Moment[];
  /** How its deployments ended, in order. */
  readonly outcomes: readonly RunOutcome[];
  /** Whether, once nothing failed any more, nothing was left to be done. */
  readonly converged: boolean;
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
  readonly #systems: Site["systems"];
  readonly #outcomes: RunOutcome[] = [];
  /** Nodes that somebody else has cordoned. */
  readonly #theirs: Set<string>;
  #pending: readonly Fault[];
  readonly #striking: Set<Fault> = new Set();
  #steps = 0;
  #runs = 0;
  #late = 0;
  #yes: boolean;
  #deployer: Deployer | undefined;
  #deployment: Deployment | undefined;

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
    const revisions = [before, this.#wanted, this.#fixed].filter((one) => one !== undefined);
    this.#systems = new Map(revisions.flatMap(({ byPath }) => [...byPath]));
    this.#world = beginWorld(chanceOf(seed), before, [this.#wanted], {
      blank: scenario.blank.map(machineName),
      alive: scenario.alive.map(machineName),
      off: scenario.off.map(machineName),
      astray: scenario.astray.map(machineName),
      cordoned: scenario.cordoned.map(machineName),
      apps: scenario.apps,
    });
    this.#pending = faults;
    this.#theirs = new Set(scenario.cordoned.map(machineName));
    this.#yes = scenario.yes;
  }

  run(): History {
    for (let tries = 0; tries < TRIES.troubled; tries++) {
      const outcome = this.#deploy(this.#wanted, this.#schedule.scenario.targets);
      if (outcome.kind === "done" || (outcome.kind === "refused" && this.#isCalm())) break;
      // Some wait, and some type it again at once.
      this.#pass(this.#world.chance.pick([5, 30, 300, 1800]));
    }
    const { rollback } = this.#schedule.scenario;
    if (rollback) this.#rollBack();
    this.#healAll();
    let converged = this.#converge();
    if (converged && rollback) {
      this.#checkRolledBack();
      converged = this.#converge();
    }
    if (converged) this.#noteCordons();
    return {
      schedule: this.#schedule,
      moments: this.#world.history,
      outcomes: this.#outcomes,
      converged,
    };
  }

  /** Whether there is nothing left to do once it was deployed often enough. */
  #converge(): boolean {
    let converged = false;
    for (let tries = 0; tries < TRIES.calm && !converged; tries++) {
      const outcome = this.#deploy(this.#fixed, undefined);
      converged = outcome.kind === "done" && outcome.changed === 0;
      // What is refused stays so, unless somebody does what is said beside it.
      if (outcome.kind === "refused" && !this.#heed(outcome.codes)) break;
      if (outcome.kind === "failed") this.#mend(outcome.codes);
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
      const outcome = this.#deploy(this.#fixed, [placeOf(name)], true);
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
          : [...kept.secrets].some(([file, digest]) => disk.secrets.get(file) !== digest)
            ? "its secrets"
            : disk.confirmed?.closure === kept.previous.path
              ? undefined
              : "it is not confirmed";
    if (what !== undefined) this.#world.note({ kind: "not-rolled-back", node: host.name, what });
  }

  /** Whoever agrees names the machines that are bare or have a new disk, and knows which they are. */
  #bare(): readonly string[] {
    const renewed = new Set(this.#schedule.scenario.blank.map(machineName));
    return this.#world.hostList
      .filter(({ disk, name }) => disk === undefined || (renewed.has(name) && disk.etcd === undefined))
      .map(({ name }) => name);
  }

  #isCalm(): boolean {
    return this.#pending.length === 0 && this.#striking.size === 0;
  }

  /** Does what a refusal asks for, once: whether there was anything. */
  #heed(codes: readonly RolloutProblemCode[]): boolean {
    const asksConsent =
      codes.includes("install-needs-yes") ||
      codes.includes("install-needs-erase") ||
      codes.includes("member-not-in-file");
    if (asksConsent && !this.#yes) {
      this.#yes = true;
      return true;
    }
    if (!codes.includes("machine-alive")) return codes.includes("activation-running");
    for (const host of this.#world.hostList) {
      if (host.running?.kind !== "other" || host.running.answersAt.length === 0) continue;
      this.#world.note({ kind: "by-hand", node: host.name, does: "ends what served there" });
      host.running = { kind: "other", answersAt: [] };
    }
    return true;
  }

  /** Does what a deployment that has stopped asks for. */
  #mend(codes: readonly RolloutProblemCode[]): void {
    const world = this.#world;
    if (codes.includes("budget-never-met") || codes.includes("drain-blocked")) {
      for (const kind of ["single", "sick"] as const) world.kube.remove(kind);
      const [first] = world.hostList;
      if (first !== undefined) {
        world.note({ kind: "by-hand", node: first.name, does: "gets rid of what can never leave it" });
      }
    }
    if (!codes.includes("node-away")) return;
    for (const [name, node] of world.kube.nodes) {
      if (!node.cordoned || node.mark !== undefined) continue;
      world.note({ kind: "by-hand", node: name, does: "is uncordoned" });
      node.cordoned = false;
      this.#theirs.delete(name);
      world.touch();
    }
  }

  #noteCordons(): void {
    const world = this.#world;
    for (const [node, { cordoned, mark }] of world.kube.nodes) {
      if (mark !== undefined) world.note({ kind: "left-cordoned", node });
      if (!cordoned && this.#theirs.has(node)) world.note({ kind: "uncordoned-theirs", node });
    }
  }

  /** One run of the command, until it has ended or is killed. */
  #deploy(revision: Revision, places: readonly number[] | undefined, rollback = false): RunOutcome {
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
      among: new Set(revision.cluster.nodes.filter(({ roles }) => roles.kubelet).map(({ name }) => name)),
      isToBeMended: (name) =>
        targets.some(({ node }) => node.name === name) &&
        world.host(name).disk?.confirmed?.closure !== revision.systems.get(name)?.path,
      systems: this.#systems,
      secretsOf: (node) => revision.targets.get(node)?.secrets ?? [],
      checkSeconds: this.#schedule.scenario.checkSeconds,
      late: () => (this.#late > 0 ? world.chance.between(0, this.#late) : 0),
    };
    let outcome: RunOutcome | undefined;
    this.#deployer = deployer;
    const order = {
      run,
      revision,
      targets,
      yes: this.#yes,
      erase: this.#yes ? this.#bare() : [],
      reboot: this.#schedule.scenario.reboot,
      remove: this.#yes ? this.#world.hostList.map(({ name }) => name) : [],
      rollback,
    };
    this.#deployment = deploy(site, this.#product, order, (ended) => {
      outcome = ended;
    });
    const deadline = world.agenda.now + ENDLESS * 3_600_000;
    while (outcome === undefined && deployer.alive && world.agenda.now < deadline) {
      if (!this.#step()) break;
    }
    this.#deployer = undefined;
    this.#deployment = undefined;
    if (outcome === undefined) {
      if (deployer.alive) world.note({ kind: "run-endless", run });
      outcome = { kind: "killed" };
      killDeployer(deployer);
      world.note({ kind: "run-ended", run, outcome });
    }
    if (rollback) return outcome;
    if (outcome.kind === "done") noteUntruths(world, revision, targets);
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
    for (let fault = this.#pending[0]; fault !== undefined && fault.moment <= this.#steps; ) {
      this.#pending = this.#pending.slice(1);
      this.#strike(fault);
      fault = this.#pending[0];
    }
    return this.#world.step();
  }

  #strike(fault: Fault): void {
    const world = this.#world;
    world.note({ kind: "struck", fault });
    if (fault.kind === "deployer-killed") {
      if (this.#deployer !== undefined) killDeployer(this.#deployer);
    } else if (fault.kind === "interrupted") this.#deployment?.interrupt();
    else if (fault.kind === "late-answers") this.#late = 300;
    else if (fault.node !== undefined) {
      MACHINE_FAULTS[fault.kind].strike(world, world.host(fault.node), fault);
    }
    this.#striking.add(fault);
    world.touch();
    world.settle();
    world.agenda.after(fault.seconds * 1000, () => this.#heal(fault));
  }

  #heal(fault: Fault): void {
    const world = this.#world;
    if (!this.#striking.delete(fault)) return;
    world.note({ kind: "healed", fault });
    if (fault.kind === "late-answers") this.#late = 0;
    else if (fault.node !== undefined) {
      MACHINE_FAULTS[fault.kind].heal(world, world.host(fault.node));
    }
    world.touch();
  }

  /** Nothing is broken from here on, but for what is deployed. Who lets nobody in is sent back by who stands before it. */
  #healAll(): void {
    const world = this.#world;
    this.#pending = [];
    for (const fault of [...this.#striking]) this.#heal(fault);
    for (const host of world.hostList) {
      if (host.power !== "off") continue;
      world.note({ kind: "by-hand", node: host.name, does: "is switched on" });
      powerOn(world, host);
    }
    this.#pass(900);
    for (const host of world.hostList) {
      const { disk } = host;
      const lost = host.power !== "on" || !host.network || host.door.firewall || !host.door.login;
      const running = host.running?.kind === "ours" ? host.running.system : undefined;
      const elsewhere = host.running?.kind === "ours" && host.door.port !== host.askedAt;
      if (!(lost || elsewhere) || disk?.previous === undefined) continue;
      // One that does not come up runs nothing that could go back.
      if (running !== undefined) world.note({ kind: "locked-out", node: host.name });
      world.note({ kind: "by-hand", node: host.name, does: "boots what was before" });
      disk.profile = disk.previous;
      cutPower(world, host);
      powerOn(world, host);
    }
    this.#pass(900);
  }
}
