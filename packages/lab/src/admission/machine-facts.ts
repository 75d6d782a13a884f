import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { presentGo } from "../artefacts/go-version.ts";
import { hierarchies, processesOf } from "../machine/cgroup.ts";
import type { LabPlan } from "../model/lab-plan.ts";
import type { LabSettings } from "../model/settings.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { folderFacts, onOneFileSystem } from "./folder-facts.ts";
import { BASE_TREE_PROGRAMS, cgroupsOf, type MachineFacts, PROGRAMS } from "./requirements.ts";
import type { MemoryFacts } from "./resources.ts";

/** Looks at this machine, and for those of a plan's machines that run. Changes nothing. */
export async function machineFacts(
  world: LabWorld,
  plan: LabPlan,
  settings: LabSettings,
  baseTree: boolean,
): Promise<MachineFacts> {
  const linux = process.platform === "linux";
  const programs = Object.keys({ ...PROGRAMS, ...(baseTree ? {} : BASE_TREE_PROGRAMS) });
  const mounted = linux ? hierarchies() : [];
  const unshare = await runCommand(world, ["unshare", "--net", "true"], {
    description: "try a network namespace",
  });
  return {
    platform: process.platform,
    uid: process.getuid?.() ?? -1,
    missingPrograms: programs.filter((program) => !onPath(program)).sort(),
    overlay: readText("/proc/filesystems").includes("overlay"),
    loopDevices: existsSync("/dev/loop-control"),
    networkNamespaces: unshare.code === 0 || !onPath("unshare"),
    cgroups: cgroupsOf(mounted),
    cgroupsWritable: mounted.length > 0 && mounted.every(isWritable),
    go: await presentGo(world),
    ...memoryFacts(plan),
    state: folderFacts(settings.stateRoot),
    cache: folderFacts(settings.cacheRoot),
    oneFileSystem: onOneFileSystem(settings.stateRoot, settings.cacheRoot),
    baseTree,
  };
}

/** Looks for this machine's memory, and for those of a plan's machines that have theirs already. */
export function memoryFacts({ machines }: LabPlan): MemoryFacts {
  return {
    availableMemoryMiB: availableMemoryMiB(),
    running:
      process.platform === "linux"
        ? machines.filter(({ cgroup }) => processesOf(cgroup).length > 0).map(({ name }) => name)
        : [],
  };
}

/** MiB of memory that processes may still take. */
export function availableMemoryMiB(): number {
  return Math.floor(Number(/^MemAvailable:\s+(\d+) kB/m.exec(readText("/proc/meminfo"))?.[1] ?? 0) / 1024);
}

function onPath(program: string): boolean {
  return (process.env["PATH"] ?? "")
    .split(":")
    .concat("/usr/local/sbin", "/usr/sbin", "/sbin")
    .some((folder) => folder !== "" && existsSync(join(folder, program)));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
