import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inNamespaceCommand, labDeployment, machineNotMade, machineState } from "@quorate/lab";
import { installationRoot } from "../machines/installation.ts";
import { asTyped } from "../terminal/as-typed.ts";
import type { AppContext } from "../terminal/context.ts";
import { LAB_WORDS } from "../terminal/invocation.ts";
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
 * `lab deploy`: deploy, from the operator's place, with what makes systems for hosts of the lab, and with the lab's
 * nixos-anywhere and nix.
 */
export async function labDeployCommand(options: LabDeployOptions, context: AppContext): Promise<number> {
  const present = await presentLab(options, context);
  if (!present.ok) return report(present.problems, context);
  const lab = present.value;
  const refusals = missingTargets(lab, options.words).map(machineNotMade);
  if (refusals.length > 0) return report(refusals, context);
  for (const line of offLines(lab, options.words)) context.err(asTyped(line, context.invocation));
  const root = installationRoot();
  const path = process.env["PATH"] ?? "";
  const deployment = await labDeployment(lab, {
    root,
    flake: resolve(context.cwd, options.flake ?? dirname(options.machines)),
    nixConfig: process.env["NIX_CONFIG"],
    groups: readFileSync("/etc/group", "utf8"),
    path,
    architecture: process.arch,
  });
  const program = [process.execPath, join(root, "dist/quorate.mjs")];
  const words = [...program, ...deployWords(options, context), ...deployment.words];
  for (const line of deployment.says) context.err(`lab: ${line}`);
  return await handOver(inNamespaceCommand(lab.plan.operator.link.namespace, words), {
    PATH: `${join(root, "packages/lab/bin")}:${path}`,
    NIX_CONFIG: deployment.nixConfig,
    // What Nix fetches is not on the lab's network.
    [LAB_WORDS]: JSON.stringify(deployment.words),
    QUORATE_LAB_OWN_NETWORK: `/proc/${process.pid}/ns/net`,
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
  { json, verbose, invocation }: Pick<AppContext, "json" | "verbose" | "invocation">,
): readonly string[] {
  return [
    "deploy",
    ...(invocation.inventory ?? ["--machines", machines]),
    ...(flake === undefined ? [] : ["--flake", flake]),
    ...(json ? ["--json"] : []),
    ...(verbose ? ["--verbose"] : []),
    ...words,
  ];
}
