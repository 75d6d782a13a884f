import type { RolloutProblemCode } from "@quorate/rollout";
import type { Scenario } from "./scenario/scenario.ts";
import { machineName } from "./scenario/shape.ts";
import { heedServers, lostServers } from "./servers-operator.ts";
import { cutPower, powerOn } from "./world/power.ts";
import type { World } from "./world/world.ts";

/** A deployment that a hint asks for. */
interface Next {
  /** `undefined`: to all. */
  readonly targets: readonly string[] | undefined;
  /** Whether what k3s' servers have to agree on is as it was before. */
  readonly flagsBack: boolean;
}

/** Whoever deploys: what is agreed to, and what is done by hand when a run says so. */
export class Operator {
  readonly #world: World;
  readonly #scenario: Scenario;
  /** Nodes that somebody else has cordoned. */
  readonly #theirs: Set<string>;
  /** The names of the nodes that the file has. */
  readonly #ours: ReadonlySet<string>;
  #agrees: boolean;
  #insists = false;
  #next: Next = { targets: undefined, flagsBack: false };

  constructor(world: World, scenario: Scenario) {
    this.#world = world;
    this.#scenario = scenario;
    this.#theirs = new Set(scenario.cordoned.map(machineName));
    this.#agrees = scenario.yes;
    const { machines } = scenario.wanted;
    this.#ours = new Set(machines.flatMap((role, place) => (role === undefined ? [] : [machineName(place)])));
  }

  /** What is deployed next, once. */
  next(): Next {
    const next = this.#next;
    this.#next = { targets: undefined, flagsBack: false };
    return next;
  }

  /** What the command is told of consent: machines that are bare or have a new disk are known to whoever agrees. */
  consent(): {
    readonly yes: boolean;
    readonly erase: readonly string[];
    readonly remove: readonly string[];
  } {
    if (!this.#agrees) return { yes: false, erase: [], remove: [] };
    const { hostList } = this.#world;
    const renewed = new Set(this.#scenario.blank.map(machineName));
    const bare = hostList.filter(
      ({ disk, name }) => disk === undefined || (renewed.has(name) && disk.etcd === undefined),
    );
    const lost = this.#isOfK3s ? lostServers(this.#world) : [];
    const erase = new Set([...bare.map(({ name }) => name), ...lost]);
    return { yes: true, erase: [...erase], remove: hostList.map(({ name }) => name) };
  }

  /** Whether what can't be asked is said to be off: once told of that, the flag stays in what is typed. */
  get coldStart(): boolean {
    return this.#insists;
  }

  /** Does what a refusal asks for, once: whether there was anything. */
  heed(codes: readonly RolloutProblemCode[]): boolean {
    if (codes.includes("cold-start-unknown") && !this.#insists) {
      this.#insists = true;
      return true;
    }
    const asksConsent =
      codes.includes("install-needs-yes") ||
      codes.includes("install-needs-erase") ||
      codes.includes("member-not-in-file") ||
      (this.#isOfK3s && codes.includes("member-replaced"));
    if (asksConsent && !this.#agrees) {
      this.#agrees = true;
      return true;
    }
    if (codes.includes("boot-space-short")) return this.#makeSpace();
    if (this.#isOfK3s) {
      const heeded = this.#heedServers(codes);
      if (heeded && !codes.includes("machine-alive")) return true;
    }
    if (!codes.includes("machine-alive")) return codes.includes("activation-running");
    for (const host of this.#world.hostList) {
      if (host.running?.kind !== "other" || host.running.answersAt.length === 0) continue;
      this.#world.note({ kind: "by-hand", node: host.name, does: "ends what served there" });
      host.running = { kind: "other", answersAt: [] };
    }
    return true;
  }

  #makeSpace(): boolean {
    for (const { disk, name } of this.#world.hostList) {
      if (disk?.boot.free === undefined) continue;
      this.#world.note({ kind: "by-hand", node: name, does: "has space made in /boot" });
      disk.boot.free = undefined;
    }
    return true;
  }

  #heedServers(codes: readonly RolloutProblemCode[]): boolean {
    const {
      heeded,
      targets,
      flagsBack = false,
    } = heedServers(this.#world, codes, (name) => this.#ours.has(name));
    this.#next = { targets, flagsBack };
    return heeded;
  }

  get #isOfK3s(): boolean {
    return this.#scenario.wanted.distribution === "k3s";
  }

  /** Does what a deployment that has stopped asks for. */
  mend(codes: readonly RolloutProblemCode[]): void {
    const world = this.#world;
    if (this.#isOfK3s) this.#heedServers(codes);
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

  /** Switches on all that is off, but for what was switched off for good. */
  switchOn(): void {
    const world = this.#world;
    for (const host of world.hostList) {
      if (host.power !== "off" || (this.#isOfK3s && !this.#ours.has(host.name))) continue;
      world.note({ kind: "by-hand", node: host.name, does: "is switched on" });
      powerOn(world, host);
    }
  }

  /** Boots, at its console, what a machine ran before that lets nobody in. */
  rescue(): void {
    const world = this.#world;
    for (const host of world.hostList) {
      const { disk } = host;
      const lost = host.power !== "on" || !host.network || host.door.firewall || !host.door.login;
      const running = host.running?.kind === "ours" ? host.running.system : undefined;
      const elsewhere = host.running?.kind === "ours" && host.door.port !== host.askedAt;
      if (!(lost || elsewhere) || disk?.previous === undefined) continue;
      // One that does not come up runs nothing that could go back.
      if (running !== undefined) world.note({ kind: "locked-out", node: host.name });
      // What it ran before can't read any more what is there: that was said.
      if (host.power === "on" && disk.watchdog?.armed === true && disk.watchdog.encrypts) {
        world.note({ kind: "by-hand", node: host.name, does: "lets the operator in again" });
        host.network = true;
        host.door = { port: host.askedAt, login: true, firewall: false };
        world.touch();
        continue;
      }
      world.note({ kind: "by-hand", node: host.name, does: "boots what was before" });
      disk.profile = disk.previous;
      cutPower(world, host);
      powerOn(world, host);
    }
  }

  /** Notes cordons that are ours and left, and those of somebody else that are gone. */
  noteCordons(): void {
    const world = this.#world;
    for (const [node, { cordoned, mark }] of world.kube.nodes) {
      if (mark !== undefined) world.note({ kind: "left-cordoned", node });
      if (!cordoned && this.#theirs.has(node)) world.note({ kind: "uncordoned-theirs", node });
    }
  }
}
