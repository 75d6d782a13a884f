import { join } from "node:path";
import { type Command, createSystemRunner } from "@quorate/command";
import { hasEnded, readIdentity, thisProcess } from "@quorate/files";
import { fingerprintsOf } from "@quorate/nixos";
import { inspectCertificates } from "@quorate/pki";
import { type Holder, PAUSES } from "@quorate/rollout";
import { compareGenerated, openJournal } from "@quorate/workbench";
import { emitFor, generatedFolder, staleProblems } from "../generate/generated.ts";
import { refuseForeign } from "../generate/refusals.ts";
import type { AppContext } from "../terminal/context.ts";
import { createNixDetail } from "./nix-detail.ts";
import type { DeployWorld } from "./world.ts";

/** Where the journal of a cluster is. */
export function journalFile(stateFolder: string, cluster: string): string {
  return join(stateFolder, "journal", `${cluster}.jsonl`);
}

/** The world as it is: real commands, real folders. */
export function realWorld(context: AppContext): DeployWorld {
  const details = new WeakMap<Command, ReturnType<typeof createNixDetail>>();
  return {
    inspectCertificates: (cluster, certificates, now) => inspectCertificates({ cluster, certificates, now }),
    inspectGenerated: async (cluster, machinesFile) => {
      const folder = generatedFolder(machinesFile);
      const files = await emitFor(cluster, machinesFile);
      const stale = staleProblems(folder, await compareGenerated(folder, files));
      const foreign = stale.length === 0 ? [] : await refuseForeign(machinesFile, folder);
      return {
        // To generate what is another file's would be refused.
        problems: foreign.length === 0 ? stale : foreign,
        fingerprints: fingerprintsOf(files),
      };
    },
    run: createSystemRunner({
      onLine: (command, line) => {
        const isDetail = details.get(command) ?? createNixDetail();
        details.set(command, isDetail);
        if (!isDetail(line) || context.verbose) context.err(`${command.node ?? "here"}: ${line}`);
      },
      verbose: context.verbose,
      shielded: true,
    }),
    identity: JSON.stringify(thisProcess()),
    isDead,
    pauses: PAUSES,
    openJournal: (cluster) => openJournal(journalFile(context.stateFolder, cluster)),
  };
}

/** Whether a lock's holder is certainly dead. */
export function isDead({ identity }: Holder): boolean {
  const one = readIdentity(parsed(identity));
  return one !== undefined && hasEnded(one);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
