import type { Place } from "@quorate/cluster";
import { isMap, isNode, isScalar, isSeq, type Node, Scalar, type YAMLMap } from "yaml";
import { type InventoryProblem, problem } from "../problem-kind.ts";
import type { YamlSource } from "./parse-yaml.ts";

/** A key of a map with what it stands for; aliases and merge keys are followed. */
export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  /** Nothing where nothing stands behind the key. */
  readonly value: Node | null;
  /** Where the value is, or the key where there is none. */
  readonly place: Place;
}

/** Reads maps of a source, each once, and says what is wrong with their keys. */
export class MapReader {
  readonly #source: YamlSource;
  readonly #problems: InventoryProblem[];
  readonly #read = new Map<YAMLMap, ReadonlyMap<string, Entry>>();

  constructor(source: YamlSource, problems: InventoryProblem[]) {
    this.#source = source;
    this.#problems = problems;
  }

  /** The keys of a map in their order; those that are merged in come after its own, and do not replace them. */
  entries(map: YAMLMap): ReadonlyMap<string, Entry> {
    const known = this.#read.get(map);
    if (known !== undefined) return known;
    const own = new Map<string, Entry>();
    const merged: YAMLMap[] = [];
    // Kept before it is whole: what merges itself is refused as an alias before, and would end here otherwise.
    this.#read.set(map, own);
    for (const pair of map.items) {
      const key = isNode(pair.key) ? this.#source.target(pair.key) : undefined;
      const value = isNode(pair.value) ? this.#source.target(pair.value) : null;
      const at = this.#source.place((isNode(pair.key) ? pair.key : map).range?.[0] ?? 0);
      if (!isScalar(key)) {
        this.#problems.push(
          problem("inventory-type", at, "a key must be a plain text", "Write the key as a single word."),
        );
      } else if (isMerge(key)) {
        merged.push(...this.#merged(value, at));
      } else {
        this.#add(own, textOfKey(key), { at, value, pair });
      }
    }
    for (const other of merged) {
      for (const [key, entry] of this.entries(other)) if (!own.has(key)) own.set(key, entry);
    }
    return own;
  }

  #add(
    own: Map<string, Entry>,
    key: string,
    found: { readonly at: Place; readonly value: Node | null; readonly pair: YAMLMap["items"][number] },
  ): void {
    const before = own.get(key);
    if (before !== undefined) {
      this.#problems.push(
        problem(
          "inventory-key-duplicate",
          found.at,
          `${JSON.stringify(key)} is here for the second time; the first is in line ${before.keyPlace.line}`,
          "nk3 took the last one: leave that one, or the one that is meant.",
        ),
      );
      return;
    }
    const written = isNode(found.pair.value) ? found.pair.value : undefined;
    own.set(key, {
      key,
      keyPlace: found.at,
      value: found.value,
      place: written?.range == null ? found.at : this.#source.place(written.range[0]),
    });
  }

  #merged(value: Node | null, at: Place): readonly YAMLMap[] {
    const parts = isSeq(value)
      ? value.items.map((item) => (isNode(item) ? this.#source.target(item) : null))
      : [value];
    const maps = parts.filter((part) => isMap(part));
    if (maps.length !== parts.length) {
      this.#problems.push(
        problem(
          "inventory-type",
          at,
          "<< merges keys of another map, and here is none",
          "Write << with an alias of a map, or a list of such aliases.",
        ),
      );
    }
    return maps;
  }
}

function isMerge(key: Scalar): boolean {
  return key.type === Scalar.PLAIN && key.source === "<<";
}

/** A key as it is written: `on` is a boolean to YAML 1.1, and `1:30` a number. */
function textOfKey({ type, source, value }: Scalar): string {
  return type === Scalar.PLAIN && source !== undefined ? source : String(value);
}
