export * from "./gen-certs.ts";
export * from "./inspect-certificates.ts";
export type { CertificateRow, RowStatus } from "./make/row.ts";
export type { AuthorityPlan, KubeconfigPlan } from "./plan/distribution-plan.ts";
export { type LeafPlan, type LeafProfile, subjectText, type Usage } from "./plan/leaf.ts";
export { LIFETIMES, type Lifetimes, RENEW_AFTER, type Validity } from "./plan/lifetime.ts";
export type { CopyPlan, KnownHostPlan, SshKeyPlan } from "./plan/node-part.ts";
export * from "./plan/plan.ts";
export { PKI_PROBLEMS, type PkiProblem, type PkiProblemCode, type PkiResult } from "./problem-kind.ts";
