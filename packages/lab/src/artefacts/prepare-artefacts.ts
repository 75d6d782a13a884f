import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { digestOf } from "../digest.ts";
import { problem } from "../problem-kind.ts";
import type { LabWorld } from "../world.ts";
import { assemble, type OwnPrograms } from "./assemble.ts";
import { choosePrograms, type ProgramChoice } from "./choose-programs.ts";
import { type ArtefactContents, readContents } from "./contents.ts";
import { besideFetching } from "./fetch-modules.ts";
import { type Image, LAB_RECIPES, labImages, strangeImages } from "./image.ts";
import type { ArtefactFolders } from "./job.ts";
import { makingFolders, wantedRecipes } from "./making-folders.ts";
import { type OciArchitecture, ociArchitecture } from "./oci-layout.ts";
import {
  builtSet,
  findProgram,
  type KubernetesMinor,
  PROGRAM_SET_NAMES,
  type ProgramFile,
  recipeOfSet,
} from "./programs.ts";
import { pruneArtefacts } from "./prune.ts";
import { pullImage } from "./pull-image.ts";
import { RECIPE_NAMES, type RecipeName } from "./recipes.ts";
import { ARTEFACTS_WHERE, artefactPath, ensureArtefact, markUsed } from "./store.ts";

/** What hosts see as `/opt/quorate-lab`: `bin/`, `cni/` and `images/`. */
export interface Artefacts {
  /** The folder on this machine. */
  readonly path: string;
  /** Where Kubernetes is from: this machine's PATH, or built here. */
  readonly kubernetesFrom: "path" | "built";
  readonly contents: ArtefactContents;
}

/** What {@link prepareArtefacts} goes by. */
export interface ArtefactRequest {
  /** The folder of all artefacts. */
  readonly cache: string;
  /** The folder `packages/lab/artefacts`. */
  readonly recipes: string;
  /** Folders to look for programs in, as in PATH. */
  readonly path: string;
  /** The minor version of Kubernetes that is asked for. Default: what PATH has, or the usual one. */
  readonly kubernetes?: KubernetesMinor;
  /** The path of a real k3s. Default: that on PATH, else there is a stand-in. */
  readonly k3s?: string;
  /** As Node names it: `process.arch`. */
  readonly architecture: string;
  /** The images that the cluster's manifests ask for. */
  readonly images: readonly string[];
  /** A mirror of upstream's archives, which are taken then. Default: upstream's own, and only where there is no Go. */
  readonly releases?: string;
  /** Whether registries are asked for what there is a stand-in for. */
  readonly pull: boolean;
  /** Folders of artefacts that labs have, which are kept. */
  readonly inUse: readonly string[];
}

/** To be raised when the same ingredients are put together in another way. */
const ASSEMBLY = 5;

/**
 * Everything that a cluster's hosts take from the lab, put together in one folder. Kubernetes is taken from
 * PATH where all of it is there, with what is beside it of etcd, containerd, runc and CNI's plugins. What is not from
 * there is built, which takes minutes; a second time it is all there. What has not been used for long is removed.
 */
