import { dirname, join, relative } from "node:path";
import { emitCluster } from "@quorate/nixos";
import { compareGenerated, digestInputs, type GeneratedDifference, writeGenerated } from "@quorate/workbench";
import { loadCluster } from "../machines/load-cluster.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";

export interface GenerateOptions {
  readonly machines: string;
  /** Change nothing; fail where something would change. */
  readonly check: boolean;
}

/** The folder of generated files that belongs to a machines.ts. */
export function generatedFolder(machinesFile: string): string {
  return join(dirname(machinesFile), "nix/generated");
}

/** `generate`: machines.ts to nix/generated beside it. */
export async function generate(options: GenerateOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (loaded === undefined) return EXIT.wrongInput;
  const folder = generatedFolder(loaded.file);
  const files = emitCluster(loaded.cluster, { inputsDigest: await digestInputs(dirname(loaded.file)) });
  const difference = options.check
    ? await compareGenerated(folder, files)
    : await writeGenerated(folder, files);
  const changes = countChanges(difference);
  const shown = relative(context.cwd, folder) || ".";
  const nodes = loaded.cluster.nodes.length;
  const total = `${files.length} files for ${nodes} ${nodes === 1 ? "node" : "nodes"}`;

  if (options.check && changes > 0) {
    report(
      [
        {
          severity: "error",
          code: "generated-stale",
          file: folder,
          message: `${changes} generated ${changes === 1 ? "file is" : "files are"} stale: ${sample(difference)}`,
          hint: "Run `nix run .#generate` (or `npm run generate`) and commit what changes.",
        },
      ],
      context,
    );
    return EXIT.failed;
  }
  if (context.json) {
    tellJson({ ok: true, folder, files: files.length, ...difference }, context);
    return EXIT.done;
  }
  for (const path of difference.foreign) {
    context.err(`${join(shown, path)} was not made by generate and is left alone`);
  }
  context.out(
    changes === 0 ? `${shown} is up to date: ${total}` : `${shown}: ${describe(difference)} (${total})`,
  );
  return EXIT.done;
}

function countChanges({ missing, changed, obsolete }: GeneratedDifference): number {
  return missing.length + changed.length + obsolete.length;
}

function describe({ missing, changed, obsolete }: GeneratedDifference): string {
  return [
    ...(missing.length > 0 ? [`${missing.length} new`] : []),
    ...(changed.length > 0 ? [`${changed.length} changed`] : []),
    ...(obsolete.length > 0 ? [`${obsolete.length} removed`] : []),
  ].join(", ");
}

function sample({ missing, changed, obsolete }: GeneratedDifference): string {
  const all = [
    ...changed.map((path) => `${path} (changed)`),
    ...missing.map((path) => `${path} (missing)`),
    ...obsolete.map((path) => `${path} (no longer wanted)`),
  ];
  return all.length > 5 ? `${all.slice(0, 5).join(", ")} and ${all.length - 5} more` : all.join(", ");
}
