import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { LabWorld } from "../world.ts";
import type { Image } from "./image.ts";
import { blobPath, type OciArchitecture, ociLayout } from "./oci-layout.ts";

/** Where the programs are, where the image goes, and where it may be put together. */
export interface PackFolders {
  readonly programs: string;
  readonly output: string;
  /** Is emptied. */
  readonly work: string;
}

/** Arguments that make a tar file depend on nothing but names and contents. */
const REPRODUCIBLE = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];

/**
 * Packs an image as a tar file that `ctr -n k8s.io images import` takes, and returns its path. Throws where
 * `tar` fails.
 */
export async function packImage(
  image: Image,
  architecture: OciArchitecture,
  { programs, output, work }: PackFolders,
  run: LabWorld["run"],
): Promise<string> {
  await rm(work, { recursive: true, force: true });
  const root = join(work, "root");
  const layout = join(work, "layout");
  await mkdir(root, { recursive: true });
  await mkdir(layout, { recursive: true });
  await copyFile(join(programs, image.program), join(root, image.program));

  const tar = join(work, "layer.tar");
  await pack(root, tar, image, run);
  const layer = { digest: await sha256(tar), size: (await stat(tar)).size };
  const blob = join(layout, blobPath(layer.digest));
  await mkdir(dirname(blob), { recursive: true });
  await rename(tar, blob);
  for (const { path, text } of ociLayout(image, layer, architecture))
    await writeFile(join(layout, path), text);

  const path = join(output, `${image.name}.tar`);
  await mkdir(output, { recursive: true });
  await pack(layout, path, image, run);
  await rm(work, { recursive: true, force: true });
  return path;
}

async function pack(from: string, to: string, image: Image, run: LabWorld["run"]): Promise<void> {
  const { code, stderr } = await run({
    node: undefined,
    description: `pack the image ${image.name}`,
    argv: ["tar", "-C", from, ...REPRODUCIBLE, "--mode=u=rwX,go=rX", "-cf", to, "."],
    output: "silent",
  });
  if (code !== 0) throw new Error(`tar could not pack the image ${image.name}: ${stderr}`);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
