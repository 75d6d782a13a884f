import { dirname, join, resolve } from "node:path";
import { lackingForQuorum, showQuorum } from "@quorate/lab";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";

/** What `quorum` is told. */
export interface QuorumOptions {
  readonly machines: string;
  /** The folder that genCerts made, relative to the working folder. Default: `certs` beside machines.ts. */
  readonly certificates?: string;
}

/** `quorum`: a real etcd cluster from nix/generated and the certificates, shown to be one. */
export async function quorum(options: QuorumOptions, context: AppContext): Promise<number> {
  const lacking = await lackingForQuorum();
  if (lacking.length > 0) return report(lacking, context);
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => interruption.abort());
  }
  const machinesFile = resolve(context.cwd, options.machines);
  const shown = await showQuorum(
    {
      generated: join(dirname(machinesFile), "nix/generated"),
      certificates: certificatesFolder(options.certificates, machinesFile, context.cwd),
    },
    {
      say: (line) => context.err(`quorum: ${line}`),
      seen: ({ proof, seen }) => {
        if (!context.json) context.out(`${proof}: ${seen}`);
      },
      signal: interruption.signal,
    },
  );
  if (shown === undefined) return EXIT.interrupted;
  if (!shown.ok) return report(shown.problems, context);
  if (context.json) tellJson({ ok: true, ...shown.value }, context);
  else
    context.out(
      `The quorum of ${shown.value.cluster} is real: shown with etcd's own processes and these certificates.`,
    );
  return EXIT.done;
}
