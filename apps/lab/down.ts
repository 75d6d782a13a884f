import { type Result, succeeded } from "@quorate/cluster";
import { checkedLabSettings, labDown, labFolder } from "@quorate/lab";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import type { Invocation } from "../terminal/invocation.ts";
import { report, tellJson } from "../terminal/report.ts";
import { type LabOptions, labWorld, plannedLab, refuseThisOperator } from "./lab-context.ts";

/** What `lab down` is told. */
export interface LabDownOptions extends LabOptions {
  /** The cluster's name, in the place of machines.ts. */
  readonly name?: string;
}

/** `lab down`: nothing of it stays but the cache. */
export async function labDownCommand(options: LabDownOptions, context: AppContext): Promise<ExitCode> {
  const refusal = refuseThisOperator();
  if (refusal !== undefined) return report([refusal], context);
  const lab = await labToRemove(options, context);
  if (!lab.ok) {
    const exit = report(lab.problems, context);
    if (options.name === undefined && !context.json) context.err(withoutMachines(context.invocation));
    return exit;
  }
  whenInterrupted(context, () => ({
    message: "a part of the lab may still be there",
    hint: "`quorate lab down` again removes it.",
  }));
  const result = await labDown(labWorld(context), lab.value.folder, lab.value.source);
  if (!result.ok) return report(result.problems, context);
  if (context.json) tellJson({ ok: true, ...result.value }, context);
  else context.out(result.value.existed ? "The lab is gone" : "There was no lab");
  return EXIT.done;
}

/** Whose lab: machines.ts's own, or, named, that of the name, whoever made it. */
async function labToRemove(
  { name, machines }: LabDownOptions,
  context: AppContext,
): Promise<Result<{ readonly folder: string; readonly source?: string }>> {
  if (name !== undefined) {
    const settings = checkedLabSettings(process.env);
    return settings.ok ? succeeded({ folder: labFolder(settings.value.stateRoot, name) }) : settings;
  }
  const planned = await plannedLab({ machines }, context);
  if (!planned.ok) return planned;
  return succeeded({ folder: planned.value.plan.folder, source: planned.value.file });
}

function withoutMachines(invocation: Invocation): string {
  const command = asTyped("`quorate lab down --name <cluster>`", {
    ...invocation,
    machines: undefined,
    inventory: undefined,
  });
  return `Without machines.ts: ${command}, by the name that the lab was brought up with.`;
}
