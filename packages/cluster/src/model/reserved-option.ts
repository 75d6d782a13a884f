import type { K3sAddOn } from "../dsl/k3s.ts";

const PARTS = "disable in k3s({ … }) says it, alike for all servers; an agent that is told it ends";

/**
 * Options that would undo what Quorate sets up, and why. Any role turns on easyCerts, flannel by default
 * and a single-master etcd (nixos/modules/services/cluster/kubernetes/default.nix).
 */
export const RESERVED_OPTIONS = {
  "services.kubernetes.roles": "a role turns on certificates for a single master",
  "services.kubernetes.easyCerts": "its certificates are for a single master",
  "services.kubernetes.pki": "Quorate brings the certificates",
  "services.kubernetes.apiserver.enable": "the node's services say it",
  "services.kubernetes.controllerManager.enable": "the node's services say it",
  "services.kubernetes.scheduler.enable": "the node's services say it",
  "services.kubernetes.kubelet.enable": "the node's services say it",
  "services.etcd.enable": "the node's services say it",
  "services.etcd.name": "it is the member's identity",
  "services.etcd.initialCluster": "it follows from the machines",
  "services.etcd.initialClusterState": "deploy tells a member once how it starts, and no generation does",
  "services.k3s.enable": "the node's services say it",
  "services.k3s.role": "the node's services say it",
  "services.k3s.nodeName": "it is the machine's name in the file",
  "services.k3s.clusterInit": "who founds a cluster is told once, and by no generation",
  "services.k3s.serverAddr": "whom a node joins follows from the machines",
  "services.k3s.environmentFile": "whom a server joins is told there, once",
  "services.k3s.token": "it would be readable to all; genCerts makes one",
  "services.k3s.agentToken": "it would be readable to all; genCerts makes one",
  "services.k3s.tokenFile": "Quorate brings the token",
  "services.k3s.agentTokenFile": "Quorate brings the token",
  "services.k3s.configPath": "what all servers have to agree on stands there",
  "services.k3s.disable": PARTS,
  "services.k3s.disableAgent": "servers are nodes of the cluster",
  "services.openssh.enable": "it is the way in for every deployment",
  "networking.hostName": "it is the machine's name in the file",
  "system.stateVersion": "the field stateVersion says it",
  "nixpkgs.hostPlatform": "the node's field system says it",
  quorate: "these options are Quorate's own",
  // A module's own attributes and not options: with `imports`, data would name code to evaluate.
  imports: "a module of your own goes into the flake, as lib.mkCluster's modules",
  disabledModules: "it is an attribute of a module, not an option",
  config: "it is an attribute of a module, not an option",
  options: "it is an attribute of a module, not an option",
  _module: "it is an attribute of a module, not an option",
} as const;

const TOLD_ONCE = "who founds a cluster and whom a server joins is told once, and by no generation";
const READABLE = "it would be readable to all; genCerts makes one";
const FROM_THE_FILE = "it follows from the rest of the file, alike on all servers";

/**
 * What k3s compares when a server joins, and never again: with servers that differ in one, things go wrong later, or
 * elsewhere (pkg/daemons/config/types.go).
 */
export const K3S_AGREED_FLAGS = [
  "cluster-cidr",
  "service-cidr",
  "cluster-dns",
  "cluster-domain",
  "disable-cloud-controller",
  "disable-helm-controller",
  "disable-network-policy",
  "secrets-encryption",
  "secrets-encryption-provider",
  "embedded-registry",
  "flannel-backend",
  "flannel-ipv6-masq",
  "flannel-external-ip",
  "egress-selector-mode",
  "supervisor-metrics",
] as const;

/**
 * Of the parts that `disable` leaves out, those that k3s compares when a server joins, and never again
 * (DisableServiceLB in pkg/daemons/config/types.go); of the others it compares nothing.
 */
export const K3S_AGREED_ADD_ONS = ["servicelb"] as const satisfies readonly K3sAddOn[];

/** Flags of k3s that would undo what Quorate sets up, wherever they are said, and why; without their dashes. */
export const RESERVED_K3S_FLAGS: ReadonlyMap<string, string> = new Map([
  ...K3S_AGREED_FLAGS.map((flag) => [flag, FROM_THE_FILE] as const),
  ...["https-listen-port", "data-dir", "d", "datastore-endpoint", "disable-etcd", "disable-apiserver"].map(
    (flag) => [flag, FROM_THE_FILE] as const,
  ),
  ...["cluster-init", "server", "s", "cluster-reset", "cluster-reset-restore-path"].map(
    (flag) => [flag, TOLD_ONCE] as const,
  ),
  ...["token", "t", "agent-token"].map((flag) => [flag, READABLE] as const),
  ...["token-file", "agent-token-file"].map((flag) => [flag, "Quorate brings the token"] as const),
  ...["config", "c"].map((flag) => [flag, "what all servers have to agree on stands there"] as const),
  ["disable", PARTS],
  ["node-name", "it is the machine's name in the file"],
]);
