import type { HostName } from "@quorate/cluster";
import type { StorePath } from "@quorate/rollout";

/** A systemd unit that matters here. */
export interface Unit {
  readonly name: string;
  /** What is in it: a switch restarts it where that differs. */
  readonly settings: string;
  /** The files of the secrets folder without which it does not start. */
  readonly needs: readonly string[];
}

/** Everything that can be wrong with a system, as people make it. */
export type Defect =
  /** Its activation script ends with an error, half-way. */
  | { readonly kind: "activation" }
  /** It does not come up after a reboot. */
  | { readonly kind: "boot" }
  /** The network does not come up: also what was connected is lost. */
  | { readonly kind: "network" }
  /** Only new connections are dropped. */
  | { readonly kind: "firewall" }
  /** The operator is let in, and no other machine: what it asks others itself goes on. */
  | { readonly kind: "alone" }
  /** Sshd lets nobody in any more. */
  | { readonly kind: "login" }
  /** Sshd listens where nobody asks. */
  | { readonly kind: "port" }
  /** A unit does not run. `seen`: the activation ends with an error then, which not all units give. */
  | { readonly kind: "unit"; readonly unit: string; readonly seen: boolean };

/** How etcd is started on a member. */
export interface EtcdStart {
  readonly name: string;
  readonly peerUrl: string;
  /** `name=url`, sorted. */
  readonly initialCluster: readonly string[];
  readonly state: "new" | "existing";
  readonly token: string;
}

/** What a server of k3s' is started with. Whom it joins, or that it founds a cluster, is in no system. */
export interface ServerSettings {
  readonly peerUrl: string;
  /** Whether a start without data and without a word founds a cluster, as no generation says. */
  readonly founds: boolean;
  /** What all servers have to agree on, as k3s' own file of flags has it. */
  readonly flags: { readonly [flag: string]: string };
}

/** A built NixOS system. */
export interface System {
  readonly path: StorePath;
  readonly node: HostName;
  readonly fingerprint: string;
  readonly units: readonly Unit[];
  readonly etcd: EtcdStart | undefined;
  readonly server: ServerSettings | undefined;
  readonly sshPort: number;
  readonly defect: Defect | undefined;
  /** Which kernel; between one from 2 on and one before, NixOS does not switch. */
  readonly kernel: number;
}

/** Whether it has a defect of that kind. */
export function hasDefect({ defect }: System, kind: Defect["kind"]): boolean {
  return defect?.kind === kind;
}

/** Its kernel, as a path. */
export function kernelOf({ kernel }: System): string {
  return `/nix/store/${"0".repeat(32)}-linux-6.${kernel}/bzImage`;
}

/** What must not change while it runs, as NixOS writes it. */
export function inhibitorsOf({ kernel }: System): string {
  return JSON.stringify({ "dbus-implementation": kernel > 1 ? "broker" : "dbus" });
}
