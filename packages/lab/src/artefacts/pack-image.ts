import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { LabWorld } from "../world.ts";
import type { Image } from "./image.ts";
import {
  blobPath,
  type ImageConfig,
  type Layer,
  type LayeredImage,
  type OciArchitecture,
  ociArchive,
  ociLayout,
} from "./oci-layout.ts";

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

  const layer = await packLayer(root, layout, OPEN, run);
  for (const { path, text } of ociLayout(image, layer, architecture))
    await writeFile(join(layout, path), text);

  const path = join(output, `${image.name}.tar`);
  await mkdir(output, { recursive: true });
  await pack(layout, path, OPEN, run);
  await rm(work, { recursive: true, force: true });
  return path;
}

/** An image that is made of folders, the lowest first. */
export interface FolderImage extends ImageConfig {
  readonly folders: readonly string[];
}

/**
 * Packs images as one tar file, whose path is `output`, that `ctr -n k8s.io images import` takes all of them from.
 * A folder that several are made of is in it once, with its files' modes as they are. `work` is emptied. Throws where
 * `tar` fails.
 */
export async function packImages(
  images: readonly FolderImage[],
  architecture: OciArchitecture,
  { output, work }: Pick<PackFolders, "output" | "work">,
  run: LabWorld["run"],
): Promise<void> {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const layers = new Map<string, Layer>();
  for (const folder of new Set(images.flatMap(({ folders }) => folders)))
    layers.set(folder, await packLayer(folder, work, AS_IT_IS, run));
  const layered: readonly LayeredImage[] = images.map((config) => ({
    config,
    layers: config.folders.flatMap((folder) => layers.get(folder) ?? []),
  }));
  for (const { path, text } of ociArchive(layered, architecture)) await writeFile(join(work, path), text);
  await pack(work, output, OPEN, run);
  await rm(work, { recursive: true, force: true });
}

/** Everybody may read it. */
const OPEN: readonly string[] = ["--mode=u=rwX,go=rX"];
const AS_IT_IS: readonly string[] = [];

/** Packs a folder as a blob of a layout. */
async function packLayer(
  root: string,
  layout: string,
  modes: readonly string[],
  run: LabWorld["run"],
): Promise<Layer> {
  const tar = join(layout, "layer.tar");
  await pack(root, tar, modes, run);
  const layer = { digest: await sha256(tar), size: (await stat(tar)).size };
  const blob = join(layout, blobPath(layer.digest));
  await mkdir(dirname(blob), { recursive: true });
  await rename(tar, blob);
  return layer;
}

async function pack(from: string, to: string, modes: readonly string[], run: LabWorld["run"]): Promise<void> {
  const { code, stderr } = await run({
    node: undefined,
    description: `pack ${basename(to)}`,
    argv: ["tar", "-C", from, ...REPRODUCIBLE, ...modes, "-cf", to, "."],
    output: "silent",
  });
  if (code !== 0) throw new Error(`tar could not pack ${to}: ${stderr}`);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
