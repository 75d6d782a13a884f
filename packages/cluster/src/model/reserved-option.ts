/**
 * Options that would undo what Quorate sets up, and why. Any role turns on easyCerts, flannel by default
 * and a single-master etcd (nixos/modules/services/cluster/kubernetes/default.nix).
 */
export const RESERVED_OPTIONS = {
  "services.kubernetes.roles": "a role turns on certificates for a single master",
  "services.kubernetes.easyCerts": "its certificates are for a single master",
  "services.kubernetes.pki": "Quorate brings the certificates",
  "services.etcd.name": "it is the member's identity",
  "services.etcd.initialCluster": "it follows from the machines",
  "services.etcd.initialClusterState": "deploy tells a member once how it starts, and no generation does",
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
