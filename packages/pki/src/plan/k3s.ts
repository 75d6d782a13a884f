import {
  ADMIN_GROUP,
  BREAK_GLASS_KUBECONFIG,
  type CertificateName,
  K3S_AUTHORITIES,
  KUBE_VIP_USER,
  KUBECONFIG,
} from "@quorate/cluster";
import { NO_NAMES } from "./alternative-names.ts";
import type { AuthorityPlan, DistributionPlan } from "./distribution-plan.ts";
import type { LeafProfile } from "./leaf.ts";

/**
 * What is on k3s' hosts of ours: k3s issues all that serves there, and clients of its own. One that is in no row is
 * upstream Kubernetes' alone.
 */
const PROFILES: { readonly [name in CertificateName]?: LeafProfile } = {
  bootstrap: client("quorate-bootstrap", "system:masters"),
  "kube-vip": client(KUBE_VIP_USER),
};

/** The certificates of k3s: a root each, which stays with the operator, and what it signed, which servers sign with. */
export const K3S_PLAN: DistributionPlan = {
  authorities: K3S_AUTHORITIES.flatMap((name): readonly AuthorityPlan[] => [
    { name: `k3s-${name}-root`, commonName: `k3s-${name}-root` },
    { name: `k3s-${name}-ca`, commonName: `k3s-${name}-ca`, root: `k3s-${name}-root` },
  ]),
  operator: {
    admin: client("kubernetes-admin", ADMIN_GROUP),
    // Past RBAC: for the day on which the binding of the group above is gone.
    "break-glass": client("kubernetes-super-admin", "system:masters"),
  },
  operatorAuthorities: ["k3s-server-ca"],
  kubeconfigs: [
    { path: KUBECONFIG, user: "admin", authority: "k3s-server-ca" },
    { path: BREAK_GLASS_KUBECONFIG, user: "break-glass", authority: "k3s-server-ca" },
  ],
  profileOf: (name) => {
    const profile = PROFILES[name];
    if (profile === undefined) throw new RangeError(`k3s has no certificate ${name}`);
    return profile;
  },
};

function client(commonName: string, organization?: string): LeafProfile {
  return {
    authority: "k3s-client-ca",
    commonName,
    organization,
    usages: ["client"],
    dns: NO_NAMES.dns,
    ips: NO_NAMES.ips,
  };
}
