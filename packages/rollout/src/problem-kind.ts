import { type Problem, type ProblemKinds, problemMaker, type Result } from "@quorate/cluster";

/** Every code that a deployment's planning and its steps can end with. */
export const ROLLOUT_PROBLEMS = {
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
  "copy-closure-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a system could not be copied to its machine; nothing was activated",
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
      "a machine's new system can only be booted into: it boots it next, and runs what it ran until then",
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
  "locked-by": {
    severity: "error",
    exit: "failed",
    meaning: "somebody else deploys to this cluster; nothing was touched",
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
  "check-failed": {
    severity: "error",
    exit: "failed",
    meaning: "a check of machines.ts (rollout.checks) did not end well within its time",
  },
  "configuration-older": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what is checked out is older than the commit that was deployed last, or does not know it",
  },
  "configuration-apart": {
    severity: "warning",
    exit: "failed",
    meaning: "the commit that was deployed last and the one that is checked out have gone different ways",
  },
  "lock-moved": {
    severity: "error",
    exit: "failed",
    meaning:
      "somebody else has deployed to this cluster since its machines were looked at; nothing was touched",
  },
  "lock-lost": {
    severity: "error",
    exit: "failed",
    meaning: "the lock of the cluster was taken away from a run, which stopped after its step",
  },
  "lock-partial": {
    severity: "warning",
    exit: "failed",
    meaning:
      "the lock of the cluster is not held by a majority of the etcd hosts, since others can't be asked",
  },
  "step-crashed": {
    severity: "error",
    exit: "failed",
    meaning: "a step ended in a way that nobody foresaw: a defect of Quorate",
  },
} as const satisfies ProblemKinds;

/** The codes of this room. */
export type RolloutProblemCode = keyof typeof ROLLOUT_PROBLEMS;

/** Why a deployment was refused or failed. */
export type RolloutProblem<Code extends RolloutProblemCode = RolloutProblemCode> = Problem<Code>;

/** An outcome of this room. */
export type RolloutResult<Value> = Result<Value, RolloutProblemCode>;

/** Makes this room's problems. */
export const problem = problemMaker(ROLLOUT_PROBLEMS);
