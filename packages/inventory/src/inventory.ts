import type { Place } from "@quorate/cluster";
import type { Shape } from "./shape/shape.ts";

/** An inventory of nk3's, read: whichever shape it has. */
export interface Inventory {
  readonly file: string;
  readonly shape: Shape;
  /** The server that others join: an address, or a name. */
  readonly joinAddress: string;
  /** A secret, as nk3 put it into the nodes' configuration. */
  readonly joinToken: string;
  /** Where the shape has one. */
  readonly defaultGateway: string | undefined;
  /** Such as `nixos-24.05`, where the shape has one. */
  readonly nixChannel: string | undefined;
  /** The namespaces whose workloads nk3 waits for; none where the shape has none. */
  readonly watchNamespaces: readonly string[];
  /** In the order of the file. */
  readonly nodes: readonly InventoryNode[];
  /** What people wrote beside the cluster's keys. */
  readonly notes: readonly string[];
  /** Where the value of each of the cluster's keys stands. */
  readonly places: ReadonlyMap<string, Place>;
}

/** A node of an inventory. */
export interface InventoryNode {
  /** An IPv4 address: nk3 switches IPv6 off. */
  readonly address: string;
  readonly place: Place;
  /** The host name, and so the name of the Node: as it is written, or as nk3 derives it. */
  readonly name: string;
  /** Whether it is the one that founds the cluster; `undefined` where the inventory does not say. */
  readonly initiator: boolean | undefined;
  readonly interface: string | undefined;
  readonly bootDevice: string | undefined;
  /** Variables of the user's own template, as they are written. */
  readonly variables: readonly Variable[];
  /** What people wrote beside it. */
  readonly notes: readonly string[];
  /** Where the value of each of its keys stands. */
  readonly places: ReadonlyMap<string, Place>;
}

/** A key that only the user's own template knows. */
export interface Variable {
  readonly key: string;
  /** What stands behind the colon, as it is written: in the same line, or in lines below. */
  readonly text: string;
}
