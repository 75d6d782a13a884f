import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { originOf, sayOrigin } from "../admission/origin.ts";
import { hierarchies, killAll, processesOf, signal } from "../machine/cgroup.ts";
import { REMOVE_CGROUP_SCRIPT } from "../machine/cgroup-script.ts";
import { restoreLimits } from "../machine/kernel-limits.ts";
import { endOrphans, REMOVES } from "../machine/orphans.ts";
import { labCgroup, labId, namespacePrefix } from "../model/lab-name.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import { deleteNamespace } from "../network/network.ts";
import { problem } from "../problem-kind.ts";
import { commandFailed, runCommand } from "../run-command.ts";
import { waitFor } from "../wait-for.ts";
import type { LabWorld } from "../world.ts";
import { withLock } from "./lock.ts";
import { type LabState, readState, writeState } from "./state-file.ts";

/** What `labDown` found to remove. */
export interface DownReport {
  /** False where there was nothing at all. */
  readonly existed: boolean;
}

/** Powers a machine off and unplugs it; its disk stays. */
export async function stopMachine(
  world: LabWorld,
  plan: LabPlan,
  machine: MachinePlan,
): Promise<Result<undefined>> {
  if (!(await killAll(machine.cgroup))) return failed(processesLeft(machine.cgroup, machine.name));
  await runCommand(world, ["ip", "-n", plan.lan.namespace, "link", "delete", machine.link.port], {
    description: "pull its cable",
  });
  await deleteNamespace(world, machine.link.namespace);
  return succeeded(undefined);
}

/** Removes one machine with its disk. */
export async function removeMachine(
  world: LabWorld,
  plan: LabPlan,
  machine: MachinePlan,
): Promise<Result<undefined>> {
  const stopped = await stopMachine(world, plan, machine);
  if (!stopped.ok) return stopped;
  const cgroup = await removeCgroup(world, machine.cgroup, machine.folder);
  if (!cgroup.ok) return cgroup;
  rmSync(machine.folder, { recursive: true, force: true });
  return succeeded(undefined);
}

/**
 * Removes everything that a lab consists of, whatever state it is in and whatever it was planned as: all of
 * it bears the lab's name. The folder, which says that there is a lab, goes last. With `source`, the absolute path
 * of a machines.ts, only the lab of that one.
 */
