export * from "./dsl/cni.ts";
export { FLANNEL_BACKENDS } from "./dsl/cni.ts";
export * from "./dsl/define-cluster.ts";
export * from "./dsl/distribution.ts";
export type * from "./dsl/health.ts";
export * from "./dsl/k3s.ts";
export { K3S_ADD_ONS, K3S_VERSIONS } from "./dsl/k3s.ts";
export * from "./dsl/load-balancer.ts";
export * from "./dsl/machine.ts";
export type { SettableOptions } from "./dsl/nixos-option.ts";
export type * from "./dsl/rollout.ts";
export * from "./model/address.ts";
export * from "./model/brand.ts";
export { byKind, type Kinded, type KindTable, type OfKind } from "./model/by-kind.ts";
export * from "./model/certificate-folder.ts";
export { closestName } from "./model/closest-name.ts";
export * from "./model/cluster.ts";
export type { ByCni, CniKind, ResolvedCni } from "./model/cni.ts";
export * from "./model/distribution.ts";
export * from "./model/finding.ts";
export * from "./model/finding-code.ts";
export type { CephHealth, Health } from "./model/health.ts";
export * from "./model/identity.ts";
export type { K3sDistribution, K3sMirror } from "./model/k3s.ts";
export { SECRET_OF_TOKEN, secretOfToken } from "./model/k3s-token.ts";
export type {
  ArpLoadBalancer,
  BgpLoadBalancer,
  BgpPeer,
  ByLoadBalancer,
  LoadBalancer,
  LoadBalancerKind,
} from "./model/load-balancer.ts";
export { parseOptionPath } from "./model/option-path.ts";
export * from "./model/pair-files.ts";
export * from "./model/port.ts";
export * from "./model/problem.ts";
export { quorumOf } from "./model/quorum.ts";
export { K3S_AGREED_ADD_ONS, K3S_AGREED_FLAGS, RESERVED_K3S_FLAGS } from "./model/reserved-option.ts";
export {
  type MaintenanceWindow,
  type RolloutCheck,
  type RolloutSettings,
  type SnapshotsKept,
  WEEKDAYS,
} from "./model/rollout.ts";
export { K3S_AUTHORITIES, K3S_READERS, type K3sIssuerName, type K3sRootName } from "./model/secret/k3s.ts";
export { KUBERNETES_READERS } from "./model/secret/kubernetes.ts";
export type { SecretReader } from "./model/secret/reader.ts";
export {
  AUTHORIZED_KEYS,
  modeBits,
  SECRETS_DIRECTORY,
  type Secret,
  type SecretFile,
  type SecretMode,
  type SecretOrigin,
  type SecretOwner,
  SSH_HOST_KEY,
} from "./model/secret/secret.ts";
export * from "./model/secret/secrets-of-node.ts";
export { visible } from "./model/visible.ts";
export type { NixValue } from "./nix-value.ts";
export type { NixosOptions } from "./nixos-options.generated.ts";
export { addressAt, parseNetwork } from "./parse/address.ts";
export { type Resolution, resolveCluster } from "./resolve.ts";
export { DNS_LABEL, RESERVED_NAMES } from "./rules/names.ts";
export { isHostKey, isSshKey } from "./rules/ssh-keys.ts";
export { hideUserinfo, holdsSecret, isPublicKey, namesSecret, speaksOfSecret } from "./secret-words.ts";
export { withoutSecrets } from "./without-secrets.ts";
