import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { digestOf } from "../digest.ts";
import { problem } from "../problem-kind.ts";
import type { LabWorld } from "../world.ts";
import { assemble } from "./assemble.ts";
import { type ArtefactContents, readContents } from "./contents.ts";
import { type Image, type ImageReferences, labImages } from "./image.ts";
import { type OciArchitecture, ociArchitecture } from "./oci-layout.ts";
import {
  builtPrograms,
  COMPANIONS,
  type Companion,
  findCompanion,
  findKubernetes,
  findProgram,
  type ProgramFile,
} from "./programs.ts";
import { pruneArtefacts } from "./prune.ts";
import { pullImage } from "./pull-image.ts";
import { ARTEFACTS_WHERE, artefactPath, ensureArtefact, markUsed } from "./store.ts";

/** What hosts see as `/opt/quorate-lab`: `bin/`, `cni/` and `images/`. */
export interface Artefacts {
  /** The folder on this machine. */
  readonly path: string;
  /** Where Kubernetes is from: this machine's PATH, or Debian's source. */
  readonly kubernetesFrom: "path" | "debian";
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
  /** As Node names it: `process.arch`. */
  readonly architecture: string;
  /** What the cluster's manifests call its images. */
  readonly images: ImageReferences;
  /** Whether registries are asked for what there is a stand-in for. */
  readonly pull: boolean;
  /** Folders of artefacts that labs have, which are kept. */
  readonly inUse: readonly string[];
}

/** To be raised when the same ingredients are put together in another way. */
const ASSEMBLY = 2;

/**
 * Everything that a cluster's hosts take from the lab, put together in one folder. Kubernetes is taken from
 * PATH where all of it is there, with what is beside it of etcd, containerd, runc and CNI's plugins, and built
 * otherwise, which takes minutes; a second time it is all there. What has not been used for long is removed.
 */
export async function prepareArtefacts(
  world: LabWorld,
  request: ArtefactRequest,
): Promise<Result<Artefacts>> {
  const { cache, recipes, path } = request;
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
  const folders = { cache, recipes, go: findProgram(path, "go") };
  const found = findKubernetes(path);
  const built = found === undefined ? await ensureArtefact(world, folders, "kubernetes") : undefined;
  if (built?.ok === false) return built;
  const standIns = await ensureArtefact(world, folders, "stand-ins");
  if (!standIns.ok) return standIns;

  const kubernetes = found ?? builtPrograms(built?.value ?? "");
  const companions = found === undefined ? new Map<Companion, readonly ProgramFile[]>() : beside(path);
  const images = labImages(request.images);
  const pulled = await pullImages(world, request, images, architecture);
  const files = [...kubernetes, ...[...companions.values()].flat()];
  const pulledNames = [...pulled].map(([name, archive]) => [name, basename(archive)]);
  const content = [ASSEMBLY, images, files.map(identity), basename(standIns.value), pulledNames];
  const target = join(cache, `lab-${digestOf(content)}`);
  if (!markUsed(target)) {
    world.say(ARTEFACTS_WHERE, "putting programs and images together");
    const ingredients = {
      kubernetes,
      companions,
      standIns: join(standIns.value, "bin"),
      images,
      pulled,
      architecture,
    };
    const result = await assemble(world, ingredients, target);
    if (!result.ok) return result;
  }
  const kept = [target, ...request.inUse, ...currentArtefacts(folders), ...pulled.values()];
  await pruneArtefacts(world, { cache, kept });
  return succeeded({
    path: target,
    kubernetesFrom: found === undefined ? "debian" : "path",
    contents: readContents(target) ?? { programs: {}, images: {} },
  });
}

/** What a PATH has of all that goes with Kubernetes. */
function beside(path: string): ReadonlyMap<Companion, readonly ProgramFile[]> {
  return new Map(
    COMPANIONS.flatMap((companion) => {
      const files = findCompanion(path, companion);
      return files === undefined ? [] : [[companion, files] as const];
    }),
  );
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
function currentArtefacts(folders: Parameters<typeof artefactPath>[0]): readonly string[] {
  return (["toolchain", "kubernetes", "stand-ins"] as const).map((name) => artefactPath(folders, name));
}

/** What tells a program from another that takes its place later. */
function identity({ name, path }: ProgramFile): readonly (string | number)[] {
  const { size, mtimeMs } = statSync(path);
  return [name, path, size, mtimeMs];
}
