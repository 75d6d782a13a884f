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
  "token-change-failed": {
    severity: "error",
    exit: "failed",
    meaning:
      "the cluster was not given a new token for k3s' servers, or a server has the one of before in place",
  },
  "node-delete-failed": {
    severity: "error",
    exit: "failed",
    meaning: "the Node of a machine that is gone, or what else holds its name, could not be deleted",
  },
  "node-alive": {
    severity: "error",
    exit: "failed",
    meaning: "a Node was to be deleted, and the machine that it is of lives",
  },
  "member-aside-failed": {
    severity: "error",
    exit: "failed",
    meaning: "the data of a member that was removed could not be moved aside",
  },
} as const satisfies ProblemKinds;
