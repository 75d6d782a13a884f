import type { Result } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { hostCommand, journalCommand, type MachinePlan, machineOf } from "@quorate/lab";
import type { AppContext } from "../terminal/context.ts";
import { report } from "../terminal/report.ts";
import { handOver } from "./hand-over.ts";
import { type LabOptions, presentLab } from "./lab-context.ts";

/** What a command about one machine is told. */
export interface MachineOptions extends LabOptions {
  readonly machine: string;
  /** The command in the machine, or further words for journalctl. */
  readonly words: readonly string[];
}

/** `lab exec` and `lab shell`: a command in a machine, as root. Its exit code is ours. */
export async function labExecCommand(options: MachineOptions, context: AppContext): Promise<number> {
  return await onMachine(options, context, (machine) =>
    hostCommand(machine, options.words, process.env["TERM"]),
  );
}

/** `lab logs`: a machine's journal. */
export async function labLogsCommand(options: MachineOptions, context: AppContext): Promise<number> {
  return await onMachine(options, context, (machine) => ({
    ok: true,
    value: journalCommand(machine, options.words),
  }));
}

async function onMachine(
  options: MachineOptions,
  context: AppContext,
  command: (machine: MachinePlan) => Result<Argv>,
): Promise<number> {
  const present = await presentLab(options, context);
  if (!present.ok) return report(present.problems, context);
  const lab = present.value;
  const machine = machineOf(lab.plan, options.machine, lab.planned);
  if (!machine.ok) return report(machine.problems, context);
  const argv = command(machine.value);
  return argv.ok ? await handOver(argv.value) : report(argv.problems, context);
}
