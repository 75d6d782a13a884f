import type { DistributionPlan } from "./distribution-plan.ts";

/** The certificates of k3s: none are made yet, and `genCerts` refuses it until then. */
export const K3S_PLAN: DistributionPlan = {
  authorities: [],
  operator: {},
  operatorAuthorities: [],
  kubeconfigs: [],
  profileOf: (name) => {
    throw new RangeError(`k3s has no certificate ${name}`);
  },
};
