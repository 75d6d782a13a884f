import type { ProblemKinds } from "@quorate/cluster";

/** What staging can end with: nothing was changed on any machine. */
export const STAGE_PROBLEMS = {
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
} as const satisfies ProblemKinds;
