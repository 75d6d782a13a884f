import { FINDING_KINDS, type FindingCode } from "./finding-code.ts";

/** Where in a cluster's definition: `["machines", "node1", "ip"]`. */
export type SpecPath = readonly (string | number)[];

/** Something about machines.ts that is wrong (`error`) or unwise (`warning`), as a value. */
export interface Finding {
  /** Stable: scripts and documentation may name it. */
  readonly code: FindingCode;
  readonly severity: "error" | "warning";
  readonly path: SpecPath;
  /** What is wrong, one sentence without a full stop at its end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Makes a finding; its severity is the code's. */
export function finding(code: FindingCode, path: SpecPath, message: string, hint: string): Finding {
  return { code, severity: FINDING_KINDS[code].severity, path, message, hint };
}

/** Text from machines.ts inside a message: quoted, control characters escaped, cut when long. */
export function quote(text: unknown): string {
  const json = JSON.stringify(text) ?? String(text);
  // Bidirectional and zero-width characters would let a name look like another one.
  const plain = json.replace(
    /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return plain.length > 80 ? `${plain.slice(0, 76)}…"` : plain;
}
