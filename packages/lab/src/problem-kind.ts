import { type ProblemKinds, problemMaker } from "@quorate/cluster";

/** Every code that the lab says. Admission (`lab-needs-…`) and what is named wrong touch nothing. */
export const LAB_PROBLEMS = {
  "clock-skew-unavailable": {
    severity: "error",
    exit: "failed",
    meaning: "a host's clock can't be set on this machine's architecture",
  },
  "lab-address-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an installed node of a lab has another address in machines.ts than its system knows",
  },
  "lab-architecture-unknown": {
    severity: "error",
    exit: "failed",
    meaning: "the lab's images are made for amd64 and arm64, and this machine is neither",
  },
  "lab-artefact-failed": {
    severity: "error",
    exit: "failed",
    meaning: "Kubernetes, what goes with it, or the lab's own programs could not be fetched or built",
  },
  "lab-artefacts-invalid": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the folder that `QUORATE_LAB_ARTEFACTS` names does not hold what hosts need",
  },
  "lab-busy": {
    severity: "error",
    exit: "failed",
    meaning: "another command is starting or ending the same lab",
  },
  "lab-certificates-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the folder that `--certs` names is not there",
  },
  "lab-command-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a program that the lab runs on this machine ended badly",
  },
  "lab-needs-cgroups": {
    severity: "error",
    exit: "wrong-input",
    meaning: "no cgroups are mounted on this machine, or they are read-only",
  },
  "lab-needs-disk": {
    severity: "error",
    exit: "wrong-input",
    meaning: "too little room is left for what hosts write, or for what labs are made of",
  },
  "lab-needs-folder": {
    severity: "error",
    exit: "wrong-input",
    meaning: "nothing can be made in the folder of labs, or in that of what they are made of",
  },
  "lab-needs-go": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "what hosts run is not on PATH, no Go that is new enough can build it, and upstream's archives can't be fetched",
  },
  "lab-needs-linux": { severity: "error", exit: "wrong-input", meaning: "this machine does not run Linux" },
  "lab-needs-loop-devices": {
    severity: "error",
    exit: "wrong-input",
    meaning: "this machine has no loop devices",
  },
  "lab-needs-memory": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the hosts, or building Kubernetes, want clearly more memory than is available",
  },
  "lab-needs-network-namespaces": {
    severity: "error",
    exit: "wrong-input",
    meaning: "this machine lets nobody make a network namespace",
  },
  "lab-needs-overlayfs": { severity: "error", exit: "wrong-input", meaning: "this kernel has no overlayfs" },
  "lab-needs-programs": {
    severity: "error",
    exit: "wrong-input",
    meaning: "programs that the lab runs are not installed",
  },
  "lab-needs-root": { severity: "error", exit: "wrong-input", meaning: "the command is not run as root" },
  "lab-nix-too-old": {
    severity: "error",
    exit: "wrong-input",
    meaning: "this machine's Nix can't evaluate the tree of nixpkgs that `NIXPKGS` names",
  },
  "lab-nixpkgs-invalid": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`NIXPKGS` does not name a tree of nixpkgs",
  },
  "lab-nixpkgs-too-old": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the tree of nixpkgs that `NIXPKGS` names is too old to make hosts of",
  },
  "lab-no-mirror": {
    severity: "error",
    exit: "failed",
    meaning: "apt knows no source of the Debian that hosts are made of",
  },
  "lab-not-up": { severity: "error", exit: "failed", meaning: "there is no lab of this cluster" },
  "lab-of-another": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the lab of the cluster's name was made of the machines.ts of another folder",
  },
  "lab-other-hosts": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`--hosts` asks for other systems than the hosts of a lab that is up have",
  },
  "lab-path": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an environment variable names a path that a lab can't have",
  },
  "lab-program-incomplete": {
    severity: "error",
    exit: "failed",
    meaning: "a program of Kubernetes on PATH does not find the libraries that it loads",
  },
  "lab-programs-differ": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the programs of Kubernetes on PATH, or those of etcd, are of several versions",
  },
  "lab-program-too-old": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a program on PATH is older than what hosts can be configured for",
  },
  "lab-program-unknown": {
    severity: "error",
    exit: "failed",
    meaning: "a program on PATH is no program that hosts can run, or tells no version",
  },
  "lab-source-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an environment variable names a source of archives or images that is none",
  },
  "machine-frozen": {
    severity: "error",
    exit: "failed",
    meaning: "a machine is frozen, and a command in it would never end",
  },
  "machine-not-frozen": {
    severity: "error",
    exit: "failed",
    meaning: "a machine's processes did not all stop",
  },
  "machine-not-ready": {
    severity: "error",
    exit: "failed",
    meaning: "a machine of the lab does not answer in time",
  },
  "machine-not-rebooted": {
    severity: "error",
    exit: "failed",
    meaning: "a machine did not come back from its reboot",
  },
  "machine-not-started": {
    severity: "error",
    exit: "failed",
    meaning: "the first process of a machine did not start",
  },
  "machine-not-up": {
    severity: "error",
    exit: "failed",
    meaning: "a machine is powered off, or is changing",
  },
  "machine-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the lab has no machine of this name",
  },
  "machine-not-made": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the lab has not yet a machine that machines.ts has",
  },
  "machine-went-off": {
    severity: "error",
    exit: "failed",
    meaning: "a machine went off while it was starting",
  },
  "router-not-told": {
    severity: "error",
    exit: "failed",
    meaning: "a router's BGP daemon did not take over its neighbours",
  },
  "namespace-not-removed": {
    severity: "error",
    exit: "failed",
    meaning: "network namespaces of a lab could not be removed",
  },
  "process-not-ended": {
    severity: "error",
    exit: "failed",
    meaning: "processes of a machine do not end, even when they are killed",
  },
  "quorum-input-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the configuration or the certificates that `quorate quorum` starts etcd from are not there",
  },
  "quorum-needs": {
    severity: "error",
    exit: "failed",
    meaning: "this machine lacks what an etcd of `quorate quorum` runs with",
  },
  "quorum-not-shown": {
    severity: "error",
    exit: "failed",
    meaning:
      "etcd could not be started from the emitted values and certificates, or did not do what it should",
  },
} as const satisfies ProblemKinds;

/** A code of the lab. */
export type LabProblemCode = keyof typeof LAB_PROBLEMS;

/** Makes the lab's problems. */
export const problem = problemMaker(LAB_PROBLEMS);
