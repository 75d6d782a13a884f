import type { ProblemKinds } from "@quorate/cluster";

/** What a deployment is refused with, or told, before anything is touched. */
export const PLAN_PROBLEMS = {
  "target-ambiguous": {
    severity: "error",
    exit: "wrong-input",
    meaning: "both --all and names of machines were given",
  },
  "target-missing": { severity: "error", exit: "wrong-input", meaning: "no machine to deploy to was named" },
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
  "certificates-path-unusable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the path of the certificates' folder holds what no ssh configuration can write",
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
  "voters-erased": {
    severity: "error",
    exit: "wrong-input",
    meaning: "more than one voter of a living etcd would be erased in one run",
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
  "network-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a network or the domain of a cluster that lives was changed, which no deployment can do",
  },
  "authority-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority, or the key of service accounts, was replaced, which takes several passes",
  },
  "address-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the address of a node that runs was changed, which takes several passes",
  },
  "identity-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what a running cluster is known by was changed: its name, or the release its state is of",
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
  "encryption-needs-passes": {
    severity: "error",
    exit: "wrong-input",
    meaning: "encryptSecrets was changed, which takes several passes over the apiservers that run",
  },
  "member-would-start-a-cluster": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an etcd member without data would begin another cluster than the others have begun",
  },
  "member-replaced": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine without data has the place of an etcd member that was started before",
  },
  "member-stale": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine has data of etcd's, but the cluster that there is does not have it for a member",
  },
  "etcd-without-quorum": {
    severity: "error",
    exit: "failed",
    meaning: "a node is to become a member of an etcd that has no quorum, and so takes nobody in",
  },
  "member-not-in-file": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd has a member that machines.ts does not have, or has at another address",
  },
  "removed-still-runs": {
    severity: "warning",
    exit: "failed",
    meaning: "a member was removed from etcd, and parts of the cluster still answer on its machine",
  },
  "certificate-served-old": {
    severity: "warning",
    exit: "failed",
    meaning:
      "something on a node serves another certificate than lies in its file, and no deployment restarts it",
  },
  "members-move-together": {
    severity: "error",
    exit: "wrong-input",
    meaning: "more than one member of etcd has another address in machines.ts than etcd has it at",
  },
  "member-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an etcd member without data is to be started, and not all members could be asked",
  },
  "clusters-differ": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd's members are in more than one cluster",
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
  "disk-script-missing": {
    severity: "error",
    exit: "failed",
    meaning: "a machine is to be installed, but the script for its disk was not built",
  },
  "activation-running": {
    severity: "error",
    exit: "failed",
    meaning: "an earlier activation is still going on on a machine",
  },
  "watchdog-unusable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "--watchdog says no number of seconds from 10 to 3600",
  },
  "went-back": {
    severity: "warning",
    exit: "failed",
    meaning:
      "a node went back to what it ran before, since what followed it was not confirmed; it is said until a deployment there goes well",
  },
  "version-skips": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd or an apiserver would leave a minor version out, which neither can",
  },
  "version-goes-back": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd or an apiserver would become an older minor version than the one that runs",
  },
  "skew-too-wide": {
    severity: "error",
    exit: "wrong-input",
    meaning: "versions of Kubernetes would run beside each other that may not",
  },
  "skew-unknown": {
    severity: "error",
    exit: "failed",
    meaning: "a kubelet would become newer, and the version of an apiserver could not be asked",
  },
  "etcd-step-unsafe": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd would become 3.6, and not every member is known to be fit for it",
  },
  "etcd-nearly-full": {
    severity: "warning",
    exit: "failed",
    meaning: "the database of a member of etcd takes 80 % of its quota or more",
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
  "etcd-full": {
    severity: "error",
    exit: "failed",
    meaning: "the database of a member of etcd takes 95 % of its quota or more: soon it takes no writes",
  },
  "vip-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "another VIP, or another way to carry it, would not go to all nodes that know it",
  },
  "reboot-bare": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine was to be rebooted that is not installed",
  },
  "reboot-without-quorum": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines were to be rebooted one after another while no member of etcd runs",
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
