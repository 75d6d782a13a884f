import type { Components } from "../components.ts";

/** k3s: nothing is made of it yet, and `generate` refuses it until then. */
export function k3s(): Components {
  return {
    optionsOf: () => [],
    openingsOf: () => ({ tcp: [], udp: [], trustedInterfaces: [] }),
    kubeVipAccess: () => undefined,
  };
}
