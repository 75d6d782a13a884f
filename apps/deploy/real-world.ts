import { dirname } from "node:path";
import { createSystemRunner } from "@quorate/command";
import { emitCluster, fingerprintsOf } from "@quorate/nixos";
import { inspectCertificates } from "@quorate/pki";
import { compareGenerated, digestInputs } from "@quorate/workbench";
import { generatedFolder } from "../generate/generate.ts";
import type { AppContext } from "../terminal/context.ts";
import type { DeployWorld } from "./world.ts";

/** The world as it is: real commands, real folders. */
export function realWorld(context: AppContext): DeployWorld {
  return {
    inspectCertificates: (cluster, directory, now) => inspectCertificates({ cluster, directory, now }),
    inspectGenerated: async (cluster, machinesFile) => {
      const files = emitCluster(cluster, { inputsDigest: await digestInputs(dirname(machinesFile)) });
      const folder = generatedFolder(machinesFile);
      const { missing, changed, obsolete } = await compareGenerated(folder, files);
      const stale = missing.length + changed.length + obsolete.length;
      const fingerprints = fingerprintsOf(files);
      if (stale === 0) return { problems: [], fingerprints };
      return {
        problems: [
          {
            severity: "error",
            code: "generated-stale",
            file: folder,
            message: `${stale} generated ${stale === 1 ? "file is" : "files are"} stale`,
            hint: "Run generate, look at what changes, and commit it",
          },
        ],
        fingerprints,
      };
    },
    run: createSystemRunner({
      onLine: ({ node }, line) => context.err(`${node ?? "here"}: ${line}`),
      verbose: context.verbose,
    }),
    pause: { shortest: 1_000, longest: 10_000 },
  };
}
