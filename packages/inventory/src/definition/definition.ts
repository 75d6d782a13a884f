import type { ClusterDefinition } from "@quorate/cluster";
import type { NodeAdoption } from "../adoption/adoption.ts";
import {
  apiAsItIs,
  disksAsTheyAre,
  distribution,
  keysAsTheyAre,
  networkAsItIs,
  openPorts,
  roleAsItIs,
} from "./adopted-fields.ts";
import type { CompleteInventory, CompleteNode } from "./complete.ts";
import { call, evaluated, type Field, type Fields, field, fields } from "./part.ts";

/** Where a NixOS release stands in a channel's name or URL. */
const RELEASE = /\b(\d\d\.(?:05|11))\b/;

/** The release of the time when inventories named no channel yet. */
const FIRST_RELEASE = "24.05";

/**
 * What defineCluster gets for an inventory: what a cluster of nk3's is, so that it can go on. Its networks are k3s's
 * own and can't be changed, Secrets are not encrypted, there is no VIP, every node is a server.
 */
export function clusterFields(complete: CompleteInventory): Fields {
  const { inventory, name, subnet, gateway, nodes, adoption } = complete;
  const release = adoption?.stateVersion ?? RELEASE.exec(inventory.nixChannel ?? "")?.[1];
  return fields(
    field("name", name, inventory.notes),
    distribution(adoption),
    field("kubeMaster", fields(...apiAsItIs(adoption), field("loadBalancer", call("none"))), [
      "nk3 has no virtual IP, and k3s does without: its agents know all servers.",
    ]),
    field(
      "network",
      fields(
        field("subnet", subnet),
        field("gateway", gateway),
        field("nameservers", ["1.1.1.1"]),
        field("pods", adoption?.pods ?? "10.42.0.0/16", [
          adoption === undefined
            ? "Those of k3s: a cluster keeps the networks that it was founded with."
            : "Those that the cluster was founded with, which it keeps.",
        ]),
        field("services", adoption?.services ?? "10.43.0.0/16"),
        ...(adoption === undefined ? [] : networkAsItIs(adoption)),
      ),
    ),
    field("encryptSecrets", adoption?.encryptSecrets ?? false, [
      "As they are: servers that differ in it can't read each other's Secrets.",
    ]),
    ...evenMembers(nodes.filter(({ name }) => adoption?.nodes.get(name)?.role !== "agent").length),
    field("stateVersion", release ?? FIRST_RELEASE, stateComments(complete, release)),
    ...(adoption === undefined ? [] : keysAsTheyAre(adoption)),
    field("nixos", fields(field("boot", fields(field("kernelModules", ["rbd"]))), ...openPorts(adoption)), [
      "For Ceph, as nk3's own template has it. Its nix.gc, nix.optimise and htop are left to you.",
    ]),
    ...watched(inventory.watchNamespaces),
    field("machines", fields(...nodes.map((one) => machine(one, adoption?.nodes.get(one.name))))),
  );
}

/** The same as machines.ts exports it. */
export function definitionOf(complete: CompleteInventory): ClusterDefinition {
  return { kind: "cluster", spec: evaluated(clusterFields(complete)) };
}

/** Every node of nk3's is a server, and nk3 counts none of them. */
function evenMembers(count: number): readonly Field[] {
  if (count % 2 === 1) return [];
  const why =
    count === 2
      ? "Two servers tolerate no failure: while one is away, the API stands still."
      : `${count} servers tolerate no more failures than ${count - 1}.`;
  return [
    field("allowEvenMembers", true, [
      `As they are. ${why} Add one when you can, by joining it, and take this line out.`,
    ]),
  ];
}

/** What nk3 waits for; it asks Ceph as well, which health does where Rook is. */
function watched(namespaces: readonly string[]): readonly Field[] {
  return namespaces.length === 0 ? [] : [field("health", fields(field("namespaces", namespaces)))];
}

function stateComments(
  { inventory: { nixChannel: channel }, adoption }: CompleteInventory,
  release: string | undefined,
): readonly string[] {
  if (adoption?.stateVersion !== undefined) {
    return ["What the machines say of themselves: their state has been kept in these formats since."];
  }
  const first =
    "The release that the machines were first installed with: correct it where that was another one.";
  if (release !== undefined) return [`${first} nk3's channel is ${channel ?? ""}.`];
  return [
    first,
    channel === undefined
      ? "The inventory names no channel."
      : `nk3's channel is ${channel}, which names no release.`,
  ];
}

function machine(node: CompleteNode, adopted: NodeAdoption | undefined): Field {
  const { name, address, initiator, variables, notes } = node;
  return field(
    name,
    call(
      "node",
      fields(
        field("ip", address),
        field("interface", node.interface),
        field("disk", node.bootDevice),
        field("boot", adopted?.boot ?? "bios"),
        ...roleAsItIs(adopted),
        ...(adopted?.hostKey === undefined
          ? []
          : [
              field("hostKey", adopted.hostKey, [
                "Its own, which it keeps. A machine that is installed anew gets another: remove this line then.",
              ]),
            ]),
        ...(adopted?.disks === undefined ? [] : [disksAsTheyAre(adopted.disks)]),
      ),
    ),
    [
      ...notes,
      ...(initiator === true
        ? ["nk3's initiator: who founds a cluster is asked at that moment, and not written down."]
        : []),
      ...(variables.length === 0
        ? []
        : ["Variables of your template (nixos: { … } may be the place for what they did):"]),
      ...variables.flatMap(({ key, text }) => `${key}:${text}`.split("\n").map((line) => `  ${line}`)),
    ],
  );
}
