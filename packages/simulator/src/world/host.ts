import type { EtcdMember, HostName } from "@quorate/cluster";
import type { Confirmation, StorePath } from "@quorate/rollout";
import type { BootFolder } from "./boot-folder.ts";
import type { EtcdData, Snapshot } from "./etcd.ts";
import { UNIT_NAMES, type UnitNames } from "./parts.ts";
import type { EtcdStart, System } from "./system.ts";
import type { Watchdog } from "./watchdog.ts";

/** The folder of certificates and keys: SHA-256 of each file, by its name. */
class SecretsFolder {
  readonly #digests: Map<string, string> = new Map();
  #listed: string | undefined;

  has(file: string): boolean {
    return this.#digests.has(file);
  }

  get(file: string): string | undefined {
    return this.#digests.get(file);
  }

  put(file: string, digest: string): void {
    this.#digests.set(file, digest);
    this.#listed = undefined;
  }

  names(): readonly string[] {
    return [...this.#digests.keys()];
  }

  copy(): ReadonlyMap<string, string> {
    return new Map(this.#digests);
  }

  remove(file: string): void {
    this.#digests.delete(file);
    this.#listed = undefined;
  }

  /** All of these, in a text: another one where one of them is another. */
  textOf(files: readonly string[]): string {
    return files.map((file) => this.#digests.get(file)).join();
  }

  /** What sha256sum prints of it, each line with a word before it. */
  listed(word: string): string {
    this.#listed ??= [...this.#digests].map(([file, digest]) => `${word}${digest}  ./${file}`).join("\n");
    return this.#listed;
  }
}

/** What a machine keeps while it is off. */
export interface Disk {
  /** What the boot loader starts. */
  profile: System | undefined;
  /** What it started before: still in the boot menu. */
  previous: System | undefined;
  readonly store: Set<StorePath>;
  /** What is in /boot, and what is left there. */
  readonly boot: BootFolder;
  readonly secrets: SecretsFolder;
  /** The same of what was sent, and is not in place yet. */
  incoming: Map<string, string> | undefined;
  confirmed: Confirmation | undefined;
  /** What has not read its files again since they were renewed. */
  readonly unread: Set<string>;
  etcd: EtcdData | undefined;
  /** k3s keeps its objects in SQLite there: it was started without a word. */
  alone: boolean;
  /** By what k3s knows the machine of a Node; `undefined` before its first start. */
  password: string | undefined;
  /** What was brought there for a restore. */
  snapshot: Snapshot | undefined;
  /** Those data are a learner's that is not known to have become a voter. */
  joining: boolean;
  watchdog: Watchdog | undefined;
  /** What a rollback goes back to, until something is confirmed. */
  rollback: Pick<Watchdog, "previous" | "secrets"> | undefined;
}

/** What runs on a machine that is on. */
export type Running =
  /** Another Linux, or the installer: it shows a key that we did not make, and may serve as part of a cluster. */
  | { readonly kind: "other"; readonly answersAt: readonly number[] }
  /** A system of ours. */
  | { readonly kind: "ours"; system: System };

/** A unit's state, as systemd has it; `inactive` where its conditions are not met, which is no failure. */
export type UnitState = "active" | "activating" | "failed" | "inactive";

/** What a server of k3s' without data is told for one start, in a file in memory. */
export type Told = { readonly at: number } & (
  | { readonly kind: "found" }
  | { readonly kind: "join"; readonly server: HostName }
);

/** A machine: what is true of it, of which a look tells a part. */
export interface Host {
  readonly name: HostName;
  readonly unitOf: UnitNames;
  /** The member of etcd that it is or becomes. */
  member: EtcdMember | undefined;
  power: "off" | "booting" | "on";
  /** How often it was booted: nothing that ran before goes on after. */
  boots: number;
  /** `undefined` where it is bare. */
  disk: Disk | undefined;
  running: Running | undefined;
  /** The system that its kernel was started with. */
  booted: System | undefined;
  /** Units of the system that runs. */
  readonly units: Map<string, UnitState>;
  /** The units' own content while they run: what a switch compares. */
  readonly started: Map<string, string>;
  /** What each of them has read of the secrets folder when it was started. */
  readonly read: Map<string, string>;
  /** Which files of it that was. */
  readonly reads: Map<string, readonly string[]>;
  /** The transient unit of an activation. */
  activation: "idle" | "running" | "failed";
  /** The file in /run that says which activation has begun. */
  mark: StorePath | undefined;
  /** Whether what carries the VIP on it was taken away. */
  leftVip: boolean;
  /** Until when routers lead to it all the same, which learn of that in their own time. */
  ledToUntil: number;
  /** The file in /run that says how etcd starts, once. */
  handed: Pick<EtcdStart, "state" | "initialCluster"> | undefined;
  /** The same of k3s'. */
  told: Told | undefined;
  /** The token that the server which runs was started with: by it, it lets others in. */
  serverToken: string | undefined;
  /** What it had when its data went by a fault, and when that was. */
  lost: { readonly at: number; readonly data: EtcdData } | undefined;
  /** Whether its network is up, as far as it goes by itself. */
  network: boolean;
  /** The port that machines.ts has for ssh. */
  askedAt: number;
  /** What sshd makes of new connections. */
  door: { port: number; login: boolean; firewall: boolean };
  /** Whether it lets no other machine in, the operator's apart. */
  keepsOut: boolean;
  // What was done to it from outside; each named as the lab's fault.
  cut: boolean;
  frozen: boolean;
  diskFull: boolean;
  slow: boolean;
  /** Milliseconds that its clock is ahead. */
  skew: number;
  /** The next work on it fails at this many points from now; 0: none does. */
  hiccup: number;
  /** What goes on when it is thawed. */
  readonly thawing: (() => void)[];
}

/** A machine that is off and bare. */
export function newHost(
  name: HostName,
  member: EtcdMember | undefined,
  unitOf: UnitNames = UNIT_NAMES.kubernetes,
): Host {
  return {
    name,
    unitOf,
    member,
    power: "off",
    boots: 0,
    disk: undefined,
    running: undefined,
    booted: undefined,
    units: new Map(),
    started: new Map(),
    read: new Map(),
    reads: new Map(),
    activation: "idle",
    mark: undefined,
    leftVip: false,
    ledToUntil: 0,
    handed: undefined,
    told: undefined,
    serverToken: undefined,
    lost: undefined,
    network: false,
    askedAt: 22,
    door: { port: 22, login: true, firewall: false },
    keepsOut: false,
    cut: false,
    frozen: false,
    diskFull: false,
    slow: false,
    skew: 0,
    hiccup: 0,
    thawing: [],
  };
}

/** A disk as an installation leaves it before anything is on it. */
export function newDisk(): Disk {
  return {
    profile: undefined,
    previous: undefined,
    store: new Set(),
    boot: { kernels: new Set(), free: undefined, half: false },
    secrets: new SecretsFolder(),
    incoming: undefined,
    confirmed: undefined,
    unread: new Set(),
    etcd: undefined,
    alone: false,
    password: undefined,
    snapshot: undefined,
    joining: false,
    watchdog: undefined,
    rollback: undefined,
  };
}

/** Whether what runs on it can be reached from other machines. */
export function isOnNetwork(host: Host): boolean {
  return host.power === "on" && host.network && !host.cut && !host.frozen;
}
