# The modules of one node: what was generated for it, as data, and the modules
# that give the data its meaning.
{
  disko,
  # The folder nix/generated.
  generated,
  # The node's name.
  name,
  # The user's own.
  modules,
}:
let
  options = generated + "/nodes/${name}.nix";
  kubeVip = generated + "/kube-vip/${name}.json";
  fingerprints = generated + "/fingerprints.json";
  machines = generated + "/machines.nix";
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
    _file = toString options;
    config = import options;
  }
  {
    _file = toString options;
    config.quorate.generated = builtins.toJSON (import options);
  }
  {
    _file = toString machines;
    config.quorate = { inherit (import machines) distribution; };
  }
  {
    _file = toString fingerprints;
    config.quorate.fingerprint = (builtins.fromJSON (builtins.readFile fingerprints)).${name};
  }
]
++ (
  if builtins.pathExists kubeVip then
    [
      {
        _file = toString kubeVip;
        config.quorate.kubeVip.manifest = builtins.fromJSON (builtins.readFile kubeVip);
      }
    ]
  else
    [ ]
)
