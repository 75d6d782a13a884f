import { isCollection, isNode, type Node } from "yaml";
import type { InventoryNode, Variable } from "./inventory.ts";
import { derivedName } from "./node-name.ts";
import { type Entries, placesOf, type Reading } from "./reading.ts";
import type { NodeKey, Shape } from "./shape/shape.ts";
import type { Entry } from "./yaml/entries.ts";
import type { YamlSource } from "./yaml/parse-yaml.ts";
import { scalarText } from "./yaml/scalar.ts";

/** The keys of a node that machines.ts has a place for. */
const KNOWN: readonly NodeKey[] = ["initiator", "interface", "boot_device", "hostname"];

/** Variables of people's own that are better not shown. */
const SECRET = /pass|secret|token|key|credential/i;

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
    places: placesOf(keys),
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
  // machines.ts is committed; a password in the clear is not to be.
  return [
    { key, text: SECRET.test(key) ? " (left out: it may be a secret)" : textOf(reading.source, value) },
  ];
}

/** A value as it is written: what stands below its key begins with a line of its own, and is set in. */
function textOf({ text, place }: YamlSource, value: Node | null): string {
  if (value?.range == null) return "";
  const [start, end] = value.range;
  const lines = text
    .slice(start, end)
    .trimEnd()
    .split(/\r\n|\r|\n/);
  if (!isCollection(value) || value.flow === true) return ` ${lines.join("\n")}`;
  const inset = " ".repeat((place(start).column ?? 1) - 1);
  const flush = lines.map((line) => (line.startsWith(inset) ? line.slice(inset.length) : line));
  return flush.map((line) => `\n  ${line}`).join("");
}
