import type { ProblemKinds } from "@quorate/cluster";

/** What is asked of whoever deploys: which machines, and consent to what can't be undone. */
export const CONSENT_PROBLEMS = {
  "target-ambiguous": {
    severity: "error",
    exit: "wrong-input",
    meaning: "both --all and names of machines were given",
  },
  "target-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "no machine was named to a command that is about some",
  },
  "max-unavailable-unusable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`--max-unavailable` is no number of nodes from 1 on, and no part of them from 1% to 100%",
  },
  "target-is-router": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a router was named, which Quorate never touches",
  },
  "target-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a name was given that is no machine of the cluster",
  },
  "target-offline": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine was named that is offline in machines.ts",
  },
  "erase-not-target": {
    severity: "error",
    exit: "wrong-input",
    meaning: "--erase names a machine that is not deployed to",
  },
  "replace-needs-erase": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what `replace` would do to a node, which takes `--erase` with its name",
  },
  "replace-alive": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a node was to be replaced whose old machine still serves as part of the cluster",
  },
  "replace-nothing-lost": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a node was to be replaced that is all that it was",
  },
  "rollback-nothing-kept": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a node has kept nothing of before that it could be taken back to",
  },
  "rollback-unsettled": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a node was to be taken back while a change is under way there that nobody has confirmed",
  },
  "rollback-no-way-back": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "what a node ran before can't follow what it runs: its etcd, its apiserver, its encryption or its key",
  },
  "rollback-needs-reboot": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what a node would be taken back to can only be booted, which takes `--reboot needed`",
  },
  "rollback-needs-yes": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what a node would be taken back to, which takes `--yes`",
  },
  "rolls-back": {
    severity: "warning",
    exit: "failed",
    meaning: "what a node is taken back to, by `rollback`",
  },
  "left-out": {
    severity: "warning",
    exit: "failed",
    meaning: "a node was left out on purpose, and counts as one that is down",
  },
  "install-needs-yes": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine is not one of ours (yet), and installing it erases its disk",
  },
  "install-needs-erase": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "a machine that was installed before, or may have been, would be erased; --yes alone is not enough",
  },
  "machine-is-another": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine that would be erased shows the host key of another node: it was renamed, or moved",
  },
  "host-key-kept": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine that would be installed is one that keeps its own host key by machines.ts",
  },
  "machine-alive": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine that would be erased answers as etcd or the API of a cluster",
  },
  "machine-not-asked": {
    severity: "error",
    exit: "failed",
    meaning: "whether a machine that would be erased serves as part of a cluster could not be asked",
  },
  "disk-script-missing": {
    severity: "error",
    exit: "failed",
    meaning: "a machine is to be installed, but the script for its disk was not built",
  },
  "watchdog-unusable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "--watchdog says no number of seconds from 10 to 3600",
  },
  "reboot-bare": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine was to be rebooted that is not installed",
  },
  "outside-window": {
    severity: "error",
    exit: "wrong-input",
    meaning: "no maintenance window of machines.ts is open; nothing was touched",
  },
  "window-closed": {
    severity: "error",
    exit: "failed",
    meaning: "the maintenance window closed while the run was under way: it stopped after its step",
  },
} as const satisfies ProblemKinds;
