import type { ProblemKinds } from "@quorate/cluster";

/** What a step can end with, its gates among them. */
export const STEP_PROBLEMS = {
  "copy-closure-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a system could not be copied to its machine; nothing was activated",
  },
  "nix-space-short": {
    severity: "error",
    exit: "failed",
    meaning:
      "/nix of a machine has too little space for what of its new system is not there yet; nothing was activated",
  },
  "stage-kept-failed": {
    severity: "error",
    exit: "failed",
    meaning: "what a node has kept of before could not be set aside: nothing was changed on it",
  },
  "stage-secrets-failed": {
    severity: "error",
    exit: "failed",
    meaning: "certificates and keys could not be sent; none was put in place",
  },
  "secrets-changed-on-the-way": {
    severity: "error",
    exit: "failed",
    meaning: "what a machine received is not what the certificates' folder held; nothing was put in place",
  },
  "stage-installation-failed": {
    severity: "error",
    exit: "failed",
    meaning: "the files of an installation could not be laid out here; no machine was touched",
  },
  "remove-secrets-failed": {
    severity: "error",
    exit: "failed",
    meaning: "certificates and keys that no longer belong could not all be removed; every node is deployed",
  },
  "arm-watchdog-failed": {
    severity: "error",
    exit: "failed",
    meaning:
      "what a node runs could not be kept to go back to, or its watchdog not be armed; nothing was changed",
  },
  "disarm-watchdog-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node's watchdog could not be stood down, so that it goes back to what it ran before",
  },
  "go-back-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node could not be taken back to what it ran before, or not all of that works again",
  },
  "go-back-waits": {
    severity: "error",
    exit: "failed",
    meaning:
      "a member of etcd is not taken back yet, since the others can't do without it; it goes back by itself once they can",
  },
  "go-back-unseen": {
    severity: "error",
    exit: "failed",
    meaning:
      "a node should have gone back by itself to what it ran before, and can't be asked whether it has",
  },
  "no-way-back": {
    severity: "error",
    exit: "failed",
    meaning:
      "a node stays at what was begun, since what it ran before can't be gone back to: there was none, or its etcd is older by a minor version",
  },
  "put-secrets-failed": {
    severity: "error",
    exit: "failed",
    meaning: "certificates and keys could not all be put in place: each file is the old or the new one",
  },
  "set-profile-failed": {
    severity: "error",
    exit: "failed",
    meaning: "what a machine boots could not be set; nothing was activated",
  },
  "reboot-needed": {
    severity: "error",
    exit: "failed",
    meaning:
      "a machine's new system can only be booted into, and no reboot was asked for; it runs what it ran",
  },
  "switch-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a machine's activation ended with an error, or was not waited for any longer",
  },
  "install-failed": {
    severity: "error",
    exit: "failed",
    meaning: "an installation did not come to its end: the disk may be half-written",
  },
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
  "quorum-at-risk": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since without it too few voters of etcd would be healthy",
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
  "restart-readers-failed": {
    severity: "error",
    exit: "failed",
    meaning: "what reads renewed certificates and keys could not be restarted; the next run does it",
  },
  "leave-vip-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since what carries the VIP on it could not be ended",
  },
  "vip-stays": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since others still reach it by the VIP after it has left it",
  },
  "return-vip-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node could not be given its part of the VIP back; it takes it by itself after ten minutes",
  },
  "move-leader-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since its etcd could not be asked to hand the lead over",
  },
  "leader-stays": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not touched, since it leads etcd and no other member takes the lead over",
  },
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
  "node-away": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not drained, since another one is cordoned by somebody else, or not Ready",
  },
  "budget-never-met": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not drained, since a PodDisruptionBudget can never let a pod of it go",
  },
  "pods-not-kept": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not drained, since pods would be lost with it, or their data",
  },
  "cordon-failed": { severity: "error", exit: "failed", meaning: "a node could not be cordoned" },
  "drain-failed": {
    severity: "error",
    exit: "failed",
    meaning: "the API could not be asked for the pods of a node that is to be drained",
  },
  "drain-blocked": {
    severity: "error",
    exit: "failed",
    meaning: "pods did not leave a node that was to be drained: which, and what holds them",
  },
  "uncordon-failed": { severity: "error", exit: "failed", meaning: "a node could not be uncordoned" },
  "left-cordoned": {
    severity: "error",
    exit: "failed",
    meaning: "a node that we have cordoned stays so, since it is not well",
  },
  "set-boot-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a system could not be made what a machine boots next",
  },
  "reboot-failed": { severity: "error", exit: "failed", meaning: "a machine could not be told to reboot" },
  "reboot-timed-out": {
    severity: "error",
    exit: "failed",
    meaning: "a machine that was told to reboot did not come back, or nothing proves that it was rebooted",
  },
  "boot-system": {
    severity: "error",
    exit: "failed",
    meaning: "a machine has booted another system than the one that was meant",
  },
  "confirm-failed": {
    severity: "error",
    exit: "failed",
    meaning:
      "it could not be written down on a machine that it runs what it should; it will be activated again",
  },
  "check-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a check of machines.ts (rollout.checks) did not end well within its time",
  },
  "step-crashed": {
    severity: "error",
    exit: "failed",
    meaning: "a step ended in a way that nobody foresaw: a defect of Quorate",
  },
} as const satisfies ProblemKinds;
