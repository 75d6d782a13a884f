import { resolve } from "node:path";
import { createSystemRunner } from "@quorate/hosts";
import {
  type LabPlan,
  type LabProblem,
  type LabSettings,
  type LabState,
  type LabWorld,
  labOf,
  labSettings,
  planLab,
} from "@quorate/lab";
import { type AppContext, EXIT, type ExitCode } from "../app-context.ts";
import { loadCluster } from "../load-cluster.ts";
import { report } from "../report.ts";

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
    say: (where, line) => context.err(`${where}: ${line}`),
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
export async function presentLab(
  options: LabOptions,
  context: AppContext,
): Promise<LabState | Exclude<ExitCode, 0>> {
  const planned = await plannedLab(options, context);
  if (planned === undefined) return EXIT.wrongInput;
  const lab = labOf(planned.plan.cluster, planned.settings);
  return lab.ok ? lab.value : labFailed(lab.problems, context);
}

/** Says why something in the lab went wrong. */
export function labFailed(problems: readonly LabProblem[], context: AppContext): typeof EXIT.failed {
  report(
    problems.map(({ where, ...problem }) => ({
      severity: "error",
      ...problem,
      ...(where === undefined ? {} : { file: where }),
    })),
    context,
  );
  return EXIT.failed;
}

/** The settings, where their paths are plain: they stand in mount options that know no quotes. */
export function checkedSettings(context: AppContext): LabSettings | undefined {
  const given = labSettings(process.env);
  const settings: LabSettings = {
    ...given,
    stateRoot: resolve(context.cwd, given.stateRoot),
    cacheRoot: resolve(context.cwd, given.cacheRoot),
    artefacts: resolve(context.cwd, given.artefacts),
  };
  const wrong = [settings.stateRoot, settings.cacheRoot].filter((path) => !/^\/[A-Za-z0-9._/-]+$/.test(path));
  if (wrong.length === 0) return settings;
  report(
    wrong.map((path) => ({
      severity: "error",
      code: "lab-path",
      message: `a lab can't lie in ${JSON.stringify(path)}: only letters, digits and ._/- may be in its path`,
      hint: "Set QUORATE_LAB_STATE and QUORATE_LAB_CACHE to other folders.",
    })),
    context,
  );
  return undefined;
}
