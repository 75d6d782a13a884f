import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import { makeBeside } from "@quorate/files";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { type ImageOrigin, writeContents } from "./contents.ts";
import type { Image } from "./image.ts";
import { installProgram } from "./install-program.ts";
import type { OciArchitecture } from "./oci-layout.ts";
import { packImage } from "./pack-image.ts";
import { type Companion, PROGRAM_SETS, type ProgramFile, type ProgramSet } from "./programs.ts";
import { ARTEFACTS_WHERE } from "./store.ts";

/** What a folder of artefacts is made of. */
export interface Ingredients {
  readonly kubernetes: readonly ProgramFile[];
  /** What is taken beside it, of the same PATH. */
  readonly companions: ReadonlyMap<Companion, readonly ProgramFile[]>;
  /** The folder of the lab's own programs. */
  readonly standIns: string;
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
    const programs = await installPrograms(world, ingredients, beside);
    if (!programs.ok) return programs;
    copyFileSync(join(ingredients.standIns, "flannel"), join(beside, "bin", "flannel"));
    copyFileSync(join(ingredients.standIns, "cni-flannel"), join(beside, "cni", "flannel"));
    const images = await putImages(world, ingredients, beside);
    writeContents(beside, { programs: programs.value, images });
    return succeeded(undefined);
  });
}

/** Installs programs, and tells their versions. */
async function installPrograms(
  world: LabWorld,
  { kubernetes, companions }: Ingredients,
  into: string,
): Promise<Result<{ readonly [program: string]: string }>> {
  for (const { name, path } of kubernetes) {
    const result = await installProgram(world, path, name, { into });
    if (!result.ok) return result;
  }
  const apiserver = kubernetes.find(({ name }) => name === "kube-apiserver")?.path ?? "";
  const version = await programVersion(world, apiserver);
  if (version === undefined) return unknownVersion(apiserver);

  const versions: Record<string, string> = { kubernetes: version };
  for (const [companion, files] of companions) {
    const [main] = files;
    const { tellVersion } = PROGRAM_SETS[companion];
    const version = tellVersion ? await programVersion(world, main?.path ?? "") : "";
    const taken = version !== undefined && (await installCompanion(world, companion, files, into));
    if (!taken) world.say(ARTEFACTS_WHERE, `${companion}: Debian's, since that on PATH can't run on a host`);
    else if (tellVersion) versions[companion] = version;
  }
  return succeeded(versions);
}

async function installCompanion(
  world: LabWorld,
  companion: Companion,
  files: readonly ProgramFile[],
  into: string,
): Promise<boolean> {
  const { programs, folder, startThemselves }: ProgramSet = PROGRAM_SETS[companion];
  for (const { name, path } of files) {
    const startsItself = startThemselves.includes(name);
    const result = await installProgram(world, path, name, { into, folder, startsItself });
    if (result.ok) continue;
    for (const program of programs) rmSync(join(into, folder, program), { force: true });
    return false;
  }
  return true;
}

async function putImages(
  world: LabWorld,
  { images, pulled, standIns, architecture }: Ingredients,
  into: string,
): Promise<{ readonly [image: string]: ImageOrigin }> {
  const folders = { programs: standIns, output: join(into, "images"), work: join(into, "work") };
  const origins: Record<string, ImageOrigin> = {};
  mkdirSync(folders.output, { recursive: true });
  for (const image of images) {
    const archive = pulled.get(image.name);
    if (archive === undefined) await packImage(image, architecture, folders, world.run);
    else copyFileSync(archive, join(folders.output, `${image.name}.tar`));
    if (image.standsInFor !== undefined) origins[image.name] = archive === undefined ? "stand-in" : "real";
  }
  return origins;
}

function unknownVersion(apiserver: string): Result<never> {
  return failed(
    problem(
      "lab-program-unknown",
      apiserver,
      "it does not say which version of Kubernetes it is",
      "Take the folder that it is in off PATH; Kubernetes is built from Debian's source then.",
    ),
  );
}

/** The version that a program names first when it is asked, as in `1.20.2`; `undefined` where it names none. */
async function programVersion(world: LabWorld, path: string): Promise<string | undefined> {
  const { stdout } = await runCommand(world, [path, "--version"], { description: "ask for its version" });
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0];
}
