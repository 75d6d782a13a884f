/** What a finding's code stands for. */
export interface FindingKind {
  /** `error`: nothing is generated. `warning`: it is only said. */
  readonly severity: "error" | "warning";
  /** The rule, as documentation has it. */
  readonly rule: string;
}

const error = (rule: string): FindingKind => ({ severity: "error", rule });
const warning = (rule: string): FindingKind => ({ severity: "warning", rule });

/** Every rule about machines.ts, by its code. docs/findings.md is made from this table. */
export const FINDING_KINDS = {
  // The shape: what the compiler checks, checked again.
  "not-a-cluster": error("machines.ts exports what defineCluster returns, as its default export"),
  "missing-field": error("a required field is there"),
  "unknown-field": error("there is no field that Quorate does not know"),
  "wrong-type": error("a field holds a value of its type"),
  "value-not-allowed": error("a field with a fixed set of values holds one of them"),
  "empty-list": error("a list that needs an entry has one"),
  "not-plain-data": error(
    "what NixOS options hold is plain data: no functions, no cycles, no NUL, no halves of surrogate pairs",
  ),
  "option-path-invalid": error("a nixosUnchecked key is a dotted NixOS option path"),
  "option-set-twice": warning("an option is set once in one place: by nixos or by nixosUnchecked"),
  "option-reserved": error("an option that would undo Quorate's own set-up is left alone"),
  // Names.
  "cluster-name-invalid": error("the cluster's name is a DNS label"),
  "machine-name-invalid": error(
    "a node's name is a lower-case DNS label, since it becomes the host name; a router's may have upper case",
  ),
  "machine-name-reserved": error("no machine is called localhost or kubernetes"),
  "no-nodes": error("there is a node at all"),
  "domain-invalid": error("the cluster's domain is a DNS name"),
  "dns-name-invalid": error("names in the apiserver's certificate are DNS names or addresses"),
  "state-version-invalid": error("stateVersion is a NixOS release, such as 26.05"),
  // Addresses and networks.
  "address-invalid": error("an address is an IPv4 or IPv6 address"),
  "address-special": error(
    "an address or network is no loopback, multicast, link-local, reserved or unspecified one",
  ),
  "address-duplicate": error("no two machines have the same address"),
  "address-outside-subnet": error("a node's address lies in the subnet"),
  "address-not-usable": error("nothing has the network's first or broadcast address"),
  "address-family-repeated": error("two addresses of one thing are of different families"),
  "address-family-missing": error(
    "a node has an address in every family of the subnet, the primary family first",
  ),
  "subnet-invalid": error("a network is written in CIDR notation, with the host bits zero"),
  "network-overlap": error("host, pod and Service networks do not overlap"),
  "network-family-mismatch": error(
    "pod and Service networks are of the subnet's families, in the same order",
  ),
  "pod-network-too-small": error("the pod network has a /24 (IPv6: a /64) for every node that runs pods"),
  "service-network-size": error(
    "a Service network is between a /28 and a /12 (IPv6: between a /124 and a /108, with k3s a /112)",
  ),
  "router-in-cluster-network": error("a router's address lies in no pod or Service network"),
  "gateway-unknown": error("the gateway is a router of the file or an address"),
  "gateway-is-node": error("the gateway is no node"),
  "gateway-outside-subnet": error("the gateway lies in the subnet"),
  "gateway-family-missing": warning("every family of the subnet has a gateway"),
  "nameserver-invalid": error("a name server is the address of a machine outside of the cluster's networks"),
  "nameservers-none": warning("there is a name server"),
  "nameservers-many": warning("there are at most three name servers: more are never asked"),
  // The API and its VIP.
  "vip-is-machine": error("the VIP is no machine's own address, nor the gateway's"),
  "vip-not-carried": error("there is a VIP where a load balancer carries one, and none beside none()"),
  "vip-missing": error("upstream Kubernetes has a VIP: its workers know no other way to the API"),
  "vip-outside-subnet": error("an ARP VIP lies in the subnet: nobody would answer for it elsewhere"),
  "vip-in-cluster-network": error("the VIP lies in no pod or Service network"),
  "vip-family-missing": error("every node of Kubernetes has an address of the VIP's family"),
  "port-invalid": error("a port is a whole number from 1 to 65535"),
  "port-conflict": error("the API and sshd have ports that nothing else on a node uses"),
  "bgp-peer-unknown": error("a BGP peer is a machine of the file"),
  "bgp-peer-not-router": error("a BGP peer is a router"),
  "bgp-peer-without-asn": error("a router that is a BGP peer has an asn"),
  "bgp-peer-duplicate": error("a BGP peer is named once"),
  "bgp-peer-unreachable": error("a BGP peer has an address of the VIP's family"),
  "bgp-peer-distant": warning("a BGP peer of another AS is in the subnet, unless multihop is set"),
  "bgp-timers": error("the BGP hold time is 3 to 65535 seconds and at least three times the keepalive"),
  "asn-invalid": error("an AS number is from 1 to 4294967294, and none of the reserved ones"),
  "asn-public": warning("a cluster's AS number is a private one"),
  "arp-timers": error("leaseDuration is longer than renewDeadline, and that longer than retryPeriod"),
  // Services and quorum.
  "no-control-plane": error("there is a control plane node"),
  "etcd-none": error("there is an etcd member"),
  "etcd-even": error(
    "the number of etcd members is odd: an even one tolerates no more failures, and is likelier to fail",
  ),
  "etcd-even-allowed": warning(
    "the number of etcd members is odd, also where allowEvenMembers takes an even one as it is",
  ),
  "etcd-too-many": error("there are at most nine etcd members"),
  "etcd-single": warning(
    "a cluster of several nodes has three etcd members or more: one tolerates no failure",
  ),
  "etcd-unreachable": error(
    "a control plane node has an address of the family that each etcd member is reached by",
  ),
  "service-duplicate": error("a service is named once"),
  "field-without-effect": warning("labels, taints and schedulable are set only on nodes that run pods"),
  "control-plane-single": warning(
    "in a cluster of several nodes, a VIP has two control plane nodes or more to move between",
  ),
  "nothing-schedulable": error("some node takes ordinary pods"),
  // What only one distribution has, or has not.
  "flannel-backend-unsupported": error(
    "flannel carries packets by what the distribution has: wireguard-native is k3s'",
  ),
  "k3s-server-services": error(
    "with k3s, the control plane and etcd are on the same nodes: a server is both",
  ),
  "k3s-adopted-vip": error("with authorities that k3s has made itself there is no VIP"),
  "k3s-mirror-invalid": error(
    "a mirror is of a registry's host, or of * for all others, and is reached by http or https",
  ),
  "k3s-login-invalid": error("nodes log in to a registry by its host, which is named once"),
  "k3s-snapshots-invalid": error(
    "k3s' own snapshots are taken at times as cron has them, and a number of them stays",
  ),
  "k3s-kubelet-invalid": error(
    "a field of k3s' kubelets is one of KubeletConfiguration (of 1.36) that neither k3s nor Quorate sets, and its value of the form that it takes",
  ),
  // How deployments go about it.
  "window-invalid": error(
    "a maintenance window opens and closes at times of a day, in a time zone that there is",
  ),
  "rollout-check-invalid": error(
    "a check has a name of its own and one line of shell, and runs on a node of the file",
  ),
  "health-invalid": error(
    "what has to be well is a namespace that there can be, or a warning that Ceph can have",
  ),
  "max-unavailable-invalid": error("maxUnavailable is a number of workers, or a part of them in per cent"),
  "snapshots-invalid": error("of snapshots of etcd a number of them stays, for a number of days, from 1 on"),
  "seconds-invalid": error("a time is a whole number of seconds, from 1 to 65535"),
  // A node's hardware and Kubernetes attributes.
  "interface-invalid": error(
    "an interface name is one that Linux accepts: at most 15 characters, no space, no slash",
  ),
  "interface-reserved": error("a node's interface is none that Quorate or Kubernetes makes"),
  "disk-invalid": error("a disk is a path below /dev/"),
  "boot-unsupported": error("a node of aarch64-linux boots by uefi: there is no BIOS for it"),
  "disk-partition": error("a disk is a whole one, not a partition or a file system on it"),
  "disk-unstable": warning(
    "a disk is named by a path that survives a reboot, not /dev/sda, /dev/vda or /dev/nvme1n1",
  ),
  "label-invalid": error("a label's key and value are what Kubernetes accepts"),
  "label-reserved": error("a label is none that Kubernetes and Quorate set themselves"),
  "taint-invalid": error("a taint's key and value are what Kubernetes accepts"),
  "taint-duplicate": error("a taint (key and effect) is named once"),
  "ssh-key-invalid": error("an authorized key is one line of OpenSSH's public key format"),
  "host-key-disks": error("a machine that keeps its host key keeps its disks as well"),
  "host-key-invalid": error(
    "a host key is one line of OpenSSH's public key format, of ed25519, and one node's alone",
  ),
} as const satisfies Record<string, FindingKind>;

/** A rule's stable code. */
export type FindingCode = keyof typeof FINDING_KINDS;
