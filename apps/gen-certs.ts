import { type AppContext, EXIT, type ExitCode } from "./app-context.ts";
import { loadCluster } from "./load-cluster.ts";

export interface GenCertsOptions {
  readonly machines: string;
  readonly folder: string;
}

/** `genCerts <folder>`: the whole PKI of the cluster into a folder. */
export async function genCerts(options: GenCertsOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (loaded === undefined) return EXIT.wrongInput;
  return EXIT.done;
}
