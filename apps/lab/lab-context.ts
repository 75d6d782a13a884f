import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { createSystemRunner } from "@quorate/command";
import {
  checkedLabSettings,
  type LabPlan,
  type LabSettings,
  type LabState,
  type LabWorld,
  labFolder,
  labOf,
  planLab,
  readState,
  refuseOperator,
  type SystemKind,
  systemOf,
} from "@quorate/lab";
import { loadCluster } from "../machines/load-cluster.ts";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";

/** What every `lab` command is told. */
export interface LabOptions {
  readonly machines: string;
}

/** The lab's words and commands, on this machine and for this command's reader. */
export function labWorld(context: AppContext): LabWorld {
  return {
    run: createSystemRunner({
      onLine: (_, line) => context.err(`lab: ${line}`),
      verbose: context.verbose,
    }),
    say: (where, line) => context.err(`${where}: ${asTyped(line, context.invocation)}`),
  };
}

/** The lab as machines.ts has it now. */
export interface PlannedLab {
  readonly plan: LabPlan;
  readonly settings: LabSettings;
  /** The absolute path of machines.ts. */
  readonly file: string;
}

/**
 * Plans the lab that machines.ts describes now. A lab that is there keeps the systems of its hosts, unless others are
 * asked for.
 */
export async function plannedLab(
  options: LabOptions & { readonly hosts?: SystemKind },
  context: AppContext,
): Promise<Result<PlannedLab>> {
  const checked = checkedLabSettings(process.env);
  if (!checked.ok) return checked;
  const loaded = await loadCluster(options.machines, context);
  if (!loaded.ok) return loaded;
  const { cluster, file } = loaded.value;
  const before = readState(labFolder(checked.value.stateRoot, cluster.name));
  const hosts = options.hosts ?? (before === undefined ? "debian" : systemOf(before.plan));
  const nixpkgs = hosts === "nixos" ? process.env["NIXPKGS"] || before?.nixpkgs : undefined;
  const settings = { ...checked.value, hosts, ...(nixpkgs === undefined ? {} : { nixpkgs }) };
  return succeeded({ plan: planLab(cluster, settings), settings, file });
}

/** A lab that is up, as it was made, and as machines.ts has it now. */
export interface PresentLab extends LabState {
  readonly planned: LabPlan;
}

/** The lab that is up, as it was made. */
export async function presentLab(options: LabOptions, context: AppContext): Promise<Result<PresentLab>> {
  const refusal = refuseThisOperator();
  if (refusal !== undefined) return failed(refusal);
  const planned = await plannedLab(options, context);
  if (!planned.ok) return planned;
  const { plan, settings, file } = planned.value;
  const present = labOf(plan.cluster, settings, file);
  return present.ok ? succeeded({ ...present.value, planned: plan }) : present;
}

/** Why whoever runs this command can neither look into a lab nor change it. `undefined` for root on Linux. */
export function refuseThisOperator(): Problem | undefined {
  return refuseOperator({ platform: process.platform, uid: process.getuid?.() ?? -1 });
}
