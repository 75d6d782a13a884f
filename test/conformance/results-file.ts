import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeFileAtomic } from "@quorate/files";
import type { Results } from "./specs.ts";

/** What is known of a cluster, by one release of the tests. */
export interface Known {
  /** As in `v1.36.3`. */
  readonly release: string;
  /** The names of all conformance specs that the release has. */
  readonly specs: readonly string[];
  readonly results: Results;
}

/** What was known when the last batch ended; nothing where there is nothing, or that was of another release. */
export function readKnown(path: string, release?: string): Known | undefined {
  if (!existsSync(path)) return undefined;
  const known = JSON.parse(readFileSync(path, "utf8")) as Known;
  return release === undefined || known.release === release ? known : undefined;
}

/** Writes it down, whole. */
export function writeKnown(path: string, known: Known): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic(path, `${JSON.stringify(known, null, 2)}\n`);
}
