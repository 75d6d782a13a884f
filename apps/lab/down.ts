import { labDown, labFolder } from "@quorate/lab";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report, tellJson } from "../terminal/report.ts";
import { checkedSettings, type LabOptions, labWorld, mayOperate, plannedLab } from "./lab-context.ts";

/** What `lab down` is told. */
export interface LabDownOptions extends LabOptions {
  /** The cluster's name, in the place of machines.ts. */
  readonly name?: string;
}

/** `lab down`: nothing of it stays but the cache. */
export async function labDownCommand(options: LabDownOptions, context: AppContext): Promise<ExitCode> {
  if (!mayOperate(context)) return EXIT.wrongInput;
  const lab = await labToRemove(options, context);
  if (lab === undefined) return EXIT.wrongInput;
  whenInterrupted(context, () => ({
    message: "a part of the lab may still be there",
    hint: "`quorate lab down` again removes it.",
  }));
  const result = await labDown(labWorld(context), lab.folder, lab.source);
  if (!result.ok) return report(result.problems, context);
  if (context.json) tellJson({ ok: true, ...result.value }, context);
  else context.out(result.value.existed ? "The lab is gone" : "There was no lab");
  return EXIT.done;
}

/** Whose lab: machines.ts's own, or, named, that of the name, whoever made it. */
async function labToRemove(
  { name, machines }: LabDownOptions,
  context: AppContext,
): Promise<{ readonly folder: string; readonly source?: string } | undefined> {
  if (name !== undefined) {
    const settings = checkedSettings(context);
    return settings === undefined ? undefined : { folder: labFolder(settings.stateRoot, name) };
  }
  const planned = await plannedLab({ machines }, context);
  if (planned !== undefined) return { folder: planned.plan.folder, source: planned.file };
  if (!context.json) {
    const command = asTyped("`quorate lab down --name <cluster>`", {
      ...context.invocation,
      machines: undefined,
    });
    context.err(`Without machines.ts: ${command}, by the name that the lab was brought up with.`);
  }
  return undefined;
}
