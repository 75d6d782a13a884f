import { hideUserinfo, speaksOfSecret } from "@quorate/cluster";
import { isScalar, type Node } from "yaml";
import type { Comment } from "../yaml/comments.ts";
import type { YamlSource } from "../yaml/parse-yaml.ts";
import { FoundSecrets, looksRandom, type Range, textsOf } from "./found-secrets.ts";

/** From here on a text is looked for inside of words as well, and that of others than the join token at all. */
const LONG = 6;

/** What of an inventory may be a secret, and is in no machines.ts, since that is committed. */
export class Secrets {
  readonly #source: YamlSource;
  readonly #found: FoundSecrets;
  readonly #comments: ReadonlySet<Comment>;
  #token: readonly string[] = [];
  #ranges: readonly Range[] | undefined;
  #pattern: RegExp | undefined;

  constructor(source: YamlSource) {
    this.#source = source;
    this.#found = new FoundSecrets(source);
    this.#comments = secretOnes(source.comments, this.#found.lines);
  }

  /** Takes a node for the join token, whose text is nowhere, whatever its length is. */
  keepToken(written: Node): void {
    const target = this.#source.target(written);
    if (!isScalar(target)) return;
    this.#found.add(target);
    const texts = textsOf(target);
    // A whole one ends with what the servers have.
    const ends = texts.map((text) => text.split(":").at(-1) ?? "").filter((text) => text !== "");
    this.#token = [...new Set([...texts, ...ends])];
    this.#ranges = undefined;
    this.#pattern = undefined;
  }

  /** Whether a text is the join token, or has it inside. */
  tells(text: string): boolean {
    return this.#token.some((token) => text === token || (token.length >= LONG && text.includes(token)));
  }

  /** A part of the file as it is written, but for what may be a secret. */
  written(start: number, end: number): string {
    const { text, place } = this.#source;
    let shown = "";
    let at = start;
    for (const [from, to] of this.#disjoint()) {
      if (to <= at) continue;
      if (from >= end) break;
      const sign = text.startsWith("#", from) ? "# " : "";
      const gap = /\s*$/.exec(text.slice(from, Math.min(to, end)))?.[0] ?? "";
      shown += `${this.masked(text.slice(at, Math.max(at, from)))}${sign}${leftOut(place(from).line)}${gap}`;
      at = Math.min(to, end);
    }
    return shown + this.masked(text.slice(at, end));
  }

  /** A comment, or that there was one. */
  comment(comment: Comment): string {
    return this.#comments.has(comment)
      ? `(a comment was left out: line ${comment.line} may hold a secret)`
      : this.masked(comment.text);
  }

  /** A text without passwords of addresses, without the join token, and without what else is a secret in the file. */
  masked(text: string): string {
    return hideUserinfo(text, "(not shown)").replace(this.#texts(), "(not shown)");
  }

  #disjoint(): readonly Range[] {
    if (this.#ranges !== undefined) return this.#ranges;
    const all = [...this.#found.ranges, ...[...this.#comments].map(({ range }) => range)];
    const disjoint: [number, number][] = [];
    for (const [from, to] of all.sort((a, b) => a[0] - b[0])) {
      const last = disjoint.at(-1);
      if (last !== undefined && from < last[1]) last[1] = Math.max(last[1], to);
      else disjoint.push([from, to]);
    }
    this.#ranges = disjoint;
    return disjoint;
  }

  #texts(): RegExp {
    if (this.#pattern !== undefined) return this.#pattern;
    const long = [...this.#found.texts].filter((text) => text.length >= LONG);
    const texts = [...new Set([...this.#token, ...long])].sort((a, b) => b.length - a.length);
    const patterns = texts.map((text) => {
      const escaped = text.replace(/[^A-Za-z\d]/g, "\\$&");
      return text.length < LONG ? `(?<![A-Za-z\\d])${escaped}(?![A-Za-z\\d])` : escaped;
    });
    // What matches nothing, where there is no secret.
    this.#pattern = new RegExp(patterns.join("|") || "(?!)", "gi");
    return this.#pattern;
  }
}

function leftOut(line: number | undefined): string {
  return `(left out: line ${line ?? 1} may hold a secret)`;
}

/** Comments that may be secrets, or stand beside one, or are lines of one: a key that is commented out has several. */
function secretOnes(comments: readonly Comment[], lines: ReadonlySet<number>): ReadonlySet<Comment> {
  const secret = new Set<Comment>();
  let inKey = false;
  for (const comment of comments) {
    inKey ||= comment.text.includes("-----BEGIN ");
    const { text, about } = comment;
    const beside = about !== undefined && lines.has(about);
    if (inKey || beside || speaksOfSecret(text) || looksRandom(text)) secret.add(comment);
    if (comment.text.includes("-----END ")) inKey = false;
  }
  return secret;
}
