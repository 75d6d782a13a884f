import { type Problem, type ProblemKinds, problemMaker, type Result } from "@quorate/cluster";

/** Every code that reading machines.ts, looking at this machine's own folders and building on it can end with. */
export const WORKBENCH_PROBLEMS = {
  "machines-unreadable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "there is no machines.ts where it is looked for, or it cannot be read",
  },
  "machines-threw": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines.ts failed while it was evaluated",
  },
  "machines-import": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines.ts imports what cannot be found",
  },
  "machines-no-export": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines.ts exports no cluster: it has no default export",
  },
  "machines-promise": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines.ts exports a promise of a cluster",
  },
  "certificate-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "certificates or keys that the cluster needs are not in the certificates' folder",
  },
  "certificate-unreadable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "certificates or keys of a node cannot be read",
  },
  "certificates-in-flake": {
    severity: "error",
    exit: "wrong-input",
    meaning: "Nix would copy the private keys into its store, since the flake's folder is no git repository",
  },
  "certificates-in-git": {
    severity: "error",
    exit: "wrong-input",
    meaning: "Nix would copy the private keys into its store, since git tracks them",
  },
  "generated-untracked": {
    severity: "error",
    exit: "wrong-input",
    meaning: "git does not track a generated file, and so Nix does not see it",
  },
  "snapshots-not-pruned": {
    severity: "warning",
    exit: "failed",
    meaning: "snapshots of etcd that are too many or too old could not be removed from this machine",
  },
  "snapshot-unreadable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what was named is no snapshot that `etcd snapshot` or deploy has made, or can't be read",
  },
  "snapshot-altered": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a snapshot of etcd is not what was taken, by its hashes",
  },
  "evaluation-failed": {
    severity: "error",
    exit: "failed",
    meaning: "Nix could not evaluate what it was given",
  },
  "evaluation-unreadable": {
    severity: "error",
    exit: "failed",
    meaning: "nix eval printed something else than derivations",
  },
  "build-failed": { severity: "error", exit: "failed", meaning: "the systems could not be built" },
} as const satisfies ProblemKinds;

/** The codes of this room. */
export type WorkbenchProblemCode = keyof typeof WORKBENCH_PROBLEMS;

/** What keeps this machine from being deployed from. */
export type WorkbenchProblem = Problem<WorkbenchProblemCode>;

/** An outcome of this room. */
export type WorkbenchResult<Value> = Result<Value, WorkbenchProblemCode>;

/** Makes this room's problems. */
export const problem = problemMaker(WORKBENCH_PROBLEMS);
