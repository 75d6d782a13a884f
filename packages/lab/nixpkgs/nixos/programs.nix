# Where a host of the lab has the programs that NixOS has in its store.
let
  # What the lab builds or brings along, mounted into every host. A host sees what the
  # lab had before as well: a copy of this folder says in place.json which it is to run.
  lab = builtins.fromJSON (builtins.readFile ./place.json);
in
{
  inherit lab;
  # Has `bin`, as a package.
  kubernetes = lab;
  # Whichever version is asked for: the lab has one. Its images are beside.
  k3s = {
    outPath = lab;
    airgap-images = "${lab}/images";
  };
  flannel = "${lab}/bin/flannel";
  cniPlugins = "${lab}/cni";
  images = "${lab}/images";

  containerd = "${lab}/bin/containerd";
  ctr = "${lab}/bin/ctr";
  etcd = "${lab}/bin/etcd";

  # Debian's.
  sshd = "/usr/sbin/sshd";

  # containerd finds its shim here, and that finds runc: the lab's come first, and
  # Debian's runc is there where the lab has none.
  path = "${lab}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}
