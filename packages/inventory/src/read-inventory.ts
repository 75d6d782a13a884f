import { failed, type Place } from "@quorate/cluster";
import { isMap } from "yaml";
import { checkInventory } from "./check-inventory.ts";
import type { Inventory } from "./inventory.ts";
import type { InventoryResult } from "./problem-kind.ts";
import { readNode, shownOf } from "./read-node.ts";
import { type Entries, placesOf, Reading } from "./reading.ts";
import { notesOf } from "./secrets/notes.ts";
import { keysBelowCluster, keysOfOtherShapes } from "./shape/other-shapes.ts";
import { closestShape } from "./shape/shape.ts";
import type { Entry } from "./yaml/entries.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";
import { decodeText } from "./yaml/text.ts";

/**
 * Reads an inventory of nk3's, in whichever of its shapes, as nk3 did: as YAML 1.1. All that is wrong is told
 * together, with its line and column; `file` is what it is called there. Never throws.
 */
export function readInventory(file: string, bytes: Uint8Array): InventoryResult<Inventory> {
  const text = decodeText(file, bytes);
  if (!text.ok) return text;
  const parsed = parseYaml(file, text.value);
  if (!parsed.ok) return parsed;
  const reading = new Reading(parsed.value);
  const inventory = readRoot(reading, file);
  const problems = [...reading.problems].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  if (inventory === undefined || problems.some(({ severity }) => severity === "error")) {
    return failed(...problems);
  }
  return { ok: true, value: inventory, warnings: problems };
}

function readRoot(reading: Reading, file: string): Inventory | undefined {
  const { root, place } = reading.source;
  const start = place(root?.range?.[0] ?? 0);
  if (!isMap(root)) {
    reading.complain(
      "inventory-type",
      start,
      root === null ? "the file is empty" : "the file is no set of keys",
      "An inventory has the keys join_address, join_token, nodes and a few more, in older versions below cluster.",
    );
    return undefined;
  }
  const top = reading.entries(root);
  const wrapper = top.get("cluster");
  if (wrapper !== undefined) {
    const elsewhere = keysBelowCluster();
    reading.keys(top, { wanted: ["cluster"], elsewhere, free: false, at: start, of: "the file" });
  }
  const cluster = wrapper === undefined ? top : reading.map(wrapper, "a set of keys");
  return cluster === undefined
    ? undefined
    : readCluster(reading, { file, cluster, wrapped: wrapper !== undefined, at: wrapper?.keyPlace ?? start });
}

function readCluster(
  reading: Reading,
  { file, cluster, wrapped, at }: { file: string; cluster: Entries; wrapped: boolean; at: Place },
): Inventory | undefined {
  const nodes = [...(reading.map(cluster.get("nodes"), "a set of nodes by address")?.values() ?? [])].map(
    (entry) => ({ entry, keys: reading.map(entry, "a set of keys") }),
  );
  const shape = closestShape({
    wrapped,
    cluster: [...cluster.keys()],
    nodes: nodes.flatMap(({ keys }) => (keys === undefined ? [] : [[...keys.keys()]])),
  });
  const elsewhere = keysOfOtherShapes(shape, "cluster");
  reading.keys(cluster, { wanted: shape.cluster, elsewhere, free: false, at, of: "the cluster" });
  const text = (key: string, what = "a text") => reading.text(cluster.get(key), what);
  const token = cluster.get("join_token")?.value;
  if (token != null) reading.secrets.keepToken(token);
  const read = nodes.map(({ entry, keys }) => readNode(reading, shape, entry, keys ?? new Map()));
  const lines = (entries: readonly Entry[]) => entries.map(({ keyPlace }) => keyPlace.line ?? 0);
  const notes = notesOf(
    reading.source.comments,
    {
      cluster: lines([...cluster.values()]),
      nodes: lines(nodes.map(({ entry }) => entry)),
      shown: nodes.flatMap(({ keys }) => shownOf(shape, keys ?? new Map())),
    },
    reading.secrets,
  );
  const channel = text("nix_channel", "a channel such as nixos-24.05");
  const inventory: Inventory = {
    file,
    shape,
    joinAddress: text("join_address", "the address of a server") ?? "",
    joinToken: text("join_token", "the token, as a text in quotes") ?? "",
    defaultGateway: text("default_gateway", "the address of the router"),
    nixChannel: channel === undefined ? undefined : reading.secrets.masked(channel),
    watchNamespaces: reading.texts(cluster.get("watch_namespaces"), "a list of namespaces"),
    nodes: read.map((node) => ({ ...node, notes: notes.nodes.get(node.place.line ?? 0) ?? [] })),
    notes: notes.cluster,
    places: placesOf(cluster),
  };
  checkInventory(reading, inventory, (key) => inventory.places.get(key) ?? at);
  return inventory;
}
