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
  "services.k3s.disableAgent": "servers are nodes of the cluster",
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
