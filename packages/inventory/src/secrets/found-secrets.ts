import { holdsSecret, isPublicKey, namesSecret } from "@quorate/cluster";
import { isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { YamlSource } from "../yaml/parse-yaml.ts";
import { scalarText } from "../yaml/scalar.ts";

/** Where a part of a file begins, and where it has ended. */
export type Range = readonly [start: number, end: number];

/** A random UUID, and a number or a text that nobody has made up; UUIDs of addresses (version 5) are host names. */
const RANDOM = /^(?:[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}|[\da-f]{24,})$/i;
const MIXED = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z\d+/=]{20,}$/;

/** Looks for what may be a secret in a file: where it is, and what it is. */
export class FoundSecrets {
  readonly ranges: Range[] = [];
  /** Lines that have a secret, or the name of one. */
  readonly lines = new Set<number>();
  readonly texts = new Set<string>();
  readonly #source: YamlSource;
  readonly #hidden = new Set<Node>();

  constructor(source: YamlSource) {
    this.#source = source;
    if (source.root !== null) this.#walk(source.root);
  }

  /** Adds all of a node, and of what it is an alias of. */
  add(node: Node): void {
    const target = this.#source.target(node);
    if (this.#hidden.has(target)) return;
    this.#hidden.add(target);
    if (isScalar(target)) {
      if (typeof target.value === "string" && isPublicKey(target.value)) return;
      for (const text of textsOf(target)) this.texts.add(text);
    }
    const range = target.range;
    if (range != null && range[1] > range[0]) {
      this.ranges.push([range[0], range[1]]);
      this.#markLines(range[0], range[1] - 1);
    }
    const inside = isMap(target) ? target.items.map(({ value }) => value) : isSeq(target) ? target.items : [];
    for (const one of inside) if (isNode(one)) this.add(one);
  }

  #walk(node: Node): void {
    if (isMap(node)) this.#walkMap(node);
    else if (isSeq(node)) this.#walkList(node);
    else if (isScalar(node) && typeof node.value === "string") {
      if (holdsSecret(node.value) || looksRandom(node.value)) this.add(node);
    }
  }

  #walkMap({ items }: YAMLMap): void {
    // A variable of a container has its name beside it.
    const named = items.some(
      ({ key, value }) => /^(?:name|key)$/i.test(plainText(key)) && namesSecret(plainText(value)),
    );
    for (const { key, value } of items) {
      const name = plainText(key);
      const secret = namesSecret(name) || (named && /^value$/i.test(name));
      if (isNode(key)) {
        this.#walk(key);
        if (secret && key.range != null) this.#markLines(key.range[0], key.range[0]);
      }
      if (!isNode(value)) continue;
      if (secret) this.add(value);
      else this.#walk(value);
    }
  }

  #markLines(start: number, end: number): void {
    const { place } = this.#source;
    for (let line = place(start).line ?? 1; line <= (place(end).line ?? 1); line++) this.lines.add(line);
  }

  #walkList({ items }: YAMLSeq): void {
    let flag = false;
    for (const item of items) {
      if (!isNode(item)) continue;
      if (flag) this.add(item);
      else this.#walk(item);
      // An argument in two parts.
      flag = /^--?\w[\w-]*$/.test(plainText(item)) && namesSecret(plainText(item));
    }
  }
}

/** What a scalar is, and how it is written where that is another text; nothing for true, false and nothing. */
export function textsOf(scalar: Scalar): readonly string[] {
  const read = scalarText(scalar);
  if (!("text" in read) || read.kind === "boolean") return [];
  return [read.text, scalar.source ?? ""].map((text) => text.trim()).filter((text) => text !== "");
}

/** Whether something in a text has hardly been made up by a person. */
export function looksRandom(text: string): boolean {
  return text.split(/[\s"'`,;()[\]{}:]+|=(?=.)/).some((word) => RANDOM.test(word) || MIXED.test(word));
}

function plainText(node: unknown): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : "";
}
