# The flake's outputs: those of a cluster, Quorate's own, and what only this
# repository has.
inputs:
let
  mkCluster = import ./cluster.nix { inherit (inputs) nixpkgs disko treefmt-nix; };
  cluster = mkCluster {
    inherit (inputs) self;
    # This repository's own checks, beside those that every cluster has.
    checks = import ./checks/own.nix;
  };
in
cluster
// {
  lib = { inherit mkCluster; };

  templates.default = {
    path = ../templates/cluster;
    description = "A Kubernetes cluster from one typed file, machines.ts";
    welcomeText = builtins.readFile ../templates/welcome.md;
  };
}
