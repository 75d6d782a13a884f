import type { ByDistribution, Cluster, NixValue, Node, Router } from "@quorate/cluster";
import { CLUSTER_IMAGES } from "../images.ts";
import { KUBE_VIP_IMAGE } from "../vip/kube-vip-pod.ts";
import type { Vip } from "../vip/vip.ts";

/** Images that our own pods have, beside those that a distribution brings along. */
const IMAGES: ByDistribution<(vip: Vip) => readonly string[]> = {
  kubernetes: () => [...CLUSTER_IMAGES],
  k3s: ({ carried }) => (carried === undefined ? [] : [KUBE_VIP_IMAGE]),
};

/** The whole cluster as plain data, for whatever wants to read it from Nix: the flake, the lab, a test. */
export function clusterData(cluster: Cluster, vip: Vip): NixValue {
  const { api, network, ssh } = cluster;
  return {
    name: cluster.name,
    distribution: cluster.distribution.kind,
    stateVersion: cluster.stateVersion,
    encryptSecrets: cluster.encryptSecrets,
    api: {
      vip: api.vip ?? null,
      port: api.port,
      url: api.url,
      dnsName: api.dnsName ?? null,
      extraSans: api.extraSans,
    },
    loadBalancer: vip.data,
    network: {
      subnets: network.subnets.map(({ cidr }) => cidr),
      gateways: network.gateways.map(({ address }) => address),
      nameservers: network.nameservers,
      podCidrs: network.pods.map(({ cidr }) => cidr),
      serviceCidrs: network.services.map(({ cidr }) => cidr),
      dnsAddress: network.dnsAddress,
      domain: network.domain,
      cni: { ...network.cni },
    },
    etcd: {
      token: cluster.etcd.token,
      members: cluster.etcd.members.map(({ name }) => name),
    },
    images: IMAGES[cluster.distribution.kind](vip),
    ssh: { port: ssh.port },
    nodes: Object.fromEntries(cluster.nodes.map((node) => [node.name, nodeData(node)])),
    routers: Object.fromEntries(cluster.routers.map((router) => [router.name, routerData(router)])),
  };
}

function nodeData(node: Node): NixValue {
  return {
    address: node.address,
    addresses: node.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`),
    interface: node.interface,
    disk: node.disk,
    boot: node.boot,
    system: node.system,
    roles: { ...node.roles },
    schedulable: node.schedulable,
  };
}

function routerData(router: Router): NixValue {
  return { addresses: router.addresses.map(({ address }) => address), asn: router.asn ?? null };
}
