import type { Secret } from "./secret.ts";

/** The secrets of a host that runs k3s: none yet, and until then no command makes, prints or sends anything for one. */
export const K3S_SECRETS = [] as const satisfies readonly Secret[];
