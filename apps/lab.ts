import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Result } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import {
  type ArtefactContents,
  ensureBaseTree,
  type FaultKind,
  healMachine,
  hostCommand,
  inflictFault,
  inNamespaceCommand,
  journalCommand,
  labConflicts,
  labDown,
  labFolder,
  labNixConfig,
  labRefusals,
  labStatus,
  labUp,
  type MachinePlan,
  type MachineStatus,
  machineOf,
  NOTHING_TO_MAKE,
  nixpkgsDouble,
  noArtefacts,
  operatorKey,
  overridesFor,
  ownDoubles,
  readContents,
} from "@quorate/lab";
import { handOver } from "./lab/hand-over.ts";
import { kubernetesArtefacts, kubernetesNeeds } from "./lab/kubernetes-artefacts.ts";
import {
  checkedSettings,
  type LabOptions,
  labFailed,
  labWorld,
  mayOperate,
  plannedLab,
  presentLab,
} from "./lab/lab-context.ts";
import { installationRoot } from "./machines/installation.ts";
import type { AppContext } from "./terminal/context.ts";
import { EXIT, type ExitCode } from "./terminal/exit-code.ts";
import { tellJson } from "./terminal/report.ts";
import { table } from "./terminal/table.ts";

/** `lab up`: every machine of machines.ts as a host of its own. */
export async function labUpCommand(
  options: LabOptions & {
    /** Default: `certs`, if there is such a folder. */
    readonly certificates?: string | undefined;
    /** Hosts for something else than Kubernetes: its programs are neither built nor shown to them. */
    readonly bare: boolean;
  },
  context: AppContext,
): Promise<ExitCode> {
  const planned = await plannedLab(options, context);
  if (planned === undefined) return EXIT.wrongInput;
  const { plan } = planned;
  const given = options.bare
    ? { ...planned.settings, artefacts: noArtefacts(planned.settings) }
    : planned.settings;
  const world = labWorld(context);
  // Before anything is built for minutes.
  const refusals = await labRefusals(
    world,
    plan,
    given,
    options.bare
      ? { hosts: "bare", toMake: NOTHING_TO_MAKE }
      : { hosts: "kubernetes", toMake: kubernetesNeeds(given) },
  );
  if (refusals.length > 0) return labFailed(refusals, context);
  const conflicts = await labConflicts(world, plan, planned.file);
  if (conflicts.length > 0) return labFailed(conflicts, context);
  const key = operatorKey(options.certificates, context);
  if (!key.ok) return labFailed(key.problems, context);
  const artefacts = options.bare ? undefined : await kubernetesArtefacts(world, given);
  if (artefacts?.ok === false) return labFailed(artefacts.problems, context);
  const settings = {
    ...given,
    ...(artefacts === undefined ? {} : { artefacts: artefacts.value }),
  };
  const result = await labUp(world, plan, settings, {
    source: planned.file,
    ...(key.value === undefined ? {} : { operatorKey: key.value }),
  });
  if (!result.ok) return labFailed(result.problems, context);
  const { started, ran } = result.value;
  if (context.json) tellJson({ ok: true, ...result.value }, context);
  else if (started.length === 0) context.out(`The lab is up already: ${ran.length} machines`);
  else
    context.out(
      `The lab is up: ${started.length} ${started.length === 1 ? "machine" : "machines"} started${ran.length > 0 ? `, ${ran.length} ran already` : ""}`,
    );
  return EXIT.done;
}

/** `lab prepare`: what labs are made of, fetched and built, as the first `lab up` would. Starts nothing. */
export async function labPrepareCommand(options: LabOptions, context: AppContext): Promise<ExitCode> {
  const planned = await plannedLab(options, context);
  if (planned === undefined) return EXIT.wrongInput;
  const world = labWorld(context);
  const refusals = await labRefusals(world, planned.plan, planned.settings, {
    hosts: "none",
    toMake: kubernetesNeeds(planned.settings),
  });
  if (refusals.length > 0) return labFailed(refusals, context);
  const tree = await ensureBaseTree(world, planned.settings);
  if (!tree.ok) return labFailed(tree.problems, context);
  const artefacts = await kubernetesArtefacts(world, planned.settings);
  if (!artefacts.ok) return labFailed(artefacts.problems, context);
  if (context.json) tellJson({ ok: true, baseTree: tree.value, artefacts: artefacts.value }, context);
  else context.out("What a lab is made of is there");
  return EXIT.done;
}

