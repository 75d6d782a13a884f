import { createSystemRunner } from "@quorate/command";
import {
  checkedLabSettings,
  type LabPlan,
  type LabSettings,
  type LabState,
  type LabWorld,
  labOf,
  planLab,
  refuseOperator,
} from "@quorate/lab";
import { loadCluster } from "../machines/load-cluster.ts";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";

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

/** The lab as machines.ts has it now. `undefined`, with all errors said, where that can't be read. */
export async function plannedLab(
  options: LabOptions,
  context: AppContext,
): Promise<{ readonly plan: LabPlan; readonly settings: LabSettings; readonly file: string } | undefined> {
  const settings = checkedSettings(context);
  if (settings === undefined) return undefined;
  const loaded = await loadCluster(options.machines, context);
  if (loaded === undefined) return undefined;
  return { plan: planLab(loaded.cluster, settings), settings, file: loaded.file };
}

/** The lab that is up, as it was made. An exit code, with the reason said, where there is none. */
export async function presentLab(options: LabOptions, context: AppContext): Promise<LabState | ExitCode> {
  if (!mayOperate(context)) return EXIT.wrongInput;
  const planned = await plannedLab(options, context);
  if (planned === undefined) return EXIT.wrongInput;
  const lab = labOf(planned.plan.cluster, planned.settings, planned.file);
  return lab.ok ? lab.value : report(lab.problems, context);
}

/** The settings, where their paths can be used. `undefined`, with the reason said, where they can't. */
export function checkedSettings(context: AppContext): LabSettings | undefined {
  const settings = checkedLabSettings(process.env);
  if (settings.ok) return settings.value;
  report(settings.problems, context);
  return undefined;
}

/** Whether whoever runs this command can look into a lab, and change it; says why where not. */
export function mayOperate(context: AppContext): boolean {
  const problem = refuseOperator({ platform: process.platform, uid: process.getuid?.() ?? -1 });
  if (problem !== undefined) report([problem], context);
  return problem === undefined;
}
