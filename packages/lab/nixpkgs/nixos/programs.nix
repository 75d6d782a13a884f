# Where a host of the lab has the programs that NixOS has in its store.
let
  # What the lab builds or brings along, mounted into every host.
  lab = "/opt/quorate-lab";

  inherit (import ./versions.nix) isOfTheLab;
  # Debian's, unless the lab has its own.
  either = package: name: "${if isOfTheLab package then lab else "/usr"}/bin/${name}";
in
{
  inherit lab;
  # Has `bin`, as a package.
  kubernetes = lab;
  flannel = "${lab}/bin/flannel";
  # Debian's, and the one that Debian lacks; a later one of the same name counts.
  cniPlugins = [
    "/usr/lib/cni"
    "${lab}/cni"
  ];
  images = "${lab}/images";

  containerd = either "containerd" "containerd";
  ctr = either "containerd" "ctr";
  etcd = either "etcd" "etcd";

  # Debian's.
  sshd = "/usr/sbin/sshd";

  # containerd finds its shim here, and that finds runc: the lab's come first.
  path = "${lab}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}
