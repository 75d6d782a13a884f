import { type Fault, MACHINE_FAULTS } from "./fault.ts";
import type { Deployer } from "./world/ssh.ts";
import { killDeployer } from "./world/ssh.ts";
import type { World } from "./world/world.ts";

/** A run of the command, for what is done to whoever deploys. */
export interface RunningCommand {
  readonly deployer: Deployer;
  readonly interrupt: () => void;
}

/** Seconds that answers are late for at most, where they are. */
const LATE = 300;

/** The faults of a schedule: those to come, and those that have struck and are not healed. */
export class Striking {
  readonly #world: World;
  readonly #active: Set<Fault> = new Set();
  #pending: readonly Fault[];
  #late = 0;

  constructor(world: World, faults: readonly Fault[]) {
    this.#world = world;
    this.#pending = faults;
  }

  /** Whether nothing is broken, and nothing will be. */
  get isCalm(): boolean {
    return this.#pending.length === 0 && this.#active.size === 0;
  }

  /** For how many seconds an answer is on its way. */
  delay(): number {
    return this.#late > 0 ? this.#world.chance.between(0, this.#late) : 0;
  }

  /** Lets all strike that are due by a step, on the command too that runs. */
  strike(step: number, running: RunningCommand | undefined): void {
    for (let fault = this.#pending[0]; fault !== undefined && fault.moment <= step; ) {
      this.#pending = this.#pending.slice(1);
      this.#strikeOne(fault, running);
      fault = this.#pending[0];
    }
  }

  /** Nothing is broken from here on. */
  healAll(): void {
    this.#pending = [];
    for (const fault of [...this.#active]) this.#heal(fault);
  }

  #strikeOne(fault: Fault, running: RunningCommand | undefined): void {
    const world = this.#world;
    world.note({ kind: "struck", fault });
    if (fault.kind === "deployer-killed") {
      if (running !== undefined) killDeployer(running.deployer);
    } else if (fault.kind === "interrupted") running?.interrupt();
    else if (fault.kind === "late-answers") this.#late = LATE;
    else if (fault.node !== undefined) {
      MACHINE_FAULTS[fault.kind].strike(world, world.host(fault.node), fault);
    }
    this.#active.add(fault);
    world.touch();
    world.settle();
    world.agenda.after(fault.seconds * 1000, () => this.#heal(fault));
  }

  #heal(fault: Fault): void {
    const world = this.#world;
    if (!this.#active.delete(fault)) return;
    world.note({ kind: "healed", fault });
    if (fault.kind === "late-answers") this.#late = 0;
    else if (fault.node !== undefined) {
      MACHINE_FAULTS[fault.kind].heal(world, world.host(fault.node));
    }
    world.touch();
  }
}
