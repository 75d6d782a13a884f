import { type KubernetesMinor, labUp, type SystemKind, type UpReport } from "@quorate/lab";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report, tellJson } from "../terminal/report.ts";
import { type LabOptions, labWorld, plannedLab } from "./lab-context.ts";
import { making } from "./making.ts";

/** What `lab up` is told. */
export interface LabUpOptions extends LabOptions {
  /** The folder that genCerts made. Default: `certs` beside machines.ts, if there is such a folder. */
  readonly certificates?: string;
  /** The minor version of Kubernetes that hosts are to run. */
  readonly kubernetes?: KubernetesMinor;
  /** What nodes are to boot. Default: as before, else `debian`. */
  readonly hosts?: SystemKind;
  /** Hosts for something else than Kubernetes: its programs are neither built nor shown to them. */
  readonly bare: boolean;
}

/** `lab up`: every machine of machines.ts as a host of its own. */
export async function labUpCommand(options: LabUpOptions, context: AppContext): Promise<ExitCode> {
  const planned = await plannedLab(options, context);
  if (!planned.ok) return report(planned.problems, context);
  const { plan, file } = planned.value;
  const settings = options.bare
    ? { ...planned.value.settings, artefacts: { kind: "none" as const } }
    : planned.value.settings;
  const folder = certificatesFolder(options.certificates, file, context.cwd);
  whenInterrupted(context, () => ({
    message: "the machines that were started run on",
    hint: "`quorate lab up` goes on from here, `quorate lab down` removes what there is.",
  }));
  const result = await labUp(labWorld(context), plan, settings, {
    source: file,
    certificates: { folder, named: options.certificates !== undefined },
    making: making(options.kubernetes),
  });
  if (!result.ok) return report(result.problems, context);
  if (context.json) tellJson({ ok: true, ...result.value }, context);
  else context.out(upLine(result.value));
  return EXIT.done;
}

/** What became of the lab, in a line. */
export function upLine({ started, ran }: Pick<UpReport, "started" | "ran">): string {
  if (started.length === 0) return `The lab is up already: ${machines(ran.length)}`;
  const already = ran.length > 0 ? `, ${ran.length} ran already` : "";
  return `The lab is up: ${machines(started.length)} started${already}`;
}

function machines(count: number): string {
  return `${count} ${count === 1 ? "machine" : "machines"}`;
}
