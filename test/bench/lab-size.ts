import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { processesOf, readState } from "@quorate/lab";

/** MiB of memory that the processes of a lab's nodes have for themselves; what several share counts in parts. */
export function memoryOfNodes(labFolder: string): number {
  const nodes = readState(labFolder)?.plan.machines.filter(({ kind }) => kind === "node") ?? [];
  const kib = nodes
    .flatMap(({ cgroup }) => processesOf(cgroup))
    .reduce((sum, pid) => sum + ownMemory(pid), 0);
  return Math.round(kib / 1024);
}

/** KiB of one process, but for its programs' files, which the kernel may drop; 0 for one that has ended. */
function ownMemory(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss_Anon:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** MiB on disk of a folder, each file once. */
export function diskOf(folder: string): number {
  const output = execFileSync("du", ["--summarize", "--block-size=1M", folder], { encoding: "utf8" });
  return Number(output.split("\t")[0]);
}
