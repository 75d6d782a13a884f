import type { TaintSpec } from "@quorate/cluster";
import type { ForNodes } from "../definition/answers.ts";
import type { FileSystem } from "./host-answer.ts";

/** What of a cluster that runs machines.ts has to say, so that nothing of it breaks. */
export interface Adoption {
  /** The minor of k3s, where there is one of it here; else what runs, in words. */
  readonly version:
    | { readonly kind: "ours"; readonly minor: string }
    | { readonly kind: "other"; readonly runs: string };
  /** The certificates at /cacerts: of the authority that k3s has made for its servers. */
  readonly serverAuthority: string;
  readonly disable: readonly string[];
  /** When servers take snapshots by themselves, where they are told. */
  readonly snapshots: { readonly schedule?: string; readonly keep?: number };
  /** Further names and addresses of the API, sorted. */
  readonly sans: readonly string[];
  readonly pods: string;
  readonly services: string;
  readonly domain: string;
  readonly backend: string;
  readonly port: number;
  readonly encryptSecrets: boolean;
  readonly stateVersion: string | undefined;
  /** Whoever may log in as root on any of the machines. */
  readonly rootKeys: readonly string[];
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  readonly nodes: ReadonlyMap<string, NodeAdoption>;
  /** What is not taken over, a sentence each: it stands at the top of machines.ts. */
  readonly left: readonly string[];
}

/** What k3s is on a machine, and is told there alone. */
export interface OfK3s {
  readonly role: "server" | "agent";
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly TaintSpec[];
  /** Whether ordinary pods may run there, where that is not what it would be by itself. */
  readonly schedulable: boolean | undefined;
  /** Flags that machines.ts has no word for. */
  readonly extraFlags: readonly string[];
}

/** What is a machine's own. */
export interface NodeAdoption extends OfK3s {
  readonly boot: "uefi" | "bios";
  /** The public key that its sshd shows; `undefined` where it is none that is known by ed25519. */
  readonly hostKey: string | undefined;
  /** Its disks as they are; `undefined` where they are not taken over. */
  readonly disks: DisksAsTheyAre | undefined;
}

/** File systems that stay, in the place of those that Quorate would make. */
export interface DisksAsTheyAre {
  readonly fileSystems: readonly FileSystem[];
  readonly swap: readonly string[];
  /** Where GRUB is; `undefined` with systemd-boot, which is in `/boot`. */
  readonly grub: string | undefined;
}

/** What the machines told that an inventory may leave out. */
export interface ToldByMachines {
  readonly interface: ForNodes;
  readonly disk: ForNodes;
  readonly gateway?: string;
  readonly subnet?: string;
}
