import type { CommandLine } from "../command-line/command-line.ts";
import type { GenCertsOptions } from "./gen-certs.ts";

/** Adds `genCerts`. */
export function addGenCerts({ command, does }: CommandLine): void {
  command("genCerts <folder>", "the certificates and keys of the cluster, into a folder")
    .option(
      "--new-tokens",
      "replace k3s' tokens: the next deployment to all servers gives them to the cluster",
      false,
    )
    .action(
      does<Omit<GenCertsOptions, "certificates">>((options, certificates: string) => async (context) => {
        const { genCerts } = await import("./gen-certs.ts");
        return genCerts({ ...options, certificates }, context);
      }),
    );
}
