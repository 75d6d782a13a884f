import type { Vip } from "./vip.ts";

/** There is no VIP: no network has to be told of one, and no pod carries it. */
export function none(): Vip {
  return {
    carried: undefined,
    networkOf: () => ({ routes: [], sysctls: {}, foreignAddresses: false }),
    permissions: [],
    data: { kind: "none" },
  };
}
