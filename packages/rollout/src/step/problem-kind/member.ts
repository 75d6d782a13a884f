import type { ProblemKinds } from "@quorate/cluster";

/** What changing etcd's members can end with. */
export const MEMBER_STEP_PROBLEMS = {
  "member-add-failed": {
    severity: "error",
    exit: "failed",
    meaning: "etcd did not add a node to its members, which it does only with a quorum",
  },
  "member-start-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a member of etcd did not come into being, or is part of another beginning than the others",
  },
  "server-start-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a server of k3s' did not join, or did not found its cluster, and was stopped again",
  },
  "server-not-ours": {
    severity: "error",
    exit: "failed",
    meaning: "what answers where a server of k3s' should is no server of this cluster",
  },
  "member-promote-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a learner of etcd did not become a voter in time, and was taken off the list again",
  },
  "member-remove-failed": {
    severity: "error",
    exit: "failed",
    meaning: "etcd did not remove a member, or it is another one by now",
  },
  "member-aside-failed": {
    severity: "error",
    exit: "failed",
    meaning: "the data of a member that was removed could not be moved aside",
  },
} as const satisfies ProblemKinds;
