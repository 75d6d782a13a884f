import { type Problem, type ProblemKinds, problemMaker, type Result } from "@quorate/cluster";

/** Every code that reading an inventory of nk3's can end with. */
export const INVENTORY_PROBLEMS = {
  "inventory-encoding": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the inventory holds bytes that are no text, or characters that YAML does not take",
  },
  "inventory-too-large": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the inventory is larger, or more deeply nested, than any inventory",
  },
  "inventory-syntax": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the inventory is no YAML 1.1, or not one document of it",
  },
  "inventory-alias": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an alias of the inventory stands for nothing, or for what it is in itself",
  },
  "inventory-type": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a value of the inventory is of another type than nk3 takes there",
  },
  "inventory-key-duplicate": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a key of the inventory stands twice in one place: nk3 takes the last one, without a word",
  },
  "inventory-key-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "nk3 reads no such key in an inventory of this shape",
  },
  "inventory-key-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "an inventory of this shape has a key that is not there",
  },
  "inventory-address": {
    severity: "error",
    exit: "wrong-input",
    meaning: "what should be an address of the inventory is none that a node can have",
  },
  "inventory-join-address": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "the address that servers join is no node of the inventory",
  },
  "inventory-initiators": {
    severity: "error",
    exit: "wrong-input",
    meaning: "two nodes of the inventory would each found a cluster",
  },
  "inventory-token": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the inventory's token is none that k3s takes, or not the one that the servers were given",
  },
  "inventory-token-shown": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "a name in the inventory is the join token's text, so that a machines.ts would show it",
  },
  "inventory-name": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a node's host name is none, or two nodes have the same",
  },
  "inventory-name-changed": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "a node is called something else in machines.ts than it may be called in the cluster",
  },
  "inventory-incomplete": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines.ts needs what an inventory of this shape does not say",
  },
  "inventory-answer-unused": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "a flag says what the inventory leaves out, and the inventory says something else: that holds",
  },
  "adoption-none": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "no machine of the inventory is a server of a cluster that runs: told by `importInventory --from-cluster`",
  },
  "adoption-two-clusters": {
    severity: "error",
    exit: "wrong-input",
    meaning: "servers of the inventory have other authorities than the rest: they are another cluster's",
  },
  "adoption-differs": {
    severity: "error",
    exit: "wrong-input",
    meaning: "servers of one cluster are started with what all of them have to have alike, and do not",
  },
  "adoption-encryption": {
    severity: "error",
    exit: "wrong-input",
    meaning: "no server of a cluster that runs told whether its Secrets are encrypted",
  },
  "adoption-token": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the servers have another token than the inventory's",
  },
  "adoption-name": {
    severity: "error",
    exit: "wrong-input",
    meaning: "a machine has another name in its cluster than the inventory gives it",
  },
  "adoption-unsupported": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the cluster has something that Quorate's k3s has not",
  },
  "adoption-authorities": {
    severity: "error",
    exit: "wrong-input",
    meaning: "no server of a cluster that runs told the authority by which it is known",
  },
  "adoption-disks": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "the disks of a machine are not taken over as they are",
  },
  "adoption-host-key": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "the host key of a machine is not taken over",
  },
  "adoption-keys": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "an authorized key of a machine's root is more than a public key, and not taken over",
  },
  "adoption-version": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "the cluster runs a minor of k3s that there is none of here",
  },
  "adoption-state-version": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "machines of the cluster keep the state of several releases of NixOS",
  },
  "adoption-ports": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "which ports of pods and Services are reached from outside is not known",
  },
  "adoption-flags": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "k3s is told something on a machine that has no place in machines.ts",
  },
  "adoption-files": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "k3s takes in files on a machine that are not taken over",
  },
  "adoption-not-running": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "a machine of the inventory starts no k3s, and would join the cluster that runs",
  },
  "adoption-token-known": {
    severity: "warning",
    exit: "wrong-input",
    meaning: "the token of the cluster has been readable by all users of its machines",
  },
} as const satisfies ProblemKinds;

/** The codes of this room. */
export type InventoryProblemCode = keyof typeof INVENTORY_PROBLEMS;

/** What is wrong with an inventory. */
export type InventoryProblem = Problem<InventoryProblemCode>;

/** An outcome of this room. */
export type InventoryResult<Value> = Result<Value, InventoryProblemCode>;

/** Makes this room's problems. */
export const problem = problemMaker(INVENTORY_PROBLEMS);
