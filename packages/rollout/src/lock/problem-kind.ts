import type { ProblemKinds } from "@quorate/cluster";

/** What keeps a run from the cluster, or takes the cluster from it. */
export const LOCK_PROBLEMS = {
  "locked-by": {
    severity: "error",
    exit: "failed",
    meaning: "somebody else deploys to this cluster; nothing was touched",
  },
  "configuration-older": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what is checked out is older than the commit that was deployed last, or does not know it",
  },
  "configuration-apart": {
    severity: "warning",
    exit: "failed",
    meaning: "the commit that was deployed last and the one that is checked out have gone different ways",
  },
  "lock-moved": {
    severity: "error",
    exit: "failed",
    meaning:
      "somebody else has deployed to this cluster since its machines were looked at; nothing was touched",
  },
  "lock-lost": {
    severity: "error",
    exit: "failed",
    meaning: "the lock of the cluster was taken away from a run, which stopped after its step",
  },
  "lock-partial": {
    severity: "warning",
    exit: "failed",
    meaning:
      "the lock of the cluster is not held by a majority of the etcd hosts, since others can't be asked",
  },
} as const satisfies ProblemKinds;
