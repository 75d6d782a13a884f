import { type CertificateName, K3S_AUTHORITIES, KUBE_VIP_USER } from "@quorate/cluster";
import type { AuthorityPlan, DistributionPlan } from "./distribution-plan.ts";
import type { LeafProfile } from "./leaf.ts";
import { operatorAccess } from "./operator-access.ts";
import { client } from "./profile.ts";

/** Signs clients of the API. */
const CLIENTS = "k3s-client-ca";

/**
 * What is on k3s' hosts of ours: k3s issues all that serves there, and clients of its own. One that is in no row is
 * upstream Kubernetes' alone.
 */
const PROFILES: { readonly [name in CertificateName]?: LeafProfile } = {
  "kube-vip": client(CLIENTS, KUBE_VIP_USER),
};

const profileOf: DistributionPlan["profileOf"] = (name) => {
  const profile = PROFILES[name];
  if (profile === undefined) throw new RangeError(`k3s has no certificate ${name}`);
  return profile;
};

/** The certificates of k3s: a root each, which stays with the operator, and what it signed, which servers sign with. */
export const K3S_PLAN: DistributionPlan = {
  authorities: K3S_AUTHORITIES.flatMap((name): readonly AuthorityPlan[] => [
    { name: `k3s-${name}-root`, commonName: `k3s-${name}-root` },
    { name: `k3s-${name}-ca`, commonName: `k3s-${name}-ca`, root: `k3s-${name}-root` },
  ]),
  ...operatorAccess(CLIENTS, "k3s-server-ca"),
  operatorAuthorities: ["k3s-server-ca"],
  profileOf,
};

/**
 * Those of a cluster that made its authorities itself. Their keys are on its servers alone: nothing is signed here, and
 * the operator comes to the API as before.
 */
export const ADOPTED_K3S_PLAN: DistributionPlan = {
  authorities: [{ name: "k3s-server-ca", commonName: "k3s-server-ca", adopted: true }],
  operator: {},
  kubeconfigs: [],
  operatorAuthorities: ["k3s-server-ca"],
  profileOf,
};
