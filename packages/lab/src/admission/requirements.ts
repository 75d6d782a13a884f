import type { Problem } from "@quorate/cluster";
import { compareVersions } from "../artefacts/version.ts";
import type { LabPlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { type LabPurpose, type MachineResources, type MakingNeeds, refuseResources } from "./resources.ts";

/** What this machine is like, as far as a lab cares. */
export interface MachineFacts extends MachineResources {
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
  /** Which Go is on PATH, as in `1.26.8`; `undefined` where none is. */
  readonly go: string | undefined;
  /** Why the archive can't be fetched that would have to be; `undefined` where it can, or none has to be. */
  readonly unfetched?: string | undefined;
}

/** Which cgroups there are, by where hierarchies are mounted: one at the root of them all is the unified one alone. */
export function cgroupsOf(mounted: readonly string[]): MachineFacts["cgroups"] {
  if (mounted.length === 0) return "none";
  return mounted.includes("/sys/fs/cgroup") ? "unified" : "version 1";
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

/** Why nobody like this can do anything with a lab on a machine like this; `undefined` where they can. */
export function refuseOperator({
  platform,
  uid,
}: Pick<MachineFacts, "platform" | "uid">): Problem | undefined {
  if (platform !== "linux") {
    return problem(
      "lab-needs-linux",
      "",
      `a lab is made of Linux containers, and this machine runs ${platform}`,
      "Run it in a virtual machine with Debian 12.",
    );
  }
  if (uid !== 0) {
    return problem(
      "lab-needs-root",
      "",
      "a lab needs root: it makes network namespaces, mounts and containers",
      "Run the same command with sudo.",
    );
  }
  return undefined;
}

/** Why a lab can't run here: each a sentence that says what is missing and what to do. Empty where it can. */
export function refuseLab(facts: MachineFacts, plan: LabPlan, purpose: LabPurpose): readonly Problem[] {
  const operator = refuseOperator(facts);
  if (operator !== undefined) return [operator];
  return [
    ...missingPrograms(facts.missingPrograms),
    ...when(
      !facts.networkNamespaces,
      problem(
        "lab-needs-network-namespaces",
        "",
        "this machine lets nobody make a network namespace",
        "Run it on a machine of its own, or in a container that was started as privileged.",
      ),
    ),
    ...when(
      facts.cgroups === "none" || !facts.cgroupsWritable,
      problem(
        "lab-needs-cgroups",
        "",
        facts.cgroups === "none"
          ? "no cgroups are mounted below /sys/fs/cgroup: systemd can't run in a container without"
          : "the cgroups below /sys/fs/cgroup are read-only: systemd can't run in a container so",
        "Run it on a machine of its own, or in a container that was started as privileged.",
      ),
    ),
    ...when(
      !facts.overlay,
      problem("lab-needs-overlayfs", "", "this kernel has no overlayfs", "Load it: modprobe overlay."),
    ),
    ...when(
      !facts.loopDevices,
      problem(
        "lab-needs-loop-devices",
        "",
        "this machine has no loop devices: /dev/loop-control is missing",
        "Load them: modprobe loop.",
      ),
    ),
    ...makingProblems(facts, purpose.toMake),
    ...refuseResources(facts, plan, purpose),
  ];
}

function missingPrograms(missing: readonly string[]): readonly Problem[] {
  if (missing.length === 0) return [];
  const packages = missing.map((program) => ({ ...PROGRAMS, ...BASE_TREE_PROGRAMS })[program] ?? program);
  return [
    problem(
      "lab-needs-programs",
      "",
      `${missing.length === 1 ? "a program is" : "programs are"} missing: ${missing.join(", ")}`,
      `Install them (on Debian: apt-get install ${[...new Set(packages)].sort().join(" ")}), or use \`nix develop\`.`,
    ),
  ];
}

/** Whoever has neither Kubernetes on PATH nor a Go has upstream's archives, unless these can't be fetched either. */
function makingProblems({ go, unfetched }: MachineFacts, toMake: MakingNeeds): readonly Problem[] {
  if (toMake.url === undefined || unfetched === undefined) return [];
  if (go !== undefined && compareVersions(go, toMake.go ?? "") >= 0) {
    return [
      problem(
        "lab-needs-go",
        "",
        `upstream's archives, which QUORATE_LAB_RELEASES asks for, can't be fetched: ${toMake.url}: ${unfetched}`,
        "Let QUORATE_LAB_RELEASES name a mirror that answers, or unset it: then the lab builds what hosts run.",
      ),
    ];
  }
  const { go: wanted, lacking, absent } = toMake;
  return [goMissing({ wanted, present: go, lacking, absent, unfetched: `${toMake.url}: ${unfetched}` })];
}

/** The problem of a machine that is to get what hosts run, and has no Go to compile it that is new enough. */
export function goMissing({
  wanted = "",
  present,
  lacking = [],
  absent = [],
  unfetched,
}: {
  readonly wanted?: string | undefined;
  readonly present?: string | undefined;
  readonly lacking?: readonly string[] | undefined;
  /** What is to be made, by the names of recipes. */
  readonly absent?: readonly string[] | undefined;
  readonly unfetched?: string;
}): Problem {
  const lacks = lacking.length === 0 ? "" : ` (it lacks ${lacking.join(", ")})`;
  const kubernetes = absent.some((name) => name.startsWith("kubernetes"));
  const missing = kubernetes
    ? `all of Kubernetes${lacks}`
    : `all that is wanted (${absent.join(", ")} would be built)`;
  const archives = unfetched === undefined ? "" : `, and upstream's archives can't be fetched: ${unfetched}`;
  const go = present === undefined ? "no `go` to build it" : `Go ${present}, where ${wanted} would build it`;
  return problem(
    "lab-needs-go",
    "",
    `PATH has not ${missing}, and ${go}${archives}`,
    `Install Go ${wanted} or newer (go.dev; Debian 12's is too old) and put it on PATH, which sudo may set anew. Or let QUORATE_LAB_RELEASES name a mirror of upstream's archives. Or use \`nix develop\`, which has all that hosts run.`,
  );
}

function when(condition: boolean, problem: Problem): readonly Problem[] {
  return condition ? [problem] : [];
}