/** `lab down`: nothing of it stays but the cache. `name` takes the place of machines.ts. */
export async function labDownCommand(
  options: LabOptions & { readonly name?: string | undefined },
  context: AppContext,
): Promise<ExitCode> {
  if (!mayOperate(context)) return EXIT.wrongInput;
  const lab = await labToRemove(options, context);
  if (lab === undefined) return EXIT.wrongInput;
  const result = await labDown(labWorld(context), lab.folder, lab.source);
  if (!result.ok) return labFailed(result.problems, context);
  if (context.json) tellJson({ ok: true, ...result.value }, context);
  else context.out(result.value.existed ? "The lab is gone" : "There was no lab");
  return EXIT.done;
}

/** `lab status`: what every machine does. */
export async function labStatusCommand(options: LabOptions, context: AppContext): Promise<ExitCode> {
  const lab = await presentLab(options, context);
  if (typeof lab === "number") return lab;
  const machines = await labStatus(labWorld(context), lab.plan);
  const contents = readContents(lab.artefacts);
  if (context.json) {
    const plain = machines.map(({ machine, state, readiness, faults }) => ({
      name: machine.name,
      kind: machine.kind,
      address: machine.address,
      namespace: machine.link.namespace,
      state: stateWord(state),
      ready: readiness.kind === "ready",
      faults,
    }));
    const ending = lab.ending === true ? { ending: true } : {};
    tellJson({ ok: true, folder: lab.plan.folder, ...ending, machines: plain, ...contents }, context);
    return EXIT.done;
  }
  if (lab.ending === true) {
    context.err(
      "lab: it is being taken down, or that was interrupted: `quorate lab down` ends it, `quorate lab up` makes it whole",
    );
  }
  const rows = machines.map(({ machine, state, readiness, faults }) => [
    machine.name,
    machine.kind,
    machine.address,
    stateWord(state),
    readiness.kind === "ready" ? `yes (${readiness.by})` : "no",
    faults.join(", ") || "-",
  ]);
  for (const line of table(["machine", "kind", "address", "state", "answers", "faults"], rows))
    context.out(line);
  if (contents !== undefined) context.out(contentsLine(contents));
  return EXIT.done;
}

/** `lab exec` and `lab shell`: a command in a machine, as root. Its exit code is ours. */
export async function labExecCommand(
  options: LabOptions & { readonly machine: string; readonly argv: readonly string[] },
  context: AppContext,
): Promise<number> {
  return await onMachine(options, context, (machine) =>
    hostCommand(machine, options.argv, process.env["TERM"]),
  );
}

/** `lab logs`: a machine's journal. */
export async function labLogsCommand(
  options: LabOptions & { readonly machine: string; readonly further: readonly string[] },
  context: AppContext,
): Promise<number> {
  return await onMachine(options, context, (machine) => ({
    ok: true,
    value: journalCommand(machine, options.further),
  }));
}

/**
 * `lab run`: a command on this machine, in the operator's place on the lab's network. kubectl is found and told
 * where the cluster is, unless it is there already and told otherwise.
 */
export async function labRunCommand(
  options: LabOptions & { readonly argv: readonly string[] },
  context: AppContext,
): Promise<number> {
  const lab = await presentLab(options, context);
  if (typeof lab === "number") return lab;
  const kubeconfig = join(dirname(resolve(context.cwd, options.machines)), "certs/operator/kubeconfig");
  return await handOver(inNamespaceCommand(lab.plan.operator.link.namespace, options.argv), {
    PATH: [process.env["PATH"], join(lab.artefacts, "bin")].filter(Boolean).join(":"),
    ...(process.env["KUBECONFIG"] || !existsSync(kubeconfig) ? {} : { KUBECONFIG: kubeconfig }),
  });
}

/**
 * `lab deploy`: deploy, from the operator's place, with what stands in where there is no network: the doubles of
 * nixpkgs and disko, which make systems that hosts of the lab can run, and of nixos-anywhere.
 */
