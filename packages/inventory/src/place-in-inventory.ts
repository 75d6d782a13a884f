import type { Place, SpecPath } from "@quorate/cluster";
import type { Inventory, InventoryNode } from "./inventory.ts";
import type { NodeKey } from "./shape/shape.ts";

/** The inventory's key for a field of a machine; all others follow from the node being there. */
const NODE_KEYS: { readonly [field: string]: NodeKey } = {
  interface: "interface",
  disk: "boot_device",
};

/** The inventory's keys for the cluster's fields, by their path. */
const CLUSTER_KEYS: { readonly [path: string]: string } = {
  "network.gateway": "default_gateway",
  stateVersion: "nix_channel",
  health: "watch_namespaces",
  machines: "nodes",
};

/**
 * Where an inventory says what a field of the definition holds: the value of its key, or the node's address. A field
 * that it says nothing of, such as the cluster's name, is in the file and in no line of it.
 */
export function placeInInventory(inventory: Inventory, path: SpecPath): Place {
  const [first, name, field] = path.map(String);
  const node = first === "machines" ? inventory.nodes.find((one) => one.name === name) : undefined;
  const place = node === undefined ? placeInCluster(inventory, path) : placeInNode(node, field);
  return { ...(place ?? { where: inventory.file }), path: path.join(".") };
}

function placeInNode({ places, place }: InventoryNode, field: string | undefined): Place {
  if (field === undefined) return places.get("hostname") ?? place;
  return places.get(NODE_KEYS[field] ?? "") ?? place;
}

function placeInCluster({ places }: Inventory, path: SpecPath): Place | undefined {
  for (let length = path.length; length > 0; length--) {
    const key = CLUSTER_KEYS[path.slice(0, length).join(".")];
    const place = key === undefined ? undefined : places.get(key);
    if (place !== undefined) return place;
  }
  return undefined;
}
