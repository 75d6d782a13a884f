// `npm run mutants`: how many changes of the pure rooms' code their tests notice. See docs/mutants.md.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process, { argv, env, execPath, stderr, stdout } from "node:process";
import { type Request, readArguments, USAGE } from "./arguments.ts";
import { type Equivalent, sortOut } from "./equivalent.ts";
import { packageFiles } from "./package-files.ts";
import { renderMutant, renderShortfall, renderStale, renderTable, withScores } from "./render.ts";
import { mutantsOf, type Report } from "./report.ts";
import { type RoomName, sourcesOf } from "./rooms.ts";
import { type Score, scoreOf } from "./score.ts";
import { reportFolder, strykerOptions } from "./stryker.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const DOCUMENT = join(ROOT, "docs/mutants.md");

process.exitCode = main();

function main(): number {
  let request: Request;
  try {
    request = readArguments(argv.slice(2));
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n${USAGE}\n`);
    return 2;
  }
  const scores = new Map<string, Score>();
  const complaints: string[] = [];
  for (const room of request.rooms) {
    const files = chosenFiles(room, request);
    if (files.length === 0) continue;
    const { score, wrong } = look(room, files, request.fresh);
    scores.set(room, score);
    complaints.push(...wrong);
  }
  stdout.write(`\n${renderTable(scores)}\n`);
  if (request.writeDocs) {
    writeFileSync(DOCUMENT, withScores(readFileSync(DOCUMENT, "utf8"), scores));
  }
  for (const complaint of complaints) stderr.write(`${complaint}\n`);
  return complaints.length === 0 ? 0 : 1;
}

function chosenFiles(room: RoomName, { changed, files: named }: Request): readonly string[] {
  const all = sourcesOf(room, packageFiles(ROOT));
  if (changed === undefined && named.length === 0) return all;
  const wanted = new Set(named);
  if (changed !== undefined) {
    const names = execFileSync("git", ["diff", "--name-only", changed, "--"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    for (const name of names.split("\n")) wanted.add(name);
  }
  return all.filter((file) => wanted.has(file));
}

function look(room: RoomName, files: readonly string[], fresh: boolean) {
  const mutants = mutantsOf(run(room, files, fresh), new Set(files));
  const list = readList().filter(({ file }) => files.includes(file));
  const { equivalent, counted, stale } = sortOut(mutants, list);
  const score = scoreOf(counted, equivalent);
  const unnoticed = counted.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  stdout.write(`== ${room}\n${unnoticed.map((mutant) => `${renderMutant(mutant)}\n\n`).join("")}`);
  return { score, wrong: [...renderShortfall(room, score), ...stale.map(renderStale)] };
}

function run(room: RoomName, files: readonly string[], fresh: boolean): Report {
  const folder = join(ROOT, reportFolder(room));
  mkdirSync(folder, { recursive: true });
  const settings = join(folder, "stryker.json");
  writeFileSync(settings, JSON.stringify(strykerOptions(room, files, fresh)));
  const stryker = join(ROOT, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const { status } = spawnSync(execPath, [stryker, "run", settings], {
    cwd: ROOT,
    env: { ...env, MUTANTS_ROOM: room },
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${room}: Stryker ended with ${status}`);
  return JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report;
}

function readList(): readonly Equivalent[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, "equivalent.json"), "utf8")) as Equivalent[];
}
