# Generated from machines.ts by `quorate generate`. Not to be edited.
{
  api = {
    dnsName = null;
    extraSans = [ ];
    port = 6443;
    url = "https://10.0.0.100:6443";
    vip = "10.0.0.100";
  };
  distribution = "kubernetes";
  encryptSecrets = true;
  etcd = {
    members = [
      "node1"
      "node2"
      "node3"
    ];
    token = "quorate-home";
  };
  images = [
    "ghcr.io/kube-vip/kube-vip:v1.2.3"
    "registry.k8s.io/coredns/coredns:v1.14.2"
  ];
  loadBalancer = {
    asn = 64513;
    holdTime = 30;
    keepalive = 10;
    kind = "bgp";
    multihop = false;
    peers = [
      {
        address = "10.0.0.1";
        asn = 64512;
        name = "router";
      }
    ];
  };
  name = "home";
  network = {
    cni = {
      backend = "vxlan";
      kind = "flannel";
    };
    dnsAddress = "10.96.0.10";
    domain = "cluster.local";
    gateways = [ "10.0.0.1" ];
    nameservers = [ "1.1.1.1" ];
    podCidrs = [ "10.244.0.0/16" ];
    serviceCidrs = [ "10.96.0.0/16" ];
    subnets = [ "10.0.0.0/24" ];
  };
  nodes = {
    node1 = {
      address = "10.0.0.11";
      addresses = [ "10.0.0.11/24" ];
      boot = "uefi";
      disk = "/dev/nvme0n1";
      interface = "enp3s0f0";
      roles = {
        controlPlane = true;
        etcd = true;
        kubelet = true;
      };
      schedulable = true;
      system = "x86_64-linux";
    };
    node2 = {
      address = "10.0.0.12";
      addresses = [ "10.0.0.12/24" ];
      boot = "uefi";
      disk = "/dev/nvme0n1";
      interface = "enp3s0f0";
      roles = {
        controlPlane = true;
        etcd = true;
        kubelet = true;
      };
      schedulable = true;
      system = "x86_64-linux";
    };
    node3 = {
      address = "10.0.0.13";
      addresses = [ "10.0.0.13/24" ];
      boot = "uefi";
      disk = "/dev/nvme0n1";
      interface = "enp3s0f0";
      roles = {
        controlPlane = true;
        etcd = true;
        kubelet = true;
      };
      schedulable = true;
      system = "x86_64-linux";
    };
  };
  routers = {
    router = {
      addresses = [ "10.0.0.1" ];
      asn = 64512;
    };
  };
  ssh.port = 22;
  stateVersion = "26.05";
}
