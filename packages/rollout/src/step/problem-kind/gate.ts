import type { ProblemKinds } from "@quorate/cluster";

/** What a gate, or a look at a machine that was touched, finds. */
export const GATE_PROBLEMS = {
  "wait-for-ssh-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a machine answers, but runs no command",
  },
  "no-way-in": {
    severity: "error",
    exit: "failed",
    meaning:
      "a machine that was changed lets no new connection in, and so would not let in the next deployment",
  },
  "host-key-changed": {
    severity: "error",
    exit: "failed",
    meaning: "a machine no longer shows the host key that was made for it",
  },
  "verify-identity": {
    severity: "error",
    exit: "failed",
    meaning: "what answers after a step is not the machine that was installed",
  },
  "activation-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a look after an activation finds that it ended with an error",
  },
  "activation-timed-out": {
    severity: "error",
    exit: "failed",
    meaning: "an activation does not come to an end; it is left alone",
  },
  "verify-system": {
    severity: "error",
    exit: "failed",
    meaning: "a machine runs or boots another system than the one that it was given",
  },
  "verify-fingerprint": {
    severity: "error",
    exit: "failed",
    meaning: "a machine runs what was built, but that was not built from what nix/generated holds",
  },
  "verify-secrets": {
    severity: "error",
    exit: "failed",
    meaning: "a machine does not hold the certificates and keys that were sent",
  },
  "part-not-well": {
    severity: "error",
    exit: "failed",
    meaning: "a part of a node does not work after the node was touched",
  },
  "certificate-not-read": {
    severity: "error",
    exit: "failed",
    meaning: "something on a node still serves another certificate than lies in its secrets folder",
  },
  "certificate-not-renewed": {
    severity: "error",
    exit: "failed",
    meaning:
      "k3s was restarted on a node, and a certificate that it should have renewed lasts no longer than before",
  },
  "others-kept-out": {
    severity: "error",
    exit: "failed",
    meaning: "after a node was touched no other node reaches its sshd or its apiserver, which one did before",
  },
  "others-worse": {
    severity: "error",
    exit: "failed",
    meaning: "something of another node worked before a node was touched, and does not after",
  },
  "answers-late": {
    severity: "error",
    exit: "failed",
    meaning: "what was asked before a node is stopped was too old by then, again and again",
  },
  "quorum-at-risk": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since without it too few voters of etcd would be healthy",
  },
  "others-lost": {
    severity: "error",
    exit: "failed",
    meaning:
      "a node was not stopped, since by then too few other voters of etcd served: one was lost after the node's gate",
  },
  "last-apiserver": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since its apiserver is the only one that is ready",
  },
  "members-disagree": {
    severity: "error",
    exit: "failed",
    meaning: "etcd's members tell different lists, or know one that does not vote yet",
  },
  "check-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a check of machines.ts (rollout.checks, health.checks) did not end well within its time",
  },
  "health-failed": {
    severity: "error",
    exit: "failed",
    meaning: "the API could not be asked whether workloads and Ceph are well",
  },
  "health-unwell": {
    severity: "error",
    exit: "failed",
    meaning: "workloads or Ceph are not well, which `health` of machines.ts asks for",
  },
} as const satisfies ProblemKinds;
