import { type KubernetesMinor, prepareLab, type SystemKind } from "@quorate/lab";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report, tellJson } from "../terminal/report.ts";
import { type LabOptions, labWorld, plannedLab } from "./lab-context.ts";
import { making } from "./making.ts";

/** What `lab prepare` is told. */
export interface LabPrepareOptions extends LabOptions {
  /** The minor version of Kubernetes that hosts are to run. */
  readonly kubernetes?: KubernetesMinor;
  /** What nodes are to boot. Default: as before, else `debian`. */
  readonly hosts?: SystemKind;
}

/** `lab prepare`: what labs are made of, fetched and built, as the first `lab up` would. Starts nothing. */
export async function labPrepareCommand(options: LabPrepareOptions, context: AppContext): Promise<ExitCode> {
  const planned = await plannedLab(options, context);
  if (!planned.ok) return report(planned.problems, context);
  whenInterrupted(context, () => ({
    message: "what was made to its end is kept, and nothing runs",
    hint: "Run the same command again: it makes the rest.",
  }));
  const { plan, settings } = planned.value;
  const prepared = await prepareLab(labWorld(context), plan, settings, making(options.kubernetes));
  if (!prepared.ok) return report(prepared.problems, context);
  if (context.json) tellJson({ ok: true, ...prepared.value }, context);
  else context.out("What a lab is made of is there");
  return EXIT.done;
}
