# Where a host of the lab has the programs that NixOS has in its store.
let
  # What the lab builds or brings along, mounted into every host.
  lab = "/opt/quorate-lab";
in
{
  inherit lab;
  # Has `bin`, as a package.
  kubernetes = lab;
  flannel = "${lab}/bin/flannel";
  # Debian's, and the one that Debian lacks.
  cniPlugins = [
    "/usr/lib/cni"
    "${lab}/cni"
  ];
  images = "${lab}/images";

  # Debian's.
  containerd = "/usr/bin/containerd";
  ctr = "/usr/bin/ctr";
  etcd = "/usr/bin/etcd";
  sshd = "/usr/sbin/sshd";

  path = "${lab}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}
