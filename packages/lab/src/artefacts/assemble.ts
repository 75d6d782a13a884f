import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Result, succeeded } from "@quorate/cluster";
import { makeBeside } from "@quorate/files";
import type { LabWorld } from "../world.ts";
import type { ProgramChoice } from "./choose-programs.ts";
import { type ImageOrigin, writeContents } from "./contents.ts";
import type { Image } from "./image.ts";
import { type InstallPlace, installProgram } from "./install-program.ts";
import type { OciArchitecture } from "./oci-layout.ts";
import { packImage } from "./pack-image.ts";
import { programVersion } from "./program-version.ts";
import { PROGRAM_SETS, type ProgramSet } from "./programs.ts";
import type { RecipeName } from "./recipes.ts";

/** Programs of hosts that the lab has something for that stands in, and where these are put. */
const STAND_INS = [
  ["flannel", "bin/flannel"],
  ["cni-flannel", "cni/flannel"],
  ["k3s", "bin/k3s"],
] as const;

/** Results of the recipes that every lab wants, by the recipes' names. */
export type OwnPrograms = ReadonlyMap<RecipeName, string>;

/** What a folder of artefacts is made of. */
export interface Ingredients {
  readonly programs: ProgramChoice;
  readonly own: OwnPrograms;
  readonly images: readonly Image[];
  /** Archives of real images, by the names of those that would stand in for them. */
  readonly pulled: ReadonlyMap<string, string>;
  readonly architecture: OciArchitecture;
}

/** Puts a folder of artefacts together: what is at its place is whole. */
export async function assemble(
  world: LabWorld,
  ingredients: Ingredients,
  target: string,
): Promise<Result<undefined>> {
  return await makeBeside(target, async (beside) => {
    mkdirSync(join(beside, "cni"), { recursive: true });
    const programs = await installPrograms(world, ingredients, { into: beside, shared: dirname(target) });
    if (!programs.ok) return programs;
    const standIns = programsOf(ingredients, "stand-ins");
    for (const [name, place] of STAND_INS) {
      // The real one may be there.
      if (!existsSync(join(beside, place))) copyFileSync(join(standIns, name), join(beside, place));
    }
    const images = await putImages(world, ingredients, beside);
    writeContents(beside, { programs: programs.value, images });
    return succeeded(undefined);
  });
}

/** Installs programs, and tells their versions. */
async function installPrograms(
  world: LabWorld,
  { programs }: Ingredients,
  place: InstallPlace,
): Promise<Result<{ readonly [program: string]: string }>> {
  const versions: Record<string, string> = {};
  for (const [set, files] of programs) {
    const { folder, tellVersion, installedAs }: ProgramSet = PROGRAM_SETS[set];
    for (const { name, path } of files) {
      const result = await installProgram(world, path, installedAs ?? name, { ...place, folder });
      if (!result.ok) return result;
    }
    const [main] = files;
    if (!tellVersion || main === undefined) continue;
    const version = await programVersion(world, main);
    if (!version.ok) return version;
    versions[set] = version.value;
  }
  return succeeded(versions);
}

async function putImages(
  world: LabWorld,
  ingredients: Ingredients,
  into: string,
): Promise<{ readonly [image: string]: ImageOrigin }> {
  const { images, pulled, architecture } = ingredients;
  const folders = { output: join(into, "images"), work: join(into, "work") };
  const origins: Record<string, ImageOrigin> = {};
  mkdirSync(folders.output, { recursive: true });
  for (const image of images) {
    const archive = pulled.get(image.name);
    if (archive === undefined) {
      const programs = programsOf(ingredients, image.recipe);
      await packImage(image, architecture, { ...folders, programs }, world.run);
    } else copyFileSync(archive, join(folders.output, `${image.name}.tar`));
    const origin = originOf(image, archive !== undefined);
    if (origin !== undefined) origins[image.name] = origin;
  }
  return origins;
}

/** `undefined` for what is the lab's own, and was never meant to be anything else. */
function originOf({ standsInFor, recipe }: Image, pulled: boolean): ImageOrigin | undefined {
  if (pulled) return "real";
  if (standsInFor !== undefined) return "stand-in";
  return recipe === "stand-ins" ? undefined : "built";
}

function programsOf({ own }: Ingredients, recipe: RecipeName): string {
  return join(own.get(recipe) ?? "", "bin");
}
