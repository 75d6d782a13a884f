import {
  type ArtefactContents,
  type Drift,
  driftOf,
  type ImageOrigin,
  labStatus,
  type MachineStatus,
  readContents,
} from "@quorate/lab";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import { table } from "../terminal/table.ts";
import { type LabOptions, labWorld, presentLab } from "./lab-context.ts";

/** `lab status`: what every machine does. */
export async function labStatusCommand(options: LabOptions, context: AppContext): Promise<ExitCode> {
  const present = await presentLab(options, context);
  if (!present.ok) return report(present.problems, context);
  const lab = present.value;
  const machines = await labStatus(labWorld(context), lab.plan);
  const contents = readContents(lab.artefacts);
  if (context.json) {
    const ending = lab.ending === true ? { ending: true } : {};
    const drift = driftOf(lab, lab.planned);
    const listed = machines.map(statusData);
    const said = { folder: lab.plan.folder, ...ending, machines: listed, drift, ...contents };
    tellJson({ ok: true, ...said }, context);
    return EXIT.done;
  }
  if (lab.ending === true) {
    const words =
      "lab: it is being taken down, or that was interrupted: `quorate lab down` ends it, `quorate lab up` makes it whole";
    context.err(asTyped(words, context.invocation));
  }
  for (const line of statusTable(machines)) context.out(line);
  for (const drift of driftOf(lab, lab.planned)) context.err(asTyped(driftLine(drift), context.invocation));
  if (contents !== undefined) context.out(contentsLine(contents));
  return EXIT.done;
}

/** What a machine does, as data. */
export function statusData({ machine, state, system, readiness, faults }: MachineStatus): object {
  return {
    name: machine.name,
    kind: machine.kind,
    address: machine.address,
    namespace: machine.link.namespace,
    system,
    state: stateWord(state),
    ready: readiness.kind === "ready",
    faults,
  };
}

/** What machines do, as a table for people. */
export function statusTable(machines: readonly MachineStatus[]): readonly string[] {
  const rows = machines.map(({ machine, state, system, readiness, faults }) => [
    machine.name,
    machine.kind,
    machine.address,
    system,
    stateWord(state),
    readiness.kind === "ready" ? `yes (${readiness.by})` : "no",
    faults.join(", ") || "-",
  ]);
  return table(["machine", "kind", "address", "system", "state", "answers", "faults"], rows);
}

/** In what a machine differs from machines.ts, and what comes of it. */
export function driftLine({ name, fate }: Drift): string {
  return `${name}: ${DRIFT_WORDS[fate]}`;
}

const DRIFT_WORDS: { readonly [Fate in Drift["fate"]]: string } = {
  started: "is in machines.ts and not up: `quorate lab up` starts it",
  removed: "is no longer in machines.ts: `quorate lab up` removes it, with its disk",
  restarted: "is otherwise in machines.ts than when it was started: `quorate lab up` restarts it",
  told: "has other neighbours in machines.ts than it was told: `quorate lab up` tells it",
  replugged: "reaches the cluster otherwise by machines.ts: `quorate lab up` plugs it in anew",
};

/** Which programs and images hosts have from the lab. */
export function contentsLine({ programs, images }: ArtefactContents): string {
  return [
    ...Object.entries(programs).map(([program, version]) => `${program} ${version}`),
    ...Object.entries(images).map(([image, origin]) => `${image}: ${ORIGIN_WORDS[origin]}`),
  ].join(", ");
}

const ORIGIN_WORDS: { readonly [Origin in ImageOrigin]: string } = {
  real: "the real image",
  built: "the real program",
  "stand-in": "the stand-in",
};

function stateWord(state: MachineStatus["state"]): string {
  if (state.kind !== "running") return state.kind;
  return state.frozen ? "frozen" : "running";
}
