{
  description = "A Kubernetes cluster by Quorate";

  # Where Quorate is: the registry's name (`nix registry add quorate <url>`), or the URL itself.
  inputs.quorate.url = "flake:quorate";

  outputs = { self, quorate, ... }: quorate.lib.mkCluster { inherit self; };
}
