import type { Result } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import type { LabPlan, LanPlan, LinkPlan, MachinePlan } from "../model/lab-plan.ts";
import type { LabWorld } from "../world.ts";

/** Everything bad that can be done to a machine of the lab. Each has a file in this folder, and a row of `FAULTS`. */
export type FaultKind = "kill" | "freeze" | "reboot" | "partition" | "slow" | "disk-full" | "clock-skew";

/** A machine that something is done to, and what it is done with. */
export interface FaultTarget {
  readonly world: LabWorld;
  readonly plan: LabPlan;
  readonly machine: MachinePlan;
}

/** How much of it. */
export interface FaultOptions {
  /** Seconds that a clock is set ahead; back, where they are negative. Default: an hour. */
  readonly skewSeconds?: number;
}

/** What of a fault is there when its machine boots again. */
export type AtBoot =
  /** Nothing: it has passed. */
  | { readonly kind: "gone" }
  /** All of it, by itself. */
  | { readonly kind: "stays" }
  /** Its mark; these commands are run again while that is there. */
  | { readonly kind: "again"; readonly commands: (lan: LanPlan, link: LinkPlan) => readonly Argv[] }
  /** Its mark; the cable is not plugged in while that is there. */
  | { readonly kind: "unplugged" };

/** How a fault is undone; `undo` does nothing where it is not there. */
export type Heal =
  /** It has passed, or powering the machine on is all. */
  | { readonly kind: "passed" }
  /** Of a machine that may be powered off. */
  | { readonly kind: "any-time"; readonly undo: (target: FaultTarget) => Promise<Result<undefined>> }
  /** Once the machine is powered on again. */
  | { readonly kind: "powered"; readonly undo: (target: FaultTarget) => Promise<Result<undefined>> };

/** A kind of fault, whole: whoever has to know about faults asks this, and knows no kind by its name. */
export interface Fault {
  /** What is done, for people, after the word "to": in the help and in docs/lab.md. */
  readonly meaning: string;
  /** What ends it, in Markdown. */
  readonly until: string;
  /** Whether a machine that is powered off can't have it. */
  readonly needsPower: boolean;
  /** Whether it can be told how much, in seconds. */
  readonly takesSeconds: boolean;
  /** Whether a machine that has it answers nobody, so that nobody waits for it. */
  readonly silences: boolean;
  /** Whether it ends by itself, with a machine that is started anew and answers: it is done then, not before. */
  readonly comesBack: boolean;
  readonly atBoot: AtBoot;
  /** Does it. Twice is once. */
  readonly inflict: (target: FaultTarget, options: FaultOptions) => Promise<Result<undefined>>;
  /** Whether a machine has it now. */
  readonly isThere: (machine: MachinePlan) => boolean;
  readonly heal: Heal;
}
