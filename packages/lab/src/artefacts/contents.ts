import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is in a folder of artefacts, by what it says itself. */
export interface ArtefactContents {
  /**
   * Versions of the programs in `bin`, as in `1.36.3`: `kubernetes`, `etcd`, `containerd`, and `runc` where it is
   * there.
   */
  readonly programs: { readonly [program: string]: string };
  /** What is in each image that clusters ask for. */
  readonly images: { readonly [image: string]: ImageOrigin };
}

/**
 * Whether an image is what its name says, from a registry; or the program that its name says, built and packed here;
 * or what stands in for it.
 */
export type ImageOrigin = "real" | "built" | "stand-in";

const FILE = "contents.json";

/** Writes into a folder of artefacts what is in it. */
export function writeContents(folder: string, contents: ArtefactContents): void {
  writeFileSync(join(folder, FILE), `${JSON.stringify(contents, null, 2)}\n`);
}

/** Reads what is in a folder of artefacts; `undefined` where the folder does not say. */
export function readContents(folder: string): ArtefactContents | undefined {
  const path = join(folder, FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ArtefactContents) : undefined;
}
