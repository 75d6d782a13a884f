import type { NixNode } from "./node.ts";
import { refuseText } from "./text.ts";
import { NixValueError } from "./value-error.ts";

/** A whole file: comment lines, then one expression. */
export interface FileNode {
  readonly kind: "file";
  /** Without the leading `#`; each is one line. */
  readonly header: readonly string[];
  readonly body: NixNode;
}

/**
 * A file whose comment is `header`, any line break in it starting a new comment line (to Nix a carriage
 * return ends a comment as well).
 * @throws NixValueError `nix-nul`, `nix-lone-surrogate`
 */
export function nixFile(header: string, body: NixNode): FileNode {
  const refused = refuseText(header);
  if (refused !== undefined) throw new NixValueError(refused);
  const lines = header === "" ? [] : header.split(/\r\n|[\n\r]/).map((line) => line.trimEnd());
  return Object.freeze({ kind: "file", header: Object.freeze(lines), body });
}
