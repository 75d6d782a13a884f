import type { ProblemKinds } from "@quorate/cluster";

/** What a look at a machine shows: whether it can be reached, and its state. */
export const HOST_PROBLEMS = {
  "certificates-path-unusable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the path of the certificates' folder holds what no ssh configuration can write",
  },
  "clock-off": {
    severity: "error",
    exit: "failed",
    meaning: "the clock of a machine is off by a second or more",
  },
  "clock-drifts": {
    severity: "warning",
    exit: "failed",
    meaning: "the clock of a machine is off by half a second or more",
  },
  "certificate-served-old": {
    severity: "warning",
    exit: "failed",
    meaning:
      "something on a node serves another certificate than lies in its file, and no deployment restarts it",
  },
  "served-certificate-ends": {
    severity: "warning",
    exit: "failed",
    meaning:
      "a master or a member of etcd that is not deployed to serves a certificate that ends within 30 days",
  },
  "unchanged-not-well": {
    severity: "warning",
    exit: "failed",
    meaning:
      "a node is what machines.ts says, so that nothing is deployed to it, and something of it does not work",
  },
  "renewal-unknown": {
    severity: "warning",
    exit: "failed",
    meaning:
      "a node does not tell until when the certificates last that k3s has issued there, so that nobody knows whether it has to be restarted",
  },
  "ssh-denied": {
    severity: "error",
    exit: "failed",
    meaning: "a machine proved who it is, but refuses the operator's key",
  },
  "ssh-refused": {
    severity: "error",
    exit: "failed",
    meaning: "a machine is up, but nothing listens on its ssh port",
  },
  "host-unreachable": { severity: "error", exit: "failed", meaning: "a machine does not answer" },
  "ssh-identity-unusable": {
    severity: "error",
    exit: "failed",
    meaning: "ssh does not accept the operator's private key file",
  },
  "ssh-failed": {
    severity: "error",
    exit: "failed",
    meaning: "looking at a machine failed for a reason that only ssh's own words tell",
  },
  "ssh-port-changed": {
    severity: "error",
    exit: "failed",
    meaning: "an installed machine still listens on port 22 alone, and machines.ts names another",
  },
  "not-observed": { severity: "error", exit: "failed", meaning: "a target was not looked at" },
  "activation-running": {
    severity: "error",
    exit: "failed",
    meaning: "an earlier activation is still going on on a machine",
  },
  "went-back": {
    severity: "warning",
    exit: "failed",
    meaning:
      "a node went back to what it ran before, since what followed it was not confirmed; it is said until a deployment there goes well",
  },
  "boots-another": {
    severity: "warning",
    exit: "failed",
    meaning: "the boot loader of a node starts another system than its system profile says",
  },
  "boot-space-short": {
    severity: "error",
    exit: "failed",
    meaning: "/boot of a machine has too little space for the kernel and initial ramdisk of its new system",
  },
  "boot-space-low": {
    severity: "warning",
    exit: "failed",
    meaning: "/boot of a machine has space for its new system, and hardly for another one",
  },
  "cordons-unknown": {
    severity: "error",
    exit: "failed",
    meaning: "no apiserver tells which nodes are cordoned: told by `uncordon`",
  },
  "cordon-of-others": {
    severity: "warning",
    exit: "failed",
    meaning: "a node is cordoned by somebody else than a deployment, and stays so: told by `uncordon`",
  },
} as const satisfies ProblemKinds;
