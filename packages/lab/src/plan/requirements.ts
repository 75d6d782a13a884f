import type { LabProblem } from "../problem.ts";
import type { LabPlan } from "./lab-plan.ts";

/** What this machine is like, as far as a lab cares. */
export interface MachineFacts {
  /** As Node names it: `linux`. */
  readonly platform: string;
  readonly uid: number;
  /** Those of {@link PROGRAMS} that are not on PATH. */
  readonly missingPrograms: readonly string[];
  readonly overlay: boolean;
  readonly loopDevices: boolean;
  /** Whether network namespaces can be made. */
  readonly networkNamespaces: boolean;
  readonly cgroups: "version 1" | "unified" | "none";
  readonly cgroupsWritable: boolean;
  /** Memory that processes may still take, in MiB. */
  readonly availableMemoryMiB: number;
  /** Free room in the folder of the labs, in MiB. */
  readonly freeDiskMiB: number;
  /** Whether the tree that hosts lie on is there already. */
  readonly baseTree: boolean;
}

/** Programs that a lab runs on this machine, with the Debian packages that have them. */
export const PROGRAMS: { readonly [program: string]: string } = {
  awk: "mawk",
  bash: "bash",
  e2fsck: "e2fsprogs",
  ip: "iproute2",
  journalctl: "systemd",
  "mkfs.ext4": "e2fsprogs",
  mount: "mount",
  nsenter: "util-linux",
  setsid: "util-linux",
  "systemd-nspawn": "systemd-container",
  tc: "iproute2",
  unshare: "util-linux",
};

/** Programs that only the first `lab up` needs, to make the base tree. */
export const BASE_TREE_PROGRAMS: { readonly [program: string]: string } = {
  debootstrap: "debootstrap",
  wget: "wget",
};

/** MiB that a bare host with systemd and sshd takes, and a router with its BGP daemon. */
const HOST_MEMORY = 96;
/** MiB that one node of a cluster takes: etcd, a control plane, a kubelet. */
const NODE_MEMORY = 768;
const BASE_TREE_DISK = 2_048;
const HOST_DISK = 512;

/**
 * Why a lab can't run here: each a sentence that says what is missing and what to do. Empty where it can.
 * Where there is too little for a whole cluster but enough for bare hosts, it can.
 */
export function refuseLab(facts: MachineFacts, plan: LabPlan): readonly LabProblem[] {
  if (facts.platform !== "linux") {
    return [
      {
        code: "lab-needs-linux",
        message: `a lab is made of Linux containers, and this machine runs ${facts.platform}`,
        hint: "Run it in a virtual machine with Debian 12.",
      },
    ];
  }
  if (facts.uid !== 0) {
    return [
      {
        code: "lab-needs-root",
        message: "a lab needs root: it makes network namespaces, mounts and containers",
        hint: "Run the same command with sudo.",
      },
    ];
  }
  const memory = plan.machines.length * HOST_MEMORY;
  const disk = plan.machines.length * HOST_DISK + (facts.baseTree ? 0 : BASE_TREE_DISK);
  return [
    ...missingPrograms(facts.missingPrograms),
    ...when(!facts.networkNamespaces, {
      code: "lab-needs-network-namespaces",
      message: "this machine lets nobody make a network namespace",
      hint: "Run it on a machine of its own, or in a container that was started as privileged.",
    }),
    ...when(facts.cgroups === "none" || !facts.cgroupsWritable, {
      code: "lab-needs-cgroups",
      message:
        facts.cgroups === "none"
          ? "no cgroups are mounted below /sys/fs/cgroup: systemd can't run in a container without"
          : "the cgroups below /sys/fs/cgroup are read-only: systemd can't run in a container so",
      hint: "Run it on a machine of its own, or in a container that was started as privileged.",
    }),
    ...when(!facts.overlay, {
      code: "lab-needs-overlayfs",
      message: "this kernel has no overlayfs",
      hint: "Load it: modprobe overlay.",
    }),
    ...when(!facts.loopDevices, {
      code: "lab-needs-loop-devices",
      message: "this machine has no loop devices: /dev/loop-control is missing",
      hint: "Load them: modprobe loop.",
    }),
    ...when(facts.availableMemoryMiB < memory, {
      code: "lab-needs-memory",
      message: `${facts.availableMemoryMiB} MiB of memory are available, and ${plan.machines.length} machines take ${memory} MiB before any service of theirs`,
      hint: "End what else runs here, or take machines out of machines.ts.",
    }),
    ...when(facts.freeDiskMiB < disk, {
      code: "lab-needs-disk",
      message: `${facts.freeDiskMiB} MiB of disk are free in ${plan.folder}, and the lab takes about ${disk} MiB`,
      hint: "Make room, or set QUORATE_LAB_STATE and QUORATE_LAB_CACHE to folders on another disk.",
    }),
  ];
}

/** Memory in MiB that the whole cluster takes once it runs. */
export function clusterMemoryMiB(plan: LabPlan): number {
  return plan.machines.reduce((sum, { kind }) => sum + (kind === "node" ? NODE_MEMORY : HOST_MEMORY), 0);
}

function missingPrograms(missing: readonly string[]): readonly LabProblem[] {
  if (missing.length === 0) return [];
  const packages = missing.map((program) => ({ ...PROGRAMS, ...BASE_TREE_PROGRAMS })[program] ?? program);
  return [
    {
      code: "lab-needs-programs",
      message: `${missing.length === 1 ? "a program is" : "programs are"} missing: ${missing.join(", ")}`,
      hint: `Install them (on Debian: apt-get install ${[...new Set(packages)].sort().join(" ")}), or use \`nix develop\`.`,
    },
  ];
}

function when(condition: boolean, problem: LabProblem): readonly LabProblem[] {
  return condition ? [problem] : [];
}
