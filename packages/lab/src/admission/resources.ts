import type { Problem } from "@quorate/cluster";
import type { LabPlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";

/** What a lab is wanted for, as far as it decides what this machine must have. */
export interface LabPurpose {
  /** Hosts of a whole cluster, hosts without Kubernetes' programs, or none: then nothing is started. */
  readonly hosts: "kubernetes" | "bare" | "none";
  /** What it takes to make the artefacts that are not there yet. */
  readonly toMake: MakingNeeds;
}

/** What making something takes of this machine. */
export interface MakingNeeds {
  readonly diskMiB: number;
  readonly memoryMiB: number;
  /** The Go that it could be compiled with at least, as in `1.26.3`; `undefined` where nothing is to be made. */
  readonly go: string | undefined;
  /** The first of upstream's archives that has to be fetched; nothing is without it. */
  readonly url?: string;
  /** By the names of their recipes. Default: nothing is to be made. */
  readonly absent?: readonly string[];
  /** Programs of Kubernetes that PATH lacks, where it has others of them. Default: it has all, or none. */
  readonly lacking?: readonly string[];
}

/** Where everything is there already. */
export const NOTHING_TO_MAKE: MakingNeeds = { diskMiB: 0, memoryMiB: 0, go: undefined };

/** What this machine has of memory, and what of it is taken already. */
export interface MemoryFacts {
  /** Memory that processes may still take, in MiB. */
  readonly availableMemoryMiB: number;
  /** Names of machines that run already: they have their memory and their disk. */
  readonly running: readonly string[];
}

/** What this machine has of what a lab takes. */
export interface MachineResources extends MemoryFacts {
  readonly state: FolderFacts;
  readonly cache: FolderFacts;
  /** Whether both lie on one file system, and share its room. */
  readonly oneFileSystem: boolean;
  /** Whether the tree that hosts lie on is there already. */
  readonly baseTree: boolean;
}

/** What a folder is like that may still have to be made. */
export interface FolderFacts {
  readonly path: string;
  readonly freeMiB: number;
  /** Why nothing can be made in it, in words; `undefined` where it can. */
  readonly unwritable: string | undefined;
}

/** MiB that a bare host with systemd and sshd takes, and a router with its BGP daemon. */
const HOST_MEMORY = 96;
/** MiB that one node of a cluster takes: etcd, a control plane, a kubelet. */
const NODE_MEMORY = 768;
/** The part of what is wanted below which there is clearly too little: what machines take is an estimate. */
const ENOUGH = 0.8;
/** MiB of the tree that all hosts share, with the packages that it is unpacked from. */
const BASE_TREE_DISK = 1_024;
const HOST_DISK = 512;

/** Which folders, how much room and how much memory are missing. Empty where all is there. */
export function refuseResources(
  resources: MachineResources,
  plan: LabPlan,
  purpose: LabPurpose,
): readonly Problem[] {
  return [
    ...memoryProblems(resources, plan, purpose),
    ...folderProblems(resources.state, "what hosts write", "QUORATE_LAB_STATE"),
    ...folderProblems(resources.cache, "what labs are made of", "QUORATE_LAB_CACHE"),
    ...diskProblems(resources, plan, purpose),
  ];
}

/** A word about memory that is scarce, where it is not so scarce that the lab is refused. */
export function memoryWarning(
  resources: MemoryFacts,
  plan: LabPlan,
  { hosts }: LabPurpose,
): string | undefined {
  const { availableMemoryMiB: available } = resources;
  const wanted = hostsMemoryMiB(resources, plan, hosts);
  return available < wanted
    ? `${available} MiB of memory are available, and the hosts take about ${wanted} MiB`
    : undefined;
}

/** Memory in MiB that those machines take that don't run yet. */
function hostsMemoryMiB(resources: MemoryFacts, plan: LabPlan, hosts: LabPurpose["hosts"]): number {
  return toStart(resources, plan, hosts).reduce(
    (sum, { kind }) => sum + (kind === "node" && hosts === "kubernetes" ? NODE_MEMORY : HOST_MEMORY),
    0,
  );
}

function toStart({ running }: MemoryFacts, { machines }: LabPlan, hosts: LabPurpose["hosts"]) {
  return hosts === "none" ? [] : machines.filter(({ name }) => !running.includes(name));
}

function memoryProblems(resources: MachineResources, plan: LabPlan, purpose: LabPurpose): readonly Problem[] {
  const { availableMemoryMiB: available } = resources;
  const code = "lab-needs-memory";
  const wanted = hostsMemoryMiB(resources, plan, purpose.hosts);
  if (available < wanted * ENOUGH) {
    const bare = hostsMemoryMiB(resources, plan, "bare");
    const fewer = "end what else runs here, or take machines out of machines.ts";
    return [
      problem(
        code,
        "",
        `${available} MiB of memory are available, and ${hostsTake(resources, plan, purpose.hosts)}`,
        purpose.hosts === "kubernetes" && available >= bare * ENOUGH
          ? `Give this machine more memory, ${fewer}. \`quorate lab up --bare\` starts hosts without Kubernetes, which take about ${bare} MiB.`
          : `Give this machine more memory, ${fewer}.`,
      ),
    ];
  }
  const { memoryMiB: making } = purpose.toMake;
  if (available >= making * ENOUGH) return [];
  return [
    problem(
      code,
      "",
      `${available} MiB of memory are available, and building Kubernetes takes about ${making} MiB`,
      "Give this machine more memory, end what else runs here, or put Kubernetes' programs on PATH, as `nix develop` does.",
    ),
  ];
}

function hostsTake(resources: MemoryFacts, plan: LabPlan, hosts: LabPurpose["hosts"]): string {
  const { length } = toStart(resources, plan, hosts);
  const machines = length === 1 ? "one machine" : `${length} machines`;
  const verb = length === 1 ? "takes" : "take";
  const about = `${verb} about ${hostsMemoryMiB(resources, plan, hosts)} MiB`;
  return hosts === "kubernetes"
    ? `${machines} with Kubernetes ${about}`
    : `${machines} ${about} before any service of theirs`;
}

function folderProblems(
  { path, unwritable }: FolderFacts,
  what: string,
  variable: string,
): readonly Problem[] {
  if (unwritable === undefined) return [];
  return [
    problem(
      "lab-needs-folder",
      "",
      `${what} lies in ${path}, and nothing can be made there: ${unwritable}`,
      `Set ${variable} to a folder on a disk that can be written.`,
    ),
  ];
}

/** A folder in which nothing can be made has its own finding. */
function diskProblems(
  resources: MachineResources,
  plan: LabPlan,
  { hosts, toMake }: LabPurpose,
): readonly Problem[] {
  const { state, cache, oneFileSystem, baseTree } = resources;
  const written = toStart(resources, plan, hosts).length * HOST_DISK;
  const made = (baseTree ? 0 : BASE_TREE_DISK) + toMake.diskMiB;
  if (oneFileSystem) {
    const both = state.unwritable === undefined && cache.unwritable === undefined;
    const folders = "QUORATE_LAB_STATE and QUORATE_LAB_CACHE to folders";
    return both ? diskProblem(made === 0 ? state : cache, written + made, "the lab takes", folders) : [];
  }
  return [
    ...(state.unwritable === undefined
      ? diskProblem(state, written, "what hosts write takes", "QUORATE_LAB_STATE to a folder")
      : []),
    ...(cache.unwritable === undefined
      ? diskProblem(cache, made, "making what labs are made of takes", "QUORATE_LAB_CACHE to a folder")
      : []),
  ];
}

function diskProblem(
  { path, freeMiB }: FolderFacts,
  wanted: number,
  what: string,
  folders: string,
): readonly Problem[] {
  if (freeMiB >= wanted) return [];
  return [
    problem(
      "lab-needs-disk",
      "",
      `${freeMiB} MiB of disk are free in ${path}, and ${what} about ${wanted} MiB`,
      `Make room, or set ${folders} on another disk.`,
    ),
  ];
}
