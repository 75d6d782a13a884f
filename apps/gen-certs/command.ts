import type { CommandLine } from "../command-line/command-line.ts";

/** Adds `genCerts`. */
export function addGenCerts({ command, does }: CommandLine): void {
  command("genCerts <folder>", "the certificates and keys of the cluster, into a folder").action(
    does((options, certificates: string) => async (context) => {
      const { genCerts } = await import("./gen-certs.ts");
      return genCerts({ ...options, certificates }, context);
    }),
  );
}
