import { isNode } from "yaml";
import type { InventoryNode, Variable } from "./inventory.ts";
import { derivedName } from "./node-name.ts";
import type { Entries, Reading } from "./reading.ts";
import type { NodeKey, Shape } from "./shape/shape.ts";
import type { Entry } from "./yaml/entries.ts";
import { scalarText } from "./yaml/scalar.ts";

/** The keys of a node that machines.ts has a place for. */
const KNOWN: readonly NodeKey[] = ["initiator", "interface", "boot_device", "hostname"];

/** Reads what stands behind an address. */
export function readNode(reading: Reading, shape: Shape, entry: Entry, keys: Entries): InventoryNode {
  const { key: address, keyPlace, value, notes } = entry;
  if (isNode(value) && scalarText(value).kind !== "nothing") {
    reading.keys(keys, { wanted: shape.node, free: shape.freeKeys, at: keyPlace, of: address });
  }
  const text = (key: NodeKey, what: string) => reading.text(keys.get(key), what);
  return {
    address,
    place: keyPlace,
    name: nameOf(reading, entry, keys),
    initiator: readInitiator(reading, shape, keys),
    interface: text("interface", "the name of a network card"),
    bootDevice: text("boot_device", "a disk below /dev/"),
    variables: [...keys.values()].flatMap((one) => variable(reading, shape, one)),
    notes: [...notes, ...[...keys.values()].flatMap((one) => one.notes)],
  };
}

/** In shapes whose keys are free, it is a word of the user's own template, which need not be a boolean. */
function readInitiator(reading: Reading, shape: Shape, keys: Entries): boolean | undefined {
  const entry = keys.get("initiator");
  if (shape.freeKeys && scalarText(entry?.value ?? null).kind !== "boolean") return undefined;
  return reading.boolean(entry);
}

/** Kubernetes knows its Nodes in lower case, whatever their machines are called. */
function nameOf(reading: Reading, { key: address }: Entry, keys: Entries): string {
  const entry = keys.get("hostname");
  if (entry === undefined) return derivedName(address);
  const written = reading.text(entry, "a host name") ?? "";
  const name = written.toLowerCase();
  if (name !== written) {
    reading.complain(
      "inventory-name-changed",
      entry.place,
      `the host name ${JSON.stringify(written)} becomes ${name}, as the Node in the cluster is called`,
      "Nothing is to be done for the cluster; what knows the machine by its name may care.",
    );
  }
  return name;
}

function variable(reading: Reading, shape: Shape, { key, value }: Entry): readonly Variable[] {
  const { freeKeys } = shape;
  const known = KNOWN.some((one) => one === key);
  if (!freeKeys || (known && !(key === "initiator" && scalarText(value).kind !== "boolean"))) return [];
  const range = value?.range;
  return [{ key, text: range == null ? "" : reading.source.text.slice(range[0], range[1]).trim() }];
}
