import { isCollection, isNode, type Node } from "yaml";
import type { InventoryNode, Variable } from "./inventory.ts";
import { derivedName } from "./node-name.ts";
import { type Entries, placesOf, type Reading } from "./reading.ts";
import type { Range } from "./secrets/found-secrets.ts";
import { keysOfOtherShapes } from "./shape/other-shapes.ts";
import type { NodeKey, Shape } from "./shape/shape.ts";
import type { Entry } from "./yaml/entries.ts";
import { scalarText } from "./yaml/scalar.ts";

/** The keys of a node that machines.ts has a place for. */
const KNOWN: readonly NodeKey[] = ["initiator", "interface", "boot_device", "hostname"];

/** Reads what stands behind an address. */
export function readNode(
  reading: Reading,
  shape: Shape,
  entry: Entry,
  keys: Entries,
): Omit<InventoryNode, "notes"> {
  const { key: address, keyPlace, value } = entry;
  if (isNode(value) && scalarText(value).kind !== "nothing") {
    const elsewhere = keysOfOtherShapes(shape, "node");
    reading.keys(keys, { wanted: shape.node, elsewhere, free: shape.freeKeys, at: keyPlace, of: address });
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

/** Where the values of variables are: comments in there are shown with them. */
export function shownOf(shape: Shape, keys: Entries): readonly Range[] {
  return [...keys.values()].flatMap((entry) => {
    const { value } = entry;
    return value?.range != null && isVariable(shape, entry)
      ? [[value.range[0], value.range[1]] as const]
      : [];
  });
}

/** What machines.ts has no place for. */
function isVariable({ freeKeys }: Shape, { key, value }: Entry): boolean {
  if (!freeKeys) return false;
  const known = KNOWN.some((one) => one === key);
  return !known || (key === "initiator" && scalarText(value).kind !== "boolean");
}

function variable(reading: Reading, shape: Shape, entry: Entry): readonly Variable[] {
  if (!isVariable(shape, entry)) return [];
  return [{ key: reading.secrets.masked(entry.key), text: textOf(reading, entry.value) }];
}

/** A value as it is written: what stands below its key begins with a line of its own, and is set in. */
function textOf({ source, secrets }: Reading, value: Node | null): string {
  if (value?.range == null) return "";
  const [start, end] = value.range;
  const lines = secrets
    .written(start, end)
    .trimEnd()
    .split(/\r\n|\r|\n/);
  if (!isCollection(value) || value.flow === true) return ` ${lines.join("\n")}`;
  const inset = " ".repeat((source.place(start).column ?? 1) - 1);
  const flush = lines.map((line) => (line.startsWith(inset) ? line.slice(inset.length) : line));
  return flush.map((line) => `\n  ${line}`).join("");
}
