import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { originOf } from "../admission/origin.ts";
import { labFolder } from "../model/lab-name.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import type { LabSettings } from "../model/settings.ts";
import { problem } from "../problem-kind.ts";
import { type LabState, readState } from "./state-file.ts";

/** The lab that is up for a cluster of the machines.ts at `source`, an absolute path, as it was made. */
export function labOf(cluster: string, settings: LabSettings, source: string): Result<LabState> {
  const state = readState(labFolder(settings.stateRoot, cluster));
  const origin = originOf(state, source);
  if (!origin.ok) return origin;
  if (state !== undefined) return succeeded(state);
  return failed(
    problem("lab-not-up", "", `there is no lab of the cluster "${cluster}"`, "Run `quorate lab up` first."),
  );
}

/** A machine of a lab, by its name. `planned` is what machines.ts has now, which the lab may have yet to become. */
export function machineOf(plan: LabPlan, name: string, planned: LabPlan = plan): Result<MachinePlan> {
  const machine = plan.machines.find((one) => one.name === name);
  if (machine !== undefined) return succeeded(machine);
  if (planned.machines.some((one) => one.name === name)) return failed(machineNotMade(name));
  return failed(
    problem(
      "machine-unknown",
      name,
      "the lab has no machine of this name",
      `It has ${plan.machines.map((one) => one.name).join(", ")}.`,
    ),
  );
}

/** The problem of a machine of machines.ts that the lab has yet to become. */
export function machineNotMade(name: string): Problem {
  return problem(
    "machine-not-made",
    name,
    "machines.ts has this machine, and the lab has not: it was brought up before",
    "Run `quorate lab up`: it starts what machines.ts has more.",
  );
}

/** The machines that a name means: that one, or, for `all` where no machine is called that, every node. */
export function machinesMeant(
  plan: LabPlan,
  name: string,
  planned: LabPlan = plan,
): Result<readonly MachinePlan[]> {
  const isName = plan.machines.some((one) => one.name === name);
  if (name === "all" && !isName) return succeeded(plan.machines.filter(({ kind }) => kind === "node"));
  const machine = machineOf(plan, name, planned);
  return machine.ok ? succeeded([machine.value]) : machine;
}
