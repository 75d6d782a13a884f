import { FINDING_KINDS, type FindingCode } from "./finding-code.ts";
import { unmistakable, visible } from "./visible.ts";

/** Where in a cluster's definition: `["machines", "node1", "ip"]`. */
export type SpecPath = readonly (string | number)[];

/** Something about machines.ts that is wrong (`error`) or unwise (`warning`), as a value. */
export interface Finding {
  /** Stable: scripts and documentation may name it. */
  readonly code: FindingCode;
  readonly severity: "error" | "warning";
  readonly path: SpecPath;
  /** What is wrong, one sentence without a full stop at its end; holds no control characters. */
  readonly message: string;
  /** What to do about it; holds no control characters. */
  readonly hint: string;
}

/** Longest message or hint. */
const LONGEST_TEXT = 500;

/** Makes a finding; its severity is the code's, and what could steer a terminal is escaped in its texts. */
export function finding(code: FindingCode, path: SpecPath, message: string, hint: string): Finding {
  return {
    code,
    severity: FINDING_KINDS[code].severity,
    path,
    message: shorten(visible(message)),
    hint: shorten(visible(hint)),
  };
}

/** Names may be of any length where the rule about names has not been kept. */
function shorten(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

/** Longest text that {@link quote} shows. */
const LONGEST = 80;

/**
 * Text from machines.ts inside a message: quoted, cut when long, and with escapes for control characters
 * and for letters of other scripts, which look like the ones they are mistaken for.
 */
export function quote(text: unknown): string {
  // Cut first: what follows takes a while for a text of some megabytes.
  const short = typeof text === "string" ? text.slice(0, LONGEST) : text;
  const plain = unmistakable(JSON.stringify(short) ?? String(short));
  const cut = short !== text || plain.length > LONGEST;
  return cut ? `${plain.slice(0, LONGEST - 4)}…"` : plain;
}

/** A place as a message names it: `machines.node1.taints[0].key`, odd names quoted. */
export function placeName(path: SpecPath): string {
  return path
    .map((segment, index) => {
      if (typeof segment === "number") return `[${segment}]`;
      const name = /^[A-Za-z0-9_-]{1,63}$/.test(segment) ? segment : quote(segment);
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}