export async function prepareArtefacts(
  world: LabWorld,
  request: ArtefactRequest,
): Promise<Result<Artefacts>> {
  const { cache, path } = request;
  const architecture = ociArchitecture(request.architecture);
  if (architecture === undefined) {
    return failed(
      problem(
        "lab-architecture-unknown",
        "",
        `the lab knows amd64 and arm64, and this machine is ${request.architecture}`,
        "Run it on another machine.",
      ),
    );
  }
  const found = await choosePrograms(world, path, request.kubernetes, request.k3s);
  if (!found.ok) return found;
  const wanted = wantedRecipes(found.value, request.kubernetes);
  const folders = await makingFolders(world, request, wanted);
  const made = await besideFetching(world, folders, wanted, async () => {
    const programs = await withBuilt(world, folders, found.value, request.kubernetes);
    if (!programs.ok) return programs;
    const own = await ownPrograms(world, folders);
    return own.ok ? succeeded({ programs: programs.value, own: own.value }) : own;
  });
  if (!made.ok) return made;
  const { programs, own } = made.value;

  const images = labImages(request.images);
  for (const reference of strangeImages(request.images)) {
    world.say(ARTEFACTS_WHERE, `${reference}: the lab has none; hosts have to pull it`);
  }
  const pulled = await pullImages(world, request, images, architecture);
  const files = [...programs.values()].flat();
  const pulledNames = [...pulled].map(([name, archive]) => [name, basename(archive)]);
  const content = [
    ASSEMBLY,
    images,
    files.map(identity),
    [...own.values()].map((path) => basename(path)),
    pulledNames,
  ];
  const target = join(cache, `lab-${digestOf(content)}`);
  if (!markUsed(target)) {
    world.say(ARTEFACTS_WHERE, "putting programs and images together");
    const ingredients = { programs, own, images, pulled, architecture };
    const result = await assemble(world, ingredients, target);
    if (!result.ok) return result;
  }
  const kept = [target, ...request.inUse, ...currentArtefacts(folders), ...pulled.values()];
  await pruneArtefacts(world, { cache, kept });
  return succeeded({
    path: target,
    kubernetesFrom: found.value.has("kubernetes") ? "path" : "built",
    contents: readContents(target) ?? { programs: {}, images: {} },
  });
}

/** What is chosen, and what is built since it is not: in the same order whatever it is from. */
async function withBuilt(
  world: LabWorld,
  folders: ArtefactFolders,
  chosen: ProgramChoice,
  minor: KubernetesMinor | undefined,
): Promise<Result<ProgramChoice>> {
  const all = new Map(chosen);
  for (const set of PROGRAM_SET_NAMES) {
    const recipe = recipeOfSet(set, minor);
    if (chosen.has(set) || recipe === undefined) continue;
    const built = await ensureArtefact(world, folders, recipe);
    if (!built.ok) return built;
    all.set(set, builtSet(built.value, set));
  }
  return succeeded(new Map([...all].sort(([one], [other]) => (one < other ? -1 : 1))));
}

/** The lab's own programs, and those of images: the results of their recipes. */
async function ownPrograms(world: LabWorld, folders: ArtefactFolders): Promise<Result<OwnPrograms>> {
  const made = new Map<RecipeName, string>();
  for (const recipe of LAB_RECIPES) {
    const result = await ensureArtefact(world, folders, recipe);
    if (!result.ok) return result;
    made.set(recipe, result.value);
  }
  return succeeded(made);
}

/** Real images in the place of stand-ins, by the names of these; says which are used. */
async function pullImages(
  world: LabWorld,
  { cache, path, pull }: ArtefactRequest,
  images: readonly Image[],
  architecture: OciArchitecture,
): Promise<ReadonlyMap<string, string>> {
  const pulled = new Map<string, string>();
  for (const { name, reference } of images.filter((image) => image.pulled === true && pull)) {
    const skopeo = findProgram(path, "skopeo");
    const result = await pullImage(world, { cache, reference, architecture, skopeo });
    if (result.kind === "pulled") pulled.set(name, result.path);
    world.say(
      ARTEFACTS_WHERE,
      result.kind === "pulled"
        ? `${name}: the real image ${reference}`
        : `${name}: the stand-in for ${reference}, since ${result.why}`,
    );
  }
  return pulled;
}

/** The results of all recipes as they are now, whether they were needed this time or not. */
function currentArtefacts(folders: ArtefactFolders): readonly string[] {
  return RECIPE_NAMES.map((name) => artefactPath(folders, name));
}

/** What tells a program from another that takes its place later. */
function identity({ name, path }: ProgramFile): readonly (string | number)[] {
  const { size, mtimeMs } = statSync(path);
  return [name, path, size, mtimeMs];
}
