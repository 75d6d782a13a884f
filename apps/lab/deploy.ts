import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  ARTEFACTS_IN_HOST,
  inNamespaceCommand,
  labNixConfig,
  machineNotMade,
  machineState,
  nixpkgsDouble,
  overridesFor,
  ownDoubles,
  readContents,
} from "@quorate/lab";
import { installationRoot } from "../machines/installation.ts";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { report } from "../terminal/report.ts";
import { targetsAmong } from "./deploy-targets.ts";
import { handOver } from "./hand-over.ts";
import { type LabOptions, type PresentLab, presentLab } from "./lab-context.ts";

/** What `lab deploy` is told. */
export interface LabDeployOptions extends LabOptions {
  readonly flake?: string;
  /** What `deploy` is told beside. */
  readonly words: readonly string[];
}

/**
 * `lab deploy`: deploy, from the operator's place, with what stands in where there is no network: the doubles of
 * nixpkgs and disko, which make systems that hosts of the lab can run, and of nixos-anywhere.
 */
export async function labDeployCommand(options: LabDeployOptions, context: AppContext): Promise<number> {
  const present = await presentLab(options, context);
  if (!present.ok) return report(present.problems, context);
  const lab = present.value;
  const refusals = missingTargets(lab, options.words).map(machineNotMade);
  if (refusals.length > 0) return report(refusals, context);
  for (const line of offLines(lab, options.words)) context.err(asTyped(line, context.invocation));
  const root = installationRoot();
  const own = ownDoubles(root);
  const versions = readContents(lab.artefacts)?.programs;
  const place = lab.shown ? join(ARTEFACTS_IN_HOST, lab.shown) : undefined;
  const folder = join(lab.plan.folder, "doubles");
  const doubles = { ...own, nixpkgs: await nixpkgsDouble(own.nixpkgs, { versions, place }, folder) };
  const flakeFolder = resolve(context.cwd, options.flake ?? dirname(options.machines));
  const program = [process.execPath, join(root, "dist/quorate.mjs")];
  const words = [...program, ...deployWords(options, context), ...overridesFor(flakeFolder, doubles)];
  context.err(
    "lab: hosts get systems that Debian can run, made by the lab's double of nixpkgs (docs/lab.md)",
  );
  return await handOver(inNamespaceCommand(lab.plan.operator.link.namespace, words), {
    PATH: `${join(root, "packages/lab/bin")}:${process.env["PATH"]}`,
    NIX_CONFIG: labNixConfig(process.env["NIX_CONFIG"], readFileSync("/etc/group", "utf8")),
  });
}

/** Machines that are to be deployed to, and that the lab has yet to become. */
export function missingTargets(
  { plan, planned }: Pick<PresentLab, "plan" | "planned">,
  words: readonly string[],
): readonly string[] {
  const there = new Set(plan.machines.map(({ name }) => name));
  const absent = planned.machines.filter(({ kind, name }) => kind === "node" && !there.has(name));
  return targetsAmong(
    absent.map(({ name }) => name),
    words,
  );
}

/** What is to be known of machines that can't answer a deployment, which is for it to find out. */
function offLines({ plan }: PresentLab, words: readonly string[]): readonly string[] {
  const off = plan.machines.filter(
    (machine) => machine.kind === "node" && machineState(machine).kind === "off",
  );
  return targetsAmong(
    off.map(({ name }) => name),
    words,
  ).map((name) => `${name}: it is powered off: \`quorate lab up\` powers it on`);
}

/** The words of the deployment that is meant, as if it had been typed. */
export function deployWords(
  { machines, flake, words }: LabDeployOptions,
  { json, verbose }: Pick<AppContext, "json" | "verbose">,
): readonly string[] {
  return [
    ...["deploy", "--machines", machines],
    ...(flake === undefined ? [] : ["--flake", flake]),
    ...(json ? ["--json"] : []),
    ...(verbose ? ["--verbose"] : []),
    ...words,
  ];
}
