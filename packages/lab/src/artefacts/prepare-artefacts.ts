import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { failed, type LabResult, succeeded } from "../problem.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { IMAGES } from "./image.ts";
import { installProgram } from "./install-program.ts";
import { type OciArchitecture, ociArchitecture } from "./oci-layout.ts";
import { packImage } from "./pack-image.ts";
import {
  builtPrograms,
  findProgram,
  findPrograms,
  KUBERNETES_PROGRAMS,
  type ProgramPaths,
} from "./programs.ts";
import { ARTEFACTS_WHERE, ensureArtefact } from "./store.ts";

/** What hosts see as `/opt/quorate-lab`: `bin/`, `cni/` and `images/`. */
export interface Artefacts {
  /** The folder on this machine. */
  readonly path: string;
  /** Where Kubernetes is from: this machine's PATH, or Debian's source. */
  readonly kubernetesFrom: "path" | "debian";
  /** As in `1.20.2`. */
  readonly kubernetesVersion: string;
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
}

/** Holds the version of Kubernetes. */
const VERSION_FILE = "kubernetes-version";

/** To be raised when the same ingredients are put together in another way. */
const ASSEMBLY = 1;

/**
 * Everything that a cluster's hosts take from the lab, put together in one folder. Kubernetes is taken from
 * PATH where all of it is there, and built otherwise, which takes minutes; a second time it is all there.
 */
export async function prepareArtefacts(
  world: LabWorld,
  { cache, recipes, path, architecture: nodeName }: ArtefactRequest,
): Promise<LabResult<Artefacts>> {
  const architecture = ociArchitecture(nodeName);
  if (architecture === undefined) {
    return failed({
      code: "lab-architecture-unknown",
      message: `the lab knows amd64 and arm64, and this machine is ${nodeName}`,
      hint: "Run it on another machine.",
    });
  }
  const folders = { cache, recipes, go: findProgram(path, "go") };
  const found = findPrograms(path);
  const built = found === undefined ? await ensureArtefact(world, folders, "kubernetes") : undefined;
  if (built?.ok === false) return built;
  const standIns = await ensureArtefact(world, folders, "stand-ins");
  if (!standIns.ok) return standIns;

  const programs = found ?? builtPrograms(built?.value ?? "");
  const parts = { programs, standIns: join(standIns.value, "bin"), architecture };
  const target = join(
    cache,
    `lab-${digest([ASSEMBLY, IMAGES, ...Object.values(programs).map(identity), basename(standIns.value)])}`,
  );
  if (!existsSync(target)) {
    world.say(ARTEFACTS_WHERE, "putting programs and images together");
    const result = await assemble(world, parts, target);
    if (!result.ok) return result;
  }
  return succeeded({
    path: target,
    kubernetesFrom: found === undefined ? "debian" : "path",
    kubernetesVersion: readFileSync(join(target, VERSION_FILE), "utf8").trim(),
  });
}

interface Parts {
  readonly programs: ProgramPaths;
  /** The folder of the lab's own programs. */
  readonly standIns: string;
  readonly architecture: OciArchitecture;
}

async function assemble(world: LabWorld, parts: Parts, target: string): Promise<LabResult<undefined>> {
  const beside = `${target}.${process.pid}.unfinished`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(join(beside, "cni"), { recursive: true });
  try {
    for (const name of KUBERNETES_PROGRAMS) {
      const result = await installProgram(world, parts.programs[name], name, beside);
      if (!result.ok) return result;
    }
    copyFileSync(join(parts.standIns, "flannel"), join(beside, "bin", "flannel"));
    copyFileSync(join(parts.standIns, "cni-flannel"), join(beside, "cni", "flannel"));
    const folders = { programs: parts.standIns, output: join(beside, "images"), work: join(beside, "work") };
    for (const image of IMAGES) await packImage(image, parts.architecture, folders, world.run);
    const version = await kubernetesVersion(world, parts.programs);
    if (version === undefined) return unknownVersion(parts.programs);
    writeFileSync(join(beside, VERSION_FILE), `${version}\n`);
    // Another run may have been faster: what it made is the same.
    if (!existsSync(target)) renameSync(beside, target);
    return succeeded(undefined);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

async function kubernetesVersion(world: LabWorld, programs: ProgramPaths): Promise<string | undefined> {
  const options = { description: "ask which version of Kubernetes it is" };
  const { stdout } = await runCommand(world, [programs["kube-apiserver"], "--version"], options);
  return /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
}

function unknownVersion(programs: ProgramPaths): LabResult<never> {
  return failed({
    code: "lab-program-unknown",
    where: programs["kube-apiserver"],
    message: "it does not say which version of Kubernetes it is",
    hint: "Take the folder that it is in off PATH; Kubernetes is built from Debian's source then.",
  });
}

/** What tells a program from another that takes its place later. */
function identity(path: string): readonly (string | number)[] {
  const { size, mtimeMs } = statSync(path);
  return [path, size, mtimeMs];
}

function digest(of: unknown): string {
  return createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 16);
}
