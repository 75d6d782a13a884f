import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

import { waitFor } from "../wait-for.ts";

/** Seconds that processes have to end which are killed. */
const END_SECONDS = 10;

/** Where the hierarchies of cgroups are mounted, one of the unified kind or several of version 1. */
export function hierarchies(mounts: string = readFileSync("/proc/self/mounts", "utf8")): readonly string[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "cgroup" || type === "cgroup2")
    .map(([, path = ""]) => path);
}

/**
 * The files that move a process into the very cgroups of another one, when its number is written to them: one
 * for each hierarchy that is mounted here.
 */
export function cgroupFilesOf(pid: number): readonly string[] {
  const memberships = readLines(`/proc/${pid}/cgroup`).map((line) => {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return { controllers, path };
  });
  return readLines("/proc/self/mounts").flatMap((line) => {
    const [, mount = "", type, options = ""] = line.split(" ");
    const here = memberships.find(({ controllers }) =>
      type === "cgroup2"
        ? controllers === ""
        : type === "cgroup" &&
          controllers !== "" &&
          controllers.split(",").every((controller) => options.split(",").includes(controller)),
    );
    return here === undefined ? [] : [`${mount}${here.path}/cgroup.procs`];
  });
}

/**
 * The processes in a cgroup and below, sorted. One hierarchy tells: whatever belongs to a host joins them all,
 * the first one first.
 */
export function processesOf(cgroup: string): readonly number[] {
  const [first] = hierarchies();
  const folders = first === undefined ? [] : foldersBelow(`${first}/${cgroup}`);
  const found = new Set(folders.flatMap((folder) => readLines(`${folder}/cgroup.procs`).map(Number)));
  // 0 is a process of another PID namespace, which a mere number says nothing about.
  found.delete(0);
  return [...found].sort((a, b) => a - b);
}

/**
 * A host's first process, by its number here: the one in the host's cgroup that is number 1 in the PID
 * namespace right below ours. Those of pods are two below.
 */
export function leaderOf(cgroup: string): number | undefined {
  return processesOf(cgroup).find((pid) => {
    const numbers = /^NSpid:\t(.*)$/m.exec(readText(`/proc/${pid}/status`))?.[1]?.split("\t") ?? [];
    return numbers.length === namespaceDepth() + 1 && numbers.at(-1) === "1";
  });
}

/** Ends every process in a cgroup and below by SIGKILL, thawing it first. Resolves to whether all are gone. */
export async function killAll(cgroup: string): Promise<boolean> {
  const gone = await waitFor(
    () => {
      thawAll(cgroup);
      const alive = processesOf(cgroup).filter((pid) => pid !== process.pid);
      for (const pid of alive) signal(pid, "SIGKILL");
      return alive.length === 0 ? true : undefined;
    },
    { seconds: END_SECONDS },
  );
  return gone === true;
}

/** Sends a signal to a process that may be gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Stops all processes of a cgroup where they are, or lets them go on. Does nothing where there is none. */
export function setFrozen(cgroup: string, frozen: boolean): void {
  for (const hierarchy of hierarchies()) {
    const old = `${hierarchy}/${cgroup}/freezer.state`;
    const unified = `${hierarchy}/${cgroup}/cgroup.freeze`;
    if (existsSync(old)) writeIfThere(old, frozen ? "FROZEN" : "THAWED");
    // A machine with version 1 has an empty unified hierarchy beside it, and one freezer is enough.
    else if (existsSync(unified) && existsSync("/sys/fs/cgroup/cgroup.controllers")) {
      writeIfThere(unified, frozen ? "1" : "0");
    }
  }
}

/** Lets everything go on, in the cgroups below as well: a stopped process does not even die. */
function thawAll(cgroup: string): void {
  for (const hierarchy of hierarchies()) {
    const [file, value] = existsSync(`${hierarchy}/${cgroup}/freezer.state`)
      ? (["freezer.state", "THAWED"] as const)
      : (["cgroup.freeze", "0"] as const);
    if (!existsSync(`${hierarchy}/${cgroup}/${file}`)) continue;
    for (const folder of foldersBelow(`${hierarchy}/${cgroup}`)) {
      const now = readText(`${folder}/${file}`).trim();
      if (now !== value && now !== "") writeIfThere(`${folder}/${file}`, value);
    }
  }
}

/** Whether a cgroup's processes are stopped, all of them. */
export function isFrozen(cgroup: string): boolean {
  return hierarchies().some(
    (hierarchy) =>
      readText(`${hierarchy}/${cgroup}/freezer.state`).trim() === "FROZEN" ||
      /^frozen 1$/m.test(readText(`${hierarchy}/${cgroup}/cgroup.events`)),
  );
}

function namespaceDepth(): number {
  return (/^NSpid:\t(.*)$/m.exec(readText("/proc/self/status"))?.[1] ?? "").split("\t").length;
}

function foldersBelow(folder: string): readonly string[] {
  try {
    if (!statSync(folder).isDirectory()) return [];
    return [
      folder,
      ...readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) => foldersBelow(`${folder}/${name}`)),
    ];
  } catch {
    // It went away while we looked.
    return [];
  }
}

function readLines(file: string): readonly string[] {
  return readText(file)
    .split("\n")
    .filter((line) => line !== "");
}

/** A file's text; nothing where it is gone: processes come and go while they are looked at. */
function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Writes to a file of a cgroup that may be gone by now. */
function writeIfThere(file: string, value: string): void {
  try {
    writeFileSync(file, value);
  } catch (error) {
    if (!["ENOENT", "ENODEV"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
