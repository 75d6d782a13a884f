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

  /** Complains of keys that nk3 does not read here, and of those that are not there. */
  keys(
    entries: Entries,
    { wanted, free, at, of }: { wanted: readonly string[]; free: boolean; at: Place; of: string },
  ): void {
    const missing = wanted.filter((key) => !entries.has(key));
    for (const key of missing) {
      this.complain(
        "inventory-key-missing",
        at,
        `${of} has no ${key}`,
        `Every key of an inventory of this shape is there: ${wanted.join(", ")}.`,
      );
    }
    if (free) return;
    for (const { key, keyPlace } of entries.values()) {
      if (wanted.includes(key)) continue;
      const closest = closestName(key, missing.length > 0 ? missing : wanted);
      this.complain(
        "inventory-key-unknown",
        keyPlace,
        `nk3 does not read ${JSON.stringify(key)} here`,
        closest === undefined
          ? `Remove it, or make a comment of it: ${of} has ${wanted.join(", ")}.`
          : `Did you mean ${JSON.stringify(closest)}?`,
      );
    }
  }
}
