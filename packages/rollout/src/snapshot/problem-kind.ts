import type { ProblemKinds } from "@quorate/cluster";

/** What can be wrong with taking a snapshot of etcd, and with beginning anew with one. */
export const SNAPSHOT_PROBLEMS = {
  "snapshot-of-another-cluster": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the snapshot that is to be restored is one of another cluster",
  },
  "restore-without-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`--without` names what is no node of machines.ts: told by `etcd restore`",
  },
  "restore-without-members": {
    severity: "error",
    exit: "wrong-input",
    meaning: "every member of etcd is left out of a restore",
  },
  "restore-not-asked": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine that a restore is about could not be asked; nothing was touched",
  },
  "restore-quorum-lives": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "etcd serves, and a restore would give up what was written since the snapshot; nothing was touched",
  },
  "snapshot-impossible": {
    severity: "error",
    exit: "failed",
    meaning: "no member of etcd serves, so that none gives a snapshot: told by `etcd snapshot`",
  },
  "snapshot-failed": {
    severity: "error",
    exit: "failed",
    meaning: "no snapshot of etcd could be taken, or fetched; nothing was touched",
  },
  "snapshot-damaged": {
    severity: "error",
    exit: "failed",
    meaning: "what came of a snapshot of etcd is not what was sent, or not whole; nothing was touched",
  },
  "restore-stage-failed": {
    severity: "error",
    exit: "failed",
    meaning: "no member's data could be made of a snapshot on a machine; nothing was stopped or moved",
  },
  "restore-etcd-older": {
    severity: "error",
    exit: "failed",
    meaning:
      "a machine has an older minor version of etcd, or of k3s, than the snapshot was taken of; nothing was stopped or moved",
  },
  "restore-stop-failed": {
    severity: "error",
    exit: "failed",
    meaning: "an apiserver or a member could not be stopped for a restore; no data was moved",
  },
  "restore-swap-failed": {
    severity: "error",
    exit: "failed",
    meaning: "what was restored could not be put in place on a machine; all are stopped, nothing was deleted",
  },
  "restore-reset-failed": {
    severity: "error",
    exit: "failed",
    meaning:
      "a server of k3s' could not begin anew with a snapshot; all are stopped, their data are beside, nothing was deleted",
  },
  "restore-start-failed": {
    severity: "error",
    exit: "failed",
    meaning: "etcd or the apiserver could not be started after a restore, whose data are in place",
  },
} as const satisfies ProblemKinds;
