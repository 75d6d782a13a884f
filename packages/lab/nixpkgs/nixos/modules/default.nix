# In place of NixOS's modules: the options that a node of Quorate's sets, with
# NixOS's defaults and in NixOS's words, one file a service.
[
  ./assertions.nix
  ./containerd.nix
  ./environment-etc.nix
  ./etcd.nix
  ./flannel.nix
  ./k3s.nix
  ./kube-apiserver.nix
  ./kube-controller-manager.nix
  ./kube-proxy.nix
  ./kube-scheduler.nix
  ./kubelet.nix
  ./kubernetes.nix
  ./network.nix
  ./nixpkgs.nix
  ./openssh.nix
  ./sysctl.nix
  ./systemd.nix
  ./tmpfiles.nix
  ./toplevel.nix
  ./users.nix
]
