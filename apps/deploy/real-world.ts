import type { Cluster, Problem } from "@quorate/cluster";
import { createSystemRunner } from "@quorate/command";
import { fingerprintsOf } from "@quorate/nixos";
import { inspectCertificates } from "@quorate/pki";
import { PAUSES } from "@quorate/rollout";
import { compareGenerated } from "@quorate/workbench";
import { emitFor, generatedFolder, staleProblems } from "../generate/generated.ts";
import type { AppContext } from "../terminal/context.ts";
import { isNixDetail } from "./nix-detail.ts";
import type { DeployWorld } from "./world.ts";

/** The world as it is: real commands, real folders. */
export function realWorld(context: AppContext): DeployWorld {
  return {
    inspectCertificates: certificateProblems,
    inspectGenerated: async (cluster, machinesFile) => {
      const folder = generatedFolder(machinesFile);
      const files = await emitFor(cluster, machinesFile);
      return {
        problems: staleProblems(folder, await compareGenerated(folder, files)),
        fingerprints: fingerprintsOf(files),
      };
    },
    run: createSystemRunner({
      onLine: ({ node }, line) => {
        if (context.verbose || !isNixDetail(line)) context.err(`${node ?? "here"}: ${line}`);
      },
      verbose: context.verbose,
    }),
    pauses: PAUSES,
  };
}

/** What is wrong with a folder of certificates, as all commands tell theirs. */
export async function certificateProblems(
  cluster: Cluster,
  directory: string,
  now: Date,
): Promise<readonly Problem[]> {
  const findings = await inspectCertificates({ cluster, directory, now });
  return findings.map(({ path, node, ...finding }) => ({
    ...finding,
    exit: "wrong-input",
    where: path,
    ...(node === undefined ? {} : { node }),
  }));
}