export async function labDeployCommand(
  options: LabOptions & { readonly flake?: string | undefined; readonly further: readonly string[] },
  context: AppContext,
): Promise<number> {
  const lab = await presentLab(options, context);
  if (typeof lab === "number") return lab;
  const root = installationRoot();
  const folder = resolve(context.cwd, options.flake ?? dirname(options.machines));
  const own = ownDoubles(root);
  const programs = readContents(lab.artefacts)?.programs;
  const doubles =
    programs === undefined
      ? own
      : { ...own, nixpkgs: nixpkgsDouble(own.nixpkgs, programs, join(lab.plan.folder, "doubles")) };
  const argv = [
    ...[process.execPath, join(root, "dist/quorate.mjs"), "deploy", "--machines", options.machines],
    ...(options.flake === undefined ? [] : ["--flake", options.flake]),
    ...(context.json ? ["--json"] : []),
    ...(context.verbose ? ["--verbose"] : []),
    ...options.further,
    ...overridesFor(folder, doubles),
  ];
  context.err(
    "lab: hosts get systems that Debian can run, made by the lab's double of nixpkgs (docs/lab.md)",
  );
  return await handOver(inNamespaceCommand(lab.plan.operator.link.namespace, argv), {
    PATH: `${join(root, "packages/lab/bin")}:${process.env["PATH"]}`,
    NIX_CONFIG: labNixConfig(process.env["NIX_CONFIG"], readFileSync("/etc/group", "utf8")),
  });
}

/** `lab fault`: something bad, done to machines at the same time. */
export async function labFaultCommand(
  options: LabOptions & {
    /** A machine's name, or `all` for every node, at the same time. */
    readonly machine: string;
    readonly fault: FaultKind | "heal";
    readonly by?: number | undefined;
  },
  context: AppContext,
): Promise<ExitCode> {
  const lab = await presentLab(options, context);
  if (typeof lab === "number") return lab;
  const { plan } = lab;
  const known = plan.machines.some(({ name }) => name === options.machine);
  const names =
    options.machine === "all" && !known
      ? plan.machines.filter(({ kind }) => kind === "node").map(({ name }) => name)
      : [options.machine];
  const found = names.map((name) => machineOf(plan, name));
  const unknown = found.flatMap((one) => (one.ok ? [] : one.problems));
  if (unknown.length > 0) {
    labFailed(unknown, context);
    return EXIT.wrongInput;
  }
  const world = labWorld(context);
  const results = await Promise.all(
    found.map(async (one) => {
      if (!one.ok) return one;
      const target = { world, plan, machine: one.value };
      const result =
        options.fault === "heal"
          ? await healMachine(target)
          : await inflictFault(
              target,
              options.fault,
              options.by === undefined ? {} : { skewSeconds: options.by },
            );
      if (result.ok)
        world.say(one.value.name, options.fault === "heal" ? "healed" : `${options.fault}: done`);
      return result;
    }),
  );
  const problems = results.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return labFailed(problems, context);
  if (context.json) tellJson({ ok: true, fault: options.fault, machines: names }, context);
  return EXIT.done;
}

async function onMachine(
  options: LabOptions & { readonly machine: string },
  context: AppContext,
  command: (machine: MachinePlan) => Result<Argv>,
): Promise<number> {
  const lab = await presentLab(options, context);
  if (typeof lab === "number") return lab;
  const machine = machineOf(lab.plan, options.machine);
  if (!machine.ok) {
    labFailed(machine.problems, context);
    return EXIT.wrongInput;
  }
  const argv = command(machine.value);
  return argv.ok ? await handOver(argv.value) : labFailed(argv.problems, context);
}

/** Whose lab: machines.ts's own, or, named, that of the name, whoever made it. */
async function labToRemove(
  options: LabOptions & { readonly name?: string | undefined },
  context: AppContext,
): Promise<{ readonly folder: string; readonly source?: string } | undefined> {
  if (options.name === undefined) {
    const planned = await plannedLab(options, context);
    if (planned === undefined && !context.json)
      context.err(
        "Without machines.ts: lab down --name <cluster>, by the name that the lab was brought up with.",
      );
    return planned === undefined ? undefined : { folder: planned.plan.folder, source: planned.file };
  }
  const settings = checkedSettings(context);
  return settings === undefined ? undefined : { folder: labFolder(settings.stateRoot, options.name) };
}

/** Which programs and images hosts have from the lab. */
function contentsLine({ programs, images }: ArtefactContents): string {
  return [
    ...Object.entries(programs).map(([program, version]) => `${program} ${version}`),
    ...Object.entries(images).map(
      ([image, origin]) => `${image}: the ${origin === "real" ? "real image" : origin}`,
    ),
  ].join(", ");
}

function stateWord(state: MachineStatus["state"]): string {
  if (state.kind !== "running") return state.kind;
  return state.frozen ? "frozen" : "running";
}
