import type { ProblemKinds } from "@quorate/cluster";

/** What can't be changed of a cluster that lives, or not in one run: what it is known by, and versions. */
export const CHANGE_PROBLEMS = {
  "network-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "a network, the domain or the API's port of a cluster that lives was changed, which no deployment can do",
  },
  "authority-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an authority, or the key of service accounts, was replaced, which takes several passes",
  },
  "issuer-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "an apiserver would not take the service accounts' tokens of another one, or of before, which takes several passes",
  },
  "token-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the token of k3s' servers was changed, with which they would not start",
  },
  "flags-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "servers of k3s' would run with flags that differ, where they have to agree",
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
  "encryption-needs-passes": {
    severity: "error",
    exit: "wrong-input",
    meaning: "encryptSecrets was changed, which takes several passes over the apiservers that run",
  },
  "version-skips": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd or an apiserver would leave a minor version out, which neither can",
  },
  "version-goes-back": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd or an apiserver would become an older minor version than the one that runs, or may",
  },
  "skew-too-wide": {
    severity: "error",
    exit: "wrong-input",
    meaning: "versions of Kubernetes would run beside each other that may not",
  },
  "skew-unknown": {
    severity: "error",
    exit: "failed",
    meaning:
      "a kubelet or an apiserver would become another version, and which one an apiserver has could not be asked",
  },
  "etcd-step-unsafe": {
    severity: "error",
    exit: "wrong-input",
    meaning: "etcd would become 3.6, and not every member is known to be fit for it",
  },
  "vip-changed": {
    severity: "error",
    exit: "wrong-input",
    meaning: "another VIP, or another way to carry it, would not go to all nodes that know it",
  },
} as const satisfies ProblemKinds;
