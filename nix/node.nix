# The modules of one node: what was generated for it, as data, and the modules
# that give the data its meaning.
{
  disko,
  # The node's folder in nix/generated.
  folder,
  # The user's own.
  modules,
}:
let
  kubeVip = folder + "/kube-vip.json";
in
[
  {
    imports = [
      ./modules
      disko.nixosModules.disko
    ]
    ++ modules;
  }
  {
    _file = toString folder + "/options.nix";
    config = import (folder + "/options.nix");
  }
  {
    _file = toString folder + "/fingerprint";
    config.quorate.fingerprint = builtins.head (
      builtins.match "([0-9a-f]+)\n" (builtins.readFile (folder + "/fingerprint"))
    );
  }
]
++ (
  if builtins.pathExists kubeVip then
    [
      {
        _file = toString kubeVip;
        config.services.kubernetes.kubelet.manifests.kube-vip = builtins.fromJSON (
          builtins.readFile kubeVip
        );
      }
    ]
  else
    [ ]
)
