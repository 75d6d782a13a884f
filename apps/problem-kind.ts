import { type ProblemKinds, problemMaker } from "@quorate/cluster";

/** What commands themselves complain of. What they hand on from other rooms is in those rooms' tables. */
export const APPS_PROBLEMS = {
  usage: {
    severity: "error",
    exit: "wrong-input",
    meaning: "a command was called with what it does not take, or without what it needs",
  },
  "code-unknown": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`explain` was given a code that nothing of Quorate says",
  },
  "working-folder-gone": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the folder that the command was called in is no more",
  },
  "machines-ended": {
    severity: "error",
    exit: "wrong-input",
    meaning: "machines.ts ended the program, or waits for something that never comes",
  },
  "machines-unsteady": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "machines.ts gives another cluster each time it is read: told by `generate` where something would change",
  },
  "generated-foreign": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "nix/generated was made from another file beside machines.ts: told by `generate`, and by `deploy` first",
  },
  "generated-stale": {
    severity: "error",
    exit: "wrong-input",
    meaning: "nix/generated is not what machines.ts gives: told by `generate --check`, and by `deploy` first",
  },
  "assume-without-dry-run": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`--assume` was given to a deployment that looks for itself",
  },
  "nixpkgs-not-found": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the folder that `--nixpkgs` names is no nixpkgs",
  },
  "not-a-checkout": {
    severity: "error",
    exit: "wrong-input",
    meaning: "`nixosOptions` runs outside of a checkout of Quorate, and was not told where its data goes",
  },
  "options-stale": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the data of NixOS's options is not what the nixpkgs has: told by `nixosOptions --check`",
  },
  "nixos-options-unreadable": {
    severity: "error",
    exit: "failed",
    meaning: "what Nix told is not the data of NixOS's options",
  },
  "inventory-unreadable": {
    severity: "error",
    exit: "wrong-input",
    meaning: "there is no inventory where the command was told, or it cannot be read",
  },
  "inventory-token-other": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "the inventory's token is not the one that was imported before: it was changed in the file, or the inventory is another cluster's",
  },
  "adoption-not-asked": {
    severity: "error",
    exit: "failed",
    meaning:
      "a machine could not be asked by ssh: told by `importInventory --from-cluster`, which then writes nothing",
  },
  "import-exists": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "`importInventory` would take the place of a file that is there, and was not told `--yes`; or of another token, whatever it was told",
  },
  "import-output": {
    severity: "error",
    exit: "wrong-input",
    meaning:
      "what `importInventory` is to write is no file, or one that it does not take the place of: a folder, a pipe, the inventory itself",
  },
  "nix-not-found": { severity: "error", exit: "failed", meaning: "there is no Nix on PATH" },
  "evaluation-failed": {
    severity: "error",
    exit: "failed",
    meaning: "Nix could not evaluate what it was given",
  },
  "file-system": {
    severity: "error",
    exit: "failed",
    meaning: "a file could not be read or written: what the system says, in words",
  },
  "unlock-needs-yes": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the lock of the cluster is held by a run that was heard of a moment ago: told by `unlock`",
  },
  "lock-not-asked": {
    severity: "error",
    exit: "failed",
    meaning: "a host could not be asked for the lock of the cluster: told by `unlock`",
  },
  "etcd-silent": {
    severity: "error",
    exit: "failed",
    meaning: "no member of etcd told who its members are: told by `etcd members`",
  },
  "restore-keys-missing": {
    severity: "error",
    exit: "wrong-input",
    meaning: "the certificates' folder does not have what a snapshot was encrypted or signed with",
  },
  "restore-token-differs": {
    severity: "error",
    exit: "wrong-input",
    meaning: "k3s has sealed a snapshot with another token than that of the certificates' folder",
  },
  "restore-needs-consent": {
    severity: "error",
    exit: "wrong-input",
    meaning: "whether a restore is meant was not answered with the cluster's name; nothing was touched",
  },
  "journal-unwritable": {
    severity: "error",
    exit: "failed",
    meaning: "the journal of a deployment could not be written any more, so it stopped",
  },
  interrupted: {
    severity: "error",
    exit: "failed",
    meaning: "the command was ended, by Control-C for one: it says what is true then",
  },
  unexpected: { severity: "error", exit: "failed", meaning: "a fault of Quorate" },
} as const satisfies ProblemKinds;

/** Makes the problems of {@link APPS_PROBLEMS}. */
export const problem = problemMaker(APPS_PROBLEMS);
