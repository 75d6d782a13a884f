import { type FaultKind, healMachine, inflictFault, machinesMeant } from "@quorate/lab";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import { type LabOptions, labWorld, presentLab } from "./lab-context.ts";

/** What `lab fault` is told. */
export interface LabFaultOptions extends LabOptions {
  /** A machine's name, or `all` for every node. */
  readonly machine: string;
  readonly fault: FaultKind | "heal";
  /** Seconds, for the faults that take some. */
  readonly by?: number;
}

/** `lab fault`: something bad, done to machines at the same time. */
export async function labFaultCommand(options: LabFaultOptions, context: AppContext): Promise<ExitCode> {
  const present = await presentLab(options, context);
  if (!present.ok) return report(present.problems, context);
  const lab = present.value;
  const meant = machinesMeant(lab.plan, options.machine, lab.planned);
  if (!meant.ok) return report(meant.problems, context);
  const { fault, by } = options;
  const world = labWorld(context);
  const results = await Promise.all(
    meant.value.map(async (machine) => {
      const target = { world, plan: lab.plan, machine };
      const result =
        fault === "heal"
          ? await healMachine(target)
          : await inflictFault(target, fault, by === undefined ? {} : { skewSeconds: by });
      if (result.ok) world.say(machine.name, fault === "heal" ? "healed" : `${fault}: done`);
      return result;
    }),
  );
  const problems = results.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return report(problems, context);
  const machines = meant.value.map(({ name }) => name);
  if (context.json) tellJson({ ok: true, fault, machines }, context);
  return EXIT.done;
}
