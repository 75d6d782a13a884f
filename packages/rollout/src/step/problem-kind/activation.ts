import type { ProblemKinds } from "@quorate/cluster";

/** What changing a machine can end with, its way back among it. */
export const ACTIVATION_PROBLEMS = {
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
  "hold-watchdog-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a node was not added to etcd's list, since its watchdog could not be held, or was faster",
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
  "restart-readers-failed": {
    severity: "error",
    exit: "failed",
    meaning: "what reads renewed certificates and keys could not be restarted; the next run does it",
  },
  "restart-unit-failed": {
    severity: "error",
    exit: "failed",
    meaning:
      "k3s could not be restarted, which renews the certificates that it has issued; the next run does it",
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
  "step-crashed": {
    severity: "error",
    exit: "failed",
    meaning: "a step ended in a way that nobody foresaw: a defect of Quorate",
  },
} as const satisfies ProblemKinds;
