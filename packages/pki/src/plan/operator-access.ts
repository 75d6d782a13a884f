import { ADMIN_GROUP, type AuthorityName, BREAK_GLASS_KUBECONFIG, KUBECONFIG } from "@quorate/cluster";
import type { DistributionPlan } from "./distribution-plan.ts";
import { client } from "./profile.ts";

/** How the operator comes to the API: by certificates that `clients` signs, at servers that `servers` has signed. */
export function operatorAccess(
  clients: AuthorityName,
  servers: AuthorityName,
): Pick<DistributionPlan, "operator" | "kubeconfigs"> {
  return {
    operator: {
      admin: client(clients, "kubernetes-admin", ADMIN_GROUP),
      // Past RBAC: for the day on which the binding of the group above is gone.
      "break-glass": client(clients, "kubernetes-super-admin", "system:masters"),
    },
    kubeconfigs: [
      { path: KUBECONFIG, user: "admin", authority: servers },
      { path: BREAK_GLASS_KUBECONFIG, user: "break-glass", authority: servers },
    ],
  };
}