export async function labDown(world: LabWorld, folder: string, source?: string): Promise<Result<DownReport>> {
  const id = labId(folder);
  return await withLock<DownReport>(id, async () => {
    const state = readState(folder);
    if (source !== undefined) {
      const origin = originOf(state, source);
      if (!origin.ok) return origin;
      sayOrigin(world, origin.value);
    }
    const cgroup = labCgroup(id);
    await endOrphans(cgroup);
    const existed = existsSync(folder) || namespacesOf(id).length > 0 || cgroupExists(cgroup);
    if (!existed) return succeeded({ existed });
    if (state !== undefined) sayEnding(folder, state);
    if (!(await killAll(cgroup))) return failed(processesLeft(cgroup, folder));
    await endProcessesInNamespaces(world, id);
    for (const namespace of namespacesOf(id)) await deleteNamespace(world, namespace);
    const left = namespacesOf(id);
    if (left.length > 0) {
      return failed(
        problem(
          "namespace-not-removed",
          "",
          `network namespaces are still there: ${left.join(", ")}`,
          "Run `quorate lab down` again, as root.",
        ),
      );
    }
    const removed = await removeCgroup(world, cgroup, folder);
    if (!removed.ok) return removed;
    // The state says to the last that half of a lab is one.
    rmSync(`${folder}/machines`, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
    removeIfEmpty(folder.slice(0, folder.lastIndexOf("/")));
    await removeNamespaceFolder(world);
    restoreLimits();
    return succeeded({ existed });
  });
}

/** What of a lab is on this machine: names of namespaces, numbers of processes, cgroups, folders. */
export function tracesOf(folder: string): readonly string[] {
  const id = labId(folder);
  const cgroup = labCgroup(id);
  return [
    ...namespacesOf(id).map((name) => `network namespace ${name}`),
    ...processesOf(cgroup).map((pid) => `process ${pid}`),
    ...hierarchies()
      .filter((hierarchy) => existsSync(`${hierarchy}/${cgroup}`))
      .map((hierarchy) => `cgroup ${hierarchy}/${cgroup}`),
    ...readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .filter((line) => line.includes(`${folder}/`) || line.includes(namespacePrefix(id)))
      .map((line) => `mount ${line.split(" ")[1]}`),
    ...loopDevicesOf(folder),
    ...(existsSync(folder) ? [`folder ${folder}`] : []),
  ];
}

function loopDevicesOf(folder: string): readonly string[] {
  return readdirSync("/sys/block").flatMap((device) => {
    const file = `/sys/block/${device}/loop/backing_file`;
    return existsSync(file) && readFileSync(file, "utf8").startsWith(`${folder}/`)
      ? [`loop device ${device}`]
      : [];
  });
}

function namespacesOf(id: string): readonly string[] {
  if (!existsSync("/run/netns")) return [];
  return readdirSync("/run/netns")
    .filter((name) => name.startsWith(namespacePrefix(id)))
    .sort();
}

function cgroupExists(cgroup: string): boolean {
  return hierarchies().some((hierarchy) => existsSync(`${hierarchy}/${cgroup}`));
}

/** What was started by `lab run` and still runs, such as ssh's connections that wait for more to do. */
async function endProcessesInNamespaces(world: LabWorld, id: string): Promise<void> {
  const spared = ownAncestors();
  for (const name of ["SIGTERM", "SIGKILL"] as const) {
    for (const namespace of namespacesOf(id)) {
      const { stdout } = await runCommand(world, ["ip", "netns", "pids", namespace], {
        description: "look for processes in it",
      });
      const pids = stdout
        .split("\n")
        .filter(Boolean)
        .map(Number)
        .filter((pid) => !spared.has(pid));
      for (const pid of pids) signal(pid, name);
      if (pids.length > 0 && name === "SIGTERM") await sleep(500);
    }
  }
}

/** This process and those that wait for it: `lab run -- quorate lab down` ends its lab, and not itself. */
function ownAncestors(): ReadonlySet<number> {
  const found = new Set<number>();
  for (let pid = process.pid; pid > 1 && !found.has(pid); ) {
    found.add(pid);
    pid = Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  }
  return found;
}

async function removeCgroup(world: LabWorld, cgroup: string, folder: string): Promise<Result<undefined>> {
  const mounts = `${folder}/cgroups`;
  mkdirSync(mounts, { recursive: true });
  const argv = [
    "unshare",
    "--mount",
    "bash",
    "-c",
    REMOVE_CGROUP_SCRIPT,
    "remove-cgroup",
    cgroup,
    mounts,
  ] as const;
  const options = { description: "remove its cgroups", machine: cgroup, env: { [REMOVES]: cgroup } };
  let why: Problem | undefined;
  // The kernel takes a moment to let go of a cgroup whose last process has ended.
  const removed = await waitFor(
    async () => {
      const output = await runCommand(world, argv, options);
      if (output.code === 0) return true;
      why = commandFailed(["remove-cgroup"], output, options);
      return undefined;
    },
    { seconds: 30 },
  );
  return removed || why === undefined ? succeeded(undefined) : failed(why);
}

function processesLeft(cgroup: string, where: string): Problem {
  return problem(
    "process-not-ended",
    where,
    `processes did not end: ${processesOf(cgroup).join(", ")}`,
    "They wait for a disk or another device that does not answer. Run `quorate lab down` again once it does.",
  );
}

/** The folder of namespaces' names, a mount of its own that ip makes with the first one. */
async function removeNamespaceFolder(world: LabWorld): Promise<void> {
  if (!existsSync("/run/netns") || readdirSync("/run/netns").length > 0) return;
  await runCommand(world, ["umount", "/run/netns"], { description: "remove the folder of namespaces" });
  removeIfEmpty("/run/netns");
}

/** Says in the state that half of the lab may be gone, for whoever looks when this is killed. */
function sayEnding(folder: string, state: LabState): void {
  try {
    writeState(folder, { ...state, ending: true });
  } catch {
    // A full disk is what down is there for.
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Other labs are there.
  }
}
