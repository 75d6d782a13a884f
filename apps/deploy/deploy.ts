import { dirname, resolve } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { type DeployPaths, dryRun, sshConfig } from "@quorate/rollout";
import { loadCluster } from "../machines/load-cluster.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";
import { carryOut } from "./carry-out.ts";
import type { DeployOptions } from "./options.ts";
import { realWorld } from "./real-world.ts";
import { admit, type DeployPlaces } from "./refusals.ts";
import type { DeployWorld } from "./world.ts";

export type { DeployOptions } from "./options.ts";

/** `deploy <target…>`: installs bare machines, brings installed ones up to date. */
export async function deploy(options: DeployOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (loaded === undefined) return EXIT.wrongInput;
  return await deployCluster(loaded.cluster, loaded.file, options, context, realWorld(context));
}

/** The same for a cluster that is loaded already, in any world. */
export async function deployCluster(
  cluster: Cluster,
  machinesFile: string,
  options: DeployOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  if (options.assume !== undefined && !options.dryRun) {
    // A run that deploys looks at the machines: somebody who says what they are expects something else.
    const message = "--assume means something for a dry run alone";
    return report(
      [problem("assume-without-dry-run", "deploy", message, "Add --dry-run, or leave --assume out")],
      context,
    );
  }
  const places: DeployPlaces = {
    machinesFile,
    certificates: resolve(context.cwd, options.certificates),
    flake: options.flake ?? dirname(machinesFile),
  };
  const admission = await admit(
    cluster,
    { names: options.targets, all: options.all },
    places,
    world,
    context.now(),
  );
  if (!admission.ok) return report(admission.problems, context);
  report(admission.warnings, context);
  const settings = {
    certificates: places.certificates,
    flake: places.flake,
    flakeArguments: options.overrideInputs.flatMap(([name, reference]) => [
      "--override-input",
      name,
      reference,
    ]),
    nixArguments: options.nixOptions.flatMap(([name, value]) => ["--option", name, value]),
  };
  if (options.dryRun) {
    // The folder is made anew by each run that really deploys; its name stands for any such folder.
    const workspace = "/tmp/quorate-XXXXXX";
    const paths: DeployPaths = {
      ...settings,
      sshConfig: `${workspace}/ssh_config`,
      installations: `${workspace}/installations`,
      roots: `${workspace}/roots`,
    };
    const lines = dryRun(
      admission.targets,
      options.assume === undefined ? ["installed", "bare"] : [options.assume],
      paths,
      sshConfig(cluster, { certificates: settings.certificates, sockets: `${workspace}/s` }),
    );
    if (context.json) tellJson({ ok: true, lines }, context);
    else for (const line of lines) context.out(line);
    return EXIT.done;
  }
  return await carryOut(cluster, admission.targets, { ...settings, yes: options.yes }, world, context);
}
