import { join, relative } from "node:path";
import { compareGenerated, type GeneratedDifference, writeGenerated } from "@quorate/workbench";
import { loadCluster } from "../machines/load-cluster.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report, tellJson } from "../terminal/report.ts";
import { countChanges, emitFor, generatedFolder, staleProblems } from "./generated.ts";
import { refuseForeign, refuseUnsteady } from "./refusals.ts";

/** What `generate` is told. */
export interface GenerateOptions {
  readonly machines: string;
  /** Change nothing; fail where something would change. */
  readonly check: boolean;
}

/** `generate`: machines.ts to nix/generated beside it. */
export async function generate(options: GenerateOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (!loaded.ok) return report(loaded.problems, context);
  const { cluster, file } = loaded.value;
  const folder = generatedFolder(file);
  const files = await emitFor(cluster, file);
  const difference = await compareGenerated(folder, files);
  if (countChanges(difference) > 0) {
    const problems = [
      ...(await refuseUnsteady(loaded.value, context)),
      ...(await refuseForeign(file, folder)),
      ...(options.check ? staleProblems(folder, difference) : []),
    ];
    // Each would be told for the next one's sake too.
    if (problems.length > 0) return report(problems.slice(0, 1), context);
    whenInterrupted(context, () => ({
      message: `each file of ${relative(context.cwd, folder)} is whole, as it was or as it is to be`,
      hint: "Run the same command again: it completes them.",
    }));
    await writeGenerated(folder, files);
  }
  if (context.json) {
    tellJson({ ok: true, folder, files: files.length, ...difference }, context);
    return EXIT.done;
  }
  const shown = relative(context.cwd, folder) || ".";
  for (const path of difference.foreign) {
    context.err(`${join(shown, path)} was not made by generate and is left alone`);
  }
  const nodes = cluster.nodes.length;
  const total = `${files.length} files for ${nodes} ${nodes === 1 ? "node" : "nodes"}`;
  context.out(
    countChanges(difference) === 0
      ? `${shown} is up to date: ${total}`
      : `${shown}: ${describe(difference)} (${total})`,
  );
  return EXIT.done;
}

function describe({ missing, changed, obsolete }: GeneratedDifference): string {
  return [
    ...(missing.length > 0 ? [`${missing.length} new`] : []),
    ...(changed.length > 0 ? [`${changed.length} changed`] : []),
    ...(obsolete.length > 0 ? [`${obsolete.length} removed`] : []),
  ].join(", ");
}
