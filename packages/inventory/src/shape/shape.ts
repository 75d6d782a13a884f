/** One of the shapes that nk3's inventory has had: every key of one is required. */
export interface Shape {
  /** The day of the commit that brought it. */
  readonly since: string;
  /** Whether all of it is below the key `cluster`. */
  readonly wrapped: boolean;
  readonly cluster: readonly ClusterKey[];
  readonly node: readonly NodeKey[];
  /** Whether a node may have any further key: variables of the user's own template. */
  readonly freeKeys: boolean;
}

/** A key of the whole cluster. */
export type ClusterKey =
  | "join_address"
  | "join_token"
  | "default_gateway"
  | "nix_channel"
  | "watch_namespaces"
  | "nodes";

/** A key of a node that nk3 knows, or once knew. */
export type NodeKey = "initiator" | "interface" | "boot_device" | "hostname";

const JOIN = ["join_address", "join_token"] as const;

/** All shapes, the oldest first. */
export const SHAPES: readonly Shape[] = [
  {
    since: "2024-06-07",
    wrapped: true,
    cluster: [...JOIN, "nodes"],
    node: ["initiator"],
    freeKeys: false,
  },
  {
    since: "2024-06-16",
    wrapped: true,
    cluster: [...JOIN, "default_gateway", "nodes"],
    node: ["initiator", "interface", "boot_device"],
    freeKeys: false,
  },
  {
    since: "2024-06-22",
    wrapped: true,
    cluster: [...JOIN, "default_gateway", "nix_channel", "nodes"],
    node: ["initiator", "interface", "boot_device"],
    freeKeys: false,
  },
  {
    since: "2024-06-28",
    wrapped: true,
    cluster: [...JOIN, "nix_channel", "nodes"],
    node: ["initiator", "boot_device"],
    freeKeys: false,
  },
  {
    since: "2024-06-29",
    wrapped: false,
    cluster: [...JOIN, "nix_channel", "nodes"],
    node: ["initiator", "boot_device"],
    freeKeys: false,
  },
  {
    since: "2024-07-06",
    wrapped: false,
    cluster: [...JOIN, "nix_channel", "watch_namespaces", "nodes"],
    node: ["initiator", "boot_device"],
    freeKeys: false,
  },
  {
    since: "2025-01-15",
    wrapped: false,
    cluster: [...JOIN, "nix_channel", "watch_namespaces", "nodes"],
    node: ["hostname"],
    freeKeys: true,
  },
];

/** The keys that an inventory has: the cluster's, and those of each node. */
export interface Keys {
  readonly wrapped: boolean;
  readonly cluster: readonly string[];
  readonly nodes: readonly (readonly string[])[];
}

/**
 * The shape that the fewest keys are missing of, or too many for; of those that fit alike the latest. An inventory
 * without a host name is none of the latest shape, whatever its nodes' keys are.
 */
export function closestShape(keys: Keys): Shape {
  const named = keys.nodes.some((node) => node.includes("hostname"));
  let best: { readonly shape: Shape; readonly misfits: number } | undefined;
  for (const shape of SHAPES) {
    if (shape.wrapped !== keys.wrapped || (shape.freeKeys && !named)) continue;
    const misfits = [
      misfitsOf(shape.cluster, keys.cluster, false),
      ...keys.nodes.map((node) => misfitsOf(shape.node, node, shape.freeKeys)),
    ].reduce((sum, one) => sum + one, 0);
    if (misfits <= (best?.misfits ?? Number.POSITIVE_INFINITY)) best = { shape, misfits };
  }
  if (best === undefined) throw new RangeError("no shape is for every inventory");
  return best.shape;
}

function misfitsOf(wanted: readonly string[], there: readonly string[], free: boolean): number {
  const missing = wanted.filter((key) => !there.includes(key)).length;
  return missing + (free ? 0 : there.filter((key) => !wanted.includes(key)).length);
}
