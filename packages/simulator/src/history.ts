import type { HostName } from "@quorate/cluster";
import type { Observation, RolloutProblemCode, Step } from "@quorate/rollout";
import type { Fault } from "./fault.ts";
import type { System } from "./world/system.ts";

/** Something that has happened, as the laws and people read it. Names are those of machines. */
export type Happening =
  | { readonly kind: "run-began"; readonly run: number; readonly revision: number }
  | { readonly kind: "run-ended"; readonly run: number; readonly outcome: RunOutcome }
  | { readonly kind: "deployer-killed"; readonly run: number }
  | { readonly kind: "looked"; readonly node: HostName; readonly observation: Observation }
  | { readonly kind: "step-began"; readonly run: number; readonly step: Step; readonly undoes: boolean }
  | {
      readonly kind: "step-ended";
      readonly run: number;
      readonly step: Step;
      readonly undoes: boolean;
      readonly problem: string | undefined;
    }
  | { readonly kind: "struck"; readonly fault: Fault }
  | { readonly kind: "healed"; readonly fault: Fault }
  | { readonly kind: "operator"; readonly node: HostName; readonly does: string }
  | { readonly kind: "booted"; readonly node: HostName; readonly system: System }
  | { readonly kind: "activation-began"; readonly node: HostName; readonly system: System }
  | { readonly kind: "activation-ended"; readonly node: HostName; readonly code: number }
  /** A disk was erased by an installation. */
  | { readonly kind: "erased"; readonly node: HostName; readonly lived: boolean }
  | { readonly kind: "installed"; readonly node: HostName; readonly system: System }
  /** A voter is stopped by what we do to its host. */
  | {
      readonly kind: "voter-stopped";
      readonly node: HostName;
      readonly voters: number;
      readonly healthy: readonly HostName[];
    }
  | { readonly kind: "cluster-founded"; readonly node: HostName; readonly cluster: number }
  | { readonly kind: "quorum-gained"; readonly cluster: number }
  | { readonly kind: "quorum-lost"; readonly cluster: number }
  | { readonly kind: "data-lost"; readonly cluster: number; readonly had: number; readonly has: number }
  /** An apiserver that answers cannot read what was acknowledged. */
  | { readonly kind: "unreadable"; readonly node: HostName }
  /** A file that the system which is to be gone back to reads is not there any more. */
  | {
      readonly kind: "file-missing";
      readonly node: HostName;
      readonly file: string;
      readonly system: System;
    }
  | { readonly kind: "endless"; readonly run: number };

/** A happening, and when. */
export type Moment = { readonly at: number } & Happening;

/** How a deployment ended. */
export type RunOutcome =
  | { readonly kind: "done"; readonly changed: number }
  | { readonly kind: "failed"; readonly codes: readonly RolloutProblemCode[] }
  | { readonly kind: "refused"; readonly codes: readonly RolloutProblemCode[] }
  | { readonly kind: "killed" };
