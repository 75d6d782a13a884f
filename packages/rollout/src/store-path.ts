import type { Branded, HostName } from "@quorate/cluster";

/** A path directly below /nix/store, without anything that a shell would read as more than a word. */
export type StorePath = Branded<"StorePath">;

// The base32 alphabet and the name characters are those of the Nix manual's "Store path" chapter; the hash
// part is left a word, as some stores of tests shorten it.
const pattern = /^\/nix\/store\/[0-9a-z]{32}-[A-Za-z0-9+._?=-]{1,211}$/;

/** Parses a store path; `undefined` for any other text. */
export function parseStorePath(text: string): StorePath | undefined {
  return pattern.test(text) ? (text as StorePath) : undefined;
}

/** What a dry run prints in place of a path that only a build could tell: `/nix/store/…` with the node's name. */
export function unbuiltStorePath(
  node: HostName,
  what: "system" | "system.drv" | "disko" | "disko.drv",
): StorePath {
  return `/nix/store/NOT-BUILT-YET-${node}-${what}` as StorePath;
}
