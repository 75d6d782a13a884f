import type { ProblemKinds } from "@quorate/cluster";

/** What is not done to etcd's membership, and what its members tell. */
export const MEMBER_PROBLEMS = {
  "voters-erased": {
    severity: "error",
    exit: "wrong-input",
    meaning: "more than one voter of a living etcd would be erased in one run",
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
  "removal-idle": {
    severity: "warning",
    exit: "failed",
    meaning: "nobody that --remove names is there to be removed",
  },
  "members-move-together": {
    severity: "error",
    exit: "wrong-input",
    meaning: "more than one member of etcd has another address in machines.ts than etcd has it at",
  },
  "adopted-without-data": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a cluster that was taken over would be founded anew, without its authorities and its data",
  },
  "member-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an etcd member without data is to be started, and not all members could be asked",
  },
  "name-taken": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine is to be installed under a name that k3s holds for another one, which lives",
  },
  "token-rotation-partial": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the token of k3s' servers is to be replaced, and not all of them would get it, or none serves",
  },
  "removed-alive": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a Node was to be removed that machines.ts does not have, and its machine still serves",
  },
  "server-alone": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a server of k3s' was started without etcd, as a cluster of its own",
  },
  "clusters-differ": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd's members are in more than one cluster",
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
  "cold-start-unknown": {
    severity: "error",
    exit: "failed",
    meaning:
      "masters or members of etcd would be touched, no member is known to run, and not all of them could be asked",
  },
  "reboot-without-quorum": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines were to be rebooted one after another while no member of etcd runs",
  },
} as const satisfies ProblemKinds;
