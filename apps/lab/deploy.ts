import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  ARTEFACTS_IN_HOST,
  inNamespaceCommand,
  labNixConfig,
  nixpkgsDouble,
  overridesFor,
  ownDoubles,
  readContents,
} from "@quorate/lab";
import { installationRoot } from "../machines/installation.ts";
import type { AppContext } from "../terminal/context.ts";
import { report } from "../terminal/report.ts";
import { handOver } from "./hand-over.ts";
import { type LabOptions, presentLab } from "./lab-context.ts";

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
