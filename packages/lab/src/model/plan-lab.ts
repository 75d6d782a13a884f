import {
  ADDRESS_BITS,
  type Address,
  type Cluster,
  type IpNetwork,
  type Network,
  type Node,
  type Router,
} from "@quorate/cluster";
import { containsCidr } from "cidr-tools";
import { type AddressOnNetwork, operatorAddresses } from "../network/operator-address.ts";
import { operatorRoutesToVip, routerDaemon } from "../network/vip.ts";
import {
  hardwareAddress,
  labCgroup,
  labFolder,
  labId,
  machineId,
  namespacePrefix,
  portName,
} from "./lab-name.ts";
import type { LabPlan, LinkAddress, LinkPlan, MachinePlan, RoutePlan } from "./lab-plan.ts";
import type { LabSettings } from "./settings.ts";

/** The interface of a router, which machines.ts gives no name. */
const ROUTER_INTERFACE = "lan0";

/** What a cluster's lab consists of. The same cluster gives the same lab. */
export function planLab(cluster: Cluster, settings: LabSettings): LabPlan {
  const folder = labFolder(settings.stateRoot, cluster.name);
  const id = labId(folder);
  const lab = { cluster, settings, folder, id };
  const nodes = cluster.nodes.map((node) => planNode(lab, node));
  return {
    cluster: cluster.name,
    id,
    folder,
    // Machines' names have no underscore: none of theirs can be one of these.
    lan: { namespace: `${namespacePrefix(id)}_lan`, bridge: "lan" },
    operator: { link: operatorLink(lab) },
    machines: [...cluster.routers.map((router) => planRouter(lab, router)), ...nodes],
    systems: Object.fromEntries(cluster.nodes.map(({ name, system }) => [name, system])),
  };
}

interface Lab {
  readonly cluster: Cluster;
  readonly settings: LabSettings;
  readonly folder: string;
  readonly id: string;
}

function planNode(lab: Lab, node: Node): MachinePlan {
  return {
    kind: "node",
    ...common(lab, node.name),
    system: lab.settings.hosts,
    address: node.address,
    sshPort: lab.cluster.ssh.port,
    bgp: undefined,
    link: {
      ...cable(lab, node.name, node.interface),
      addresses: node.addresses.map(onNetwork),
      routes: [...defaultRoutes(lab.cluster), ...routesToOutsiders(lab.cluster)],
    },
  };
}

function planRouter(lab: Lab, router: Router): MachinePlan {
  return {
    kind: "router",
    ...common(lab, router.name),
    system: "debian",
    address: router.addresses[0]?.address ?? "",
    sshPort: undefined,
    bgp: routerDaemon(lab.cluster, router),
    link: {
      ...cable(lab, router.name, ROUTER_INTERFACE),
      addresses: router.addresses.map((address) => withPrefix(lab.cluster, address)),
      routes: isOutside(lab.cluster, router)
        ? lab.cluster.network.subnets.map(({ cidr, family }) => ({ to: cidr, via: [], family }))
        : [],
    },
  };
}

function operatorLink(lab: Lab): LinkPlan {
  const { cluster } = lab;
  return {
    ...cable(lab, "_operator", ROUTER_INTERFACE),
    addresses: operatorAddresses(cluster).map(onNetwork),
    routes: [...defaultRoutes(cluster), ...routesToOutsiders(cluster), ...operatorRoutesToVip(cluster)],
  };
}

function common({ id, folder, settings }: Lab, name: string) {
  return {
    name,
    folder: `${folder}/machines/${name}`,
    cgroup: `${labCgroup(id)}/${name}`,
    uuid: machineId(id, name),
    diskMiB: settings.diskMiB,
  };
}

function cable({ id }: Lab, name: string, networkInterface: string) {
  return {
    namespace: `${namespacePrefix(id)}${name}`,
    port: portName(name),
    interface: networkInterface,
    mac: hardwareAddress(id, name),
  };
}

function defaultRoutes({ network }: Cluster): readonly RoutePlan[] {
  return network.gateways
    .filter((gateway) => subnetOf(network, gateway) !== undefined)
    .map(({ address, family }) => ({ to: "default", via: [address], family }));
}

/** A router that is in none of the subnets is on the same cable all the same: it has no other. */
function routesToOutsiders(cluster: Cluster): readonly RoutePlan[] {
  return cluster.routers
    .flatMap(({ addresses }) => addresses)
    .filter((address) => subnetOf(cluster.network, address) === undefined)
    .map((address) => withPrefix(cluster, address))
    .map(({ cidr, family }) => ({ to: cidr, via: [], family }));
}

function isOutside(cluster: Cluster, { addresses }: Router): boolean {
  return addresses.every((address) => subnetOf(cluster.network, address) === undefined);
}

function withPrefix({ network }: Cluster, address: Address): LinkAddress {
  const { prefixLength } = subnetOf(network, address) ?? { prefixLength: ADDRESS_BITS[address.family] };
  return onNetwork({ ...address, prefixLength });
}

function onNetwork({ address, family, prefixLength }: AddressOnNetwork): LinkAddress {
  return { cidr: `${address}/${prefixLength}`, family };
}

function subnetOf({ subnets }: Network, { address }: Address): IpNetwork | undefined {
  return subnets.find(({ cidr }) => containsCidr(cidr, address));
}
