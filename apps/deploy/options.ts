import type { Assumption, Conduct, Terms } from "@quorate/rollout";

/** What `deploy` was asked. */
export interface DeployOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  /** Names of machines, as typed. */
  readonly targets: readonly string[];
  /** Every node, instead of names. */
  readonly all: boolean;
  /** Print every command, contact no host. */
  readonly dryRun: boolean;
  /** What a dry run takes the machines to be. Default: both, one after the other. */
  readonly assume?: Assumption;
  /** How many workers may be away at once, as it was typed: a number or a part of all in per cent. Default: 1. */
  readonly maxUnavailable?: string;
  /** Touch machines outside of the maintenance windows, too. */
  readonly anyTime: boolean;
  /** Deploy also what is older than what was deployed last. */
  readonly allowOlder: boolean;
  /** Who is rebooted. Default: nobody. */
  readonly reboot?: Conduct["reboot"];
  /** Whether pods are moved away first. Default: where it is needed. */
  readonly drain?: Conduct["drain"];
  /** Whether a snapshot of etcd is taken before a member of it is touched; false for `--no-snapshot`. */
  readonly snapshot: boolean;
  /** Ask for what `health` of machines.ts has after each node alone, and not before the first. Default: false. */
  readonly skipInitialHealth?: boolean;
  /** Take members of etcd that cannot be asked for off. Default: false. */
  readonly coldStart?: boolean;
  /** Names of nodes of which pods may be lost, and local data. */
  readonly deletePods: readonly string[];
  /** Names of nodes whose pods are deleted in spite of their budgets. */
  readonly disableEviction: readonly string[];
  /** Seconds without a word after which a node goes back by itself, as typed. Default: 300. */
  readonly watchdog?: string;
  /** Names that are left out of all. */
  readonly except: readonly string[];
  /** Leave out what cannot be reached, instead of ending there. */
  readonly skipUnreachable: boolean;
  /** Consent to erasing the disk of a machine that nobody knows. */
  readonly yes: boolean;
  /** Names of machines whose disks may be erased whatever they were before. */
  readonly erase: readonly string[];
  /** The target that is given up for another machine, or another disk, as `replace` has it. Default: none. */
  readonly replaces?: string;
  /** Names or ids of members that etcd has and the file has not, which are removed from etcd. */
  readonly remove: readonly string[];
  /** Whose systems are evaluated. Default: what is needed; all of them where an input is another than the locked one. */
  readonly evaluate?: Terms["evaluate"];
  /** The folder that genCerts made, relative to the working folder. Default: `certs` beside machines.ts. */
  readonly certificates?: string;
  /** The flake. Default: the folder of machines.ts. */
  readonly flake?: string;
  /** The flake's output that has the systems, by the names of their nodes. Default: `nixosConfigurations`. */
  readonly configurations?: string;
  /** Pairs of an input's name and a flake reference, given to Nix as `--override-input`. */
  readonly overrideInputs: readonly (readonly [name: string, reference: string])[];
  /** Pairs of a Nix setting and its value, given to Nix as `--option`. */
  readonly nixOptions: readonly (readonly [name: string, value: string])[];
}
