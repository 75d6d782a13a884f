import { existsSync, utimesSync } from "node:fs";
import { basename, join } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { goMissing } from "../admission/requirements.ts";
import type { LabWorld } from "../world.ts";
import { besideOthers } from "./beside-others.ts";
import { buildFailure } from "./build-failure.ts";
import { wantedGo } from "./go-version.ts";
import { type ArtefactFolders, type Job, jobsOf } from "./job.ts";
import { isRecipe } from "./recipes.ts";
import type { ReleaseName } from "./releases.ts";

/** What people are told progress of an artefact under. */
export const ARTEFACTS_WHERE = "artefacts";

/** Seconds between two words about something that takes long. */
const HEARTBEAT = 15;

/** The folder with the result of a recipe, or of a release; it is made where it is not there yet. */
export async function ensureArtefact(
  world: LabWorld,
  folders: ArtefactFolders,
  name: ReleaseName,
): Promise<Result<string>> {
  const jobs = jobsOf(folders, name);
  const there = jobs.find(({ path }) => markUsed(path));
  if (there !== undefined) return succeeded(there.path);
  const [job] = jobs;
  const go = job?.compiles === true ? await ensureGo(world, folders, name) : succeeded("");
  if (job === undefined || !go.ok) return go;
  const output = await withHeartbeat(world, job, () => world.run(makeCommand(folders, job, go.value)));
  return output.code === 0 && markUsed(job.path)
    ? succeeded(job.path)
    : failed(buildFailure(name, job, output));
}

/** The Go of this machine, or the one that upstream has published. */
async function ensureGo(
  world: LabWorld,
  folders: ArtefactFolders,
  name: ReleaseName,
): Promise<Result<string>> {
  if (folders.go !== undefined) return succeeded(folders.go);
  if (folders.releases === undefined) {
    const wanted = wantedGo(folders.recipes, isRecipe(name) ? [name] : []);
    return failed(goMissing({ wanted, absent: [name] }));
  }
  const made = await ensureArtefact(world, folders, "go");
  return made.ok ? succeeded(join(made.value, "go/bin/go")) : made;
}

/** The folder with the result of a recipe, or the one that it will have. */
export function artefactPath(folders: ArtefactFolders, name: ReleaseName): string {
  const paths = jobsOf(folders, name).map(({ path }) => path);
  return paths.find((path) => existsSync(path)) ?? paths[0] ?? "";
}

/**
 * Says that a part of the cache is used now, which keeps it from being removed for a while. False where it is not
 * there, or no longer. Whoever uses a part says so first.
 */
export function markUsed(path: string): boolean {
  const now = new Date();
  try {
    utimesSync(path, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function makeCommand({ cache, recipes }: ArtefactFolders, job: Job, go: string): Command {
  return {
    node: undefined,
    description: job.description,
    argv: [
      ...besideOthers(),
      ...["bash", join(recipes, "make-artefact"), cache, basename(job.path)],
      ...["bash", join(recipes, job.script), ...job.words(go)],
    ],
  };
}

async function withHeartbeat<Result>(
  world: LabWorld,
  { description, usually }: Job,
  work: () => Promise<Result>,
): Promise<Result> {
  const start = performance.now();
  const elapsed = () => minutes(Math.round((performance.now() - start) / 1000));
  world.say(ARTEFACTS_WHERE, `${description}: ${usually}`);
  const timer = setInterval(
    () => world.say(ARTEFACTS_WHERE, `waiting to ${description}, ${elapsed()} so far`),
    HEARTBEAT * 1000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function minutes(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
