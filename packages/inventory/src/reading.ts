import { closestName, type Place } from "@quorate/cluster";
import { isMap, isSeq, type YAMLMap } from "yaml";
import { type InventoryProblem, type InventoryProblemCode, problem } from "./problem-kind.ts";
import { Secrets } from "./secrets/secrets.ts";
import { type Entry, MapReader } from "./yaml/entries.ts";
import type { YamlSource } from "./yaml/parse-yaml.ts";
import { scalarText } from "./yaml/scalar.ts";

/** Keys with what stands behind them. */
export type Entries = ReadonlyMap<string, Entry>;

/** Where the value of each key stands. */
export function placesOf(entries: Entries): ReadonlyMap<string, Place> {
  return new Map([...entries].map(([key, { place }]) => [key, place]));
}

/** Reads what an inventory is made of, and collects what is wrong with it. */
export class Reading {
  readonly problems: InventoryProblem[] = [];
  readonly source: YamlSource;
  readonly secrets: Secrets;
  readonly #maps: MapReader;

  constructor(source: YamlSource) {
    this.source = source;
    this.secrets = new Secrets(source);
    this.#maps = new MapReader(source, this.problems);
  }

  /** Says that something is wrong. */
  complain(code: InventoryProblemCode, place: Place, message: string, hint: string): void {
    this.problems.push(problem(code, place, message, hint));
  }

  /** The keys of a map. */
  entries(map: YAMLMap): Entries {
    return this.#maps.entries(map);
  }

  /** The keys of the map behind a key; complains where there is none. */
  map(entry: Entry | undefined, what: string): Entries | undefined {
    if (entry === undefined) return undefined;
    if (isMap(entry.value)) return this.#maps.entries(entry.value);
    this.#wrongType(entry, what);
    return undefined;
  }

  /** The text behind a key, as nk3 put it into a configuration; complains where there is none. */
  text(entry: Entry | undefined, what: string): string | undefined {
    if (entry === undefined) return undefined;
    const read = scalarText(entry.value);
    if (read.kind === "fraction") {
      this.complain(
        "inventory-type",
        entry.place,
        `${JSON.stringify(entry.key)} is a number with a fraction, and nk3 took another text for it than is written`,
        `Write the text that nk3 put into the configuration, in quotes: "${read.text}".`,
      );
      return undefined;
    }
    if ("text" in read && read.text !== "") return read.text;
    this.#wrongType(entry, what);
    return undefined;
  }

  /** The boolean behind a key; complains where there is none. */
  boolean(entry: Entry | undefined): boolean | undefined {
    if (entry === undefined) return undefined;
    const read = scalarText(entry.value);
    if (read.kind === "boolean") return read.text === "True";
    this.#wrongType(entry, "true or false, without quotes");
    return undefined;
  }

  /** The texts of the list behind a key; complains of each that is none. */
  texts(entry: Entry | undefined, what: string): readonly string[] {
    if (entry === undefined) return [];
    if (!isSeq(entry.value)) {
      this.#wrongType(entry, what);
      return [];
    }
    return entry.value.items.flatMap((item) => {
      const node = this.source.target(item as never);
      const read = scalarText(node);
      if (read.kind === "text") return [read.text];
      this.complain(
        "inventory-type",
        this.source.place(node?.range?.[0] ?? 0),
        `${JSON.stringify(entry.key)} is ${what}, and this is no text`,
        "Write each as a text: in quotes, where it looks like a number.",
      );
      return [];
    });
  }

  #wrongType({ key, value, place }: Entry, what: string): void {
    this.complain(
      "inventory-type",
      place,
      value === null || scalarText(value).kind === "nothing"
        ? `nothing stands behind ${JSON.stringify(key)}`
        : `${JSON.stringify(key)} is not ${what}`,
      `Write ${what}.`,
    );
  }

  /**
   * Complains of keys that nk3 does not read here, and of those that are not there. `elsewhere` has those that other
   * inventories have in this place, and which: a key that is misspelt may be one of them.
   */
  keys(entries: Entries, expected: ExpectedKeys): void {
    const { wanted, elsewhere, free, at, of } = expected;
    const missing = wanted.filter((key) => !entries.has(key));
    for (const key of missing) {
      const closest = free ? closestName(key, [...entries.keys()]) : undefined;
      this.complain(
        "inventory-key-missing",
        at,
        `${of} has no ${key}`,
        closest === undefined
          ? `Every key of an inventory of this shape is there: ${wanted.join(", ")}.`
          : `Is it ${JSON.stringify(closest)} that was meant to be ${JSON.stringify(key)}?`,
      );
    }
    if (free) return;
    const candidates = [...(missing.length > 0 ? missing : wanted), ...elsewhere.keys()];
    for (const { key, keyPlace } of entries.values()) {
      if (wanted.includes(key)) continue;
      this.complain(
        "inventory-key-unknown",
        keyPlace,
        `nk3 does not read ${JSON.stringify(key)} here`,
        hintFor(key, closestName(key, candidates), expected),
      );
    }
  }
}

/** The keys that a part of an inventory may have. */
interface ExpectedKeys {
  readonly wanted: readonly string[];
  /** Those that other inventories have there, with which of them, in words. */
  readonly elsewhere: ReadonlyMap<string, string>;
  /** Whether all others may be there too. */
  readonly free: boolean;
  readonly at: Place;
  /** What it is a part of, as the subject of a sentence. */
  readonly of: string;
}

function hintFor(key: string, closest: string | undefined, { wanted, elsewhere, of }: ExpectedKeys): string {
  const when = elsewhere.get(closest ?? "");
  if (closest === key) return `Remove it, or make a comment of it: inventories have it ${when ?? ""}.`;
  if (closest === undefined) return `Remove it, or make a comment of it: ${of} has ${wanted.join(", ")}.`;
  const question = `Did you mean ${JSON.stringify(closest)}?`;
  return when === undefined ? question : `${question} Inventories have it ${when}.`;
}
