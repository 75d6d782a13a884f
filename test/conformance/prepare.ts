import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { makeBeside } from "@quorate/files";
import {
  type ArtefactFolders,
  digestOf,
  ensureArtefact,
  findProgram,
  type LabSettings,
  type LabWorld,
  labRefusals,
  type Making,
  makingFolders,
  makingNeeds,
  markUsed,
  ociArchitecture,
  packImages,
  planLab,
  pullImage,
} from "@quorate/lab";
import machines from "../../machines.ts";
import { SPEC_IMAGES, unknownImages } from "./images.ts";

/** What specs are run with. */
export interface Prepared {
  /** The tests' program. */
  readonly program: string;
  /** Archives of images, in the order to import them: what comes later takes a name from what came before. */
  readonly archives: readonly string[];
}

/** What is built for it, and what of the lab's own lies in the images. */
const RECIPES = ["conformance", "etcd", "stand-ins"] as const;

const MAKE_LAYERS = resolve(import.meta.dirname, "make-layers");

/**
 * Builds Kubernetes' tests, and packs the images that they ask for, in the lab's cache: what is there is used. Where a
 * registry gives an image, that one is used. A machine that has not what building takes is refused before.
 */
export async function prepareSpecs(
  world: LabWorld,
  settings: LabSettings,
  making: Making,
): Promise<Result<Prepared>> {
  const cache = join(settings.cacheRoot, "artefacts");
  const folders = await makingFolders(world, { ...making, cache }, RECIPES);
  const plan = planLab(resolvedCluster(machines), settings);
  const purpose = { hosts: "none", toMake: makingNeeds(folders, RECIPES) } as const;
  const refusals = await labRefusals(world, plan, settings, purpose);
  if (refusals.length > 0) return failed(...refusals);
  const built = await ensureArtefact(world, folders, "conformance");
  if (!built.ok) return built;
  const program = join(built.value, "bin/e2e.test");
  await checkImages(world, program);
  const packed = await pack(world, folders, built.value);
  if (!packed.ok) return packed;
  const pulled = making.pull ? await pull(world, cache, findProgram(making.path, "skopeo")) : [];
  return succeeded({ program, archives: [packed.value, ...pulled] });
}

async function checkImages(world: LabWorld, program: string): Promise<void> {
  const argv = [program, "--list-images"] as const;
  const { stdout } = await world.run({
    node: undefined,
    description: "ask for images",
    argv,
    output: "silent",
  });
  const unknown = unknownImages(stdout);
  if (unknown.length > 0)
    throw new Error(
      `the tests ask for other images now: bring test/conformance/images.ts up to date: ${unknown.join(", ")}`,
    );
}

async function pack(world: LabWorld, folders: ArtefactFolders, built: string): Promise<Result<string>> {
  const architecture = ociArchitecture(process.arch);
  if (architecture === undefined) throw new Error(`no image is known for ${process.arch}`);
  const etcd = await ensureArtefact(world, folders, "etcd");
  if (!etcd.ok) return etcd;
  const standIns = await ensureArtefact(world, folders, "stand-ins");
  if (!standIns.ok) return standIns;
  const made = [built, etcd.value, standIns.value].map((path) => basename(path));
  const content = digestOf([SPEC_IMAGES, readFileSync(MAKE_LAYERS, "utf8"), ...made]);
  const archive = join(folders.cache, `image-${digestOf(["conformance"])}-${content}.tar`);
  if (markUsed(archive)) return succeeded(archive);

  const work = mkdtempSync(join(tmpdir(), "quorate-layers-"));
  try {
    const layers = join(work, "layers");
    const output = await world.run({
      node: undefined,
      description: "make the images of the specs",
      argv: [
        "bash",
        MAKE_LAYERS,
        work,
        layers,
        built,
        join(etcd.value, "bin/etcd"),
        join(standIns.value, "bin/pause"),
      ],
    });
    if (output.code !== 0) throw new Error(`make-layers ended with ${output.code}: ${output.stderr}`);
    const images = SPEC_IMAGES.map(({ layers: names, ...image }) => ({
      ...image,
      folders: names.map((name) => join(layers, name)),
    }));
    await makeBeside(archive, async (beside) => {
      await packImages(images, architecture, { output: beside, work: join(work, "layout") }, world.run);
      return succeeded(undefined);
    });
    return succeeded(archive);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The real images, where there is a registry; where there is not for the first, none is asked for another. */
async function pull(world: LabWorld, cache: string, skopeo: string | undefined): Promise<readonly string[]> {
  const architecture = ociArchitecture(process.arch) ?? "amd64";
  const archives: string[] = [];
  for (const { reference } of SPEC_IMAGES) {
    const pulled = await pullImage(world, { cache, reference, architecture, skopeo });
    if (pulled.kind === "pulled") archives.push(pulled.path);
    else if (archives.length === 0) {
      world.say("conformance", `images are packed here, since ${pulled.why}`);
      return [];
    }
  }
  return archives;
}
