# The pod that carries the VIP, as data. How a pod is started before there is an
# API is for each distribution to know.
{ lib, pkgs, ... }:
{
  options.quorate.kubeVip.manifest = lib.mkOption {
    type = lib.types.nullOr (pkgs.formats.json { }).type;
    default = null;
    description = "kube-vip's pod, as nix/generated/kube-vip/<name>.json has it; null where none runs.";
  };
}
