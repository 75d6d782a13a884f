import type { HostName } from "@quorate/cluster";
import type { Host } from "./world/host.ts";
import { loseData } from "./world/loss.ts";
import { cutPower, powerOn, reboot } from "./world/power.ts";
import { breakSessions } from "./world/ssh.ts";
import type { World } from "./world/world.ts";

/** What is done to machines: the lab's kinds, by its names, and what only a world of values can do at any point. */
export type MachineFaultKind =
  | "kill"
  | "freeze"
  | "reboot"
  | "partition"
  | "slow"
  | "disk-full"
  | "clock-skew"
  /** The data of a server of k3s' are gone, and it is started anew. */
  | "data-lost"
  /** Something that runs on it fails, half-way. */
  | "hiccup";

/** What is done to whoever deploys. */
export type DeployerFaultKind =
  /** kill -9, or a power cut at the operator's. */
  | "deployer-killed"
  /** Control-C. */
  | "interrupted"
  /** Answers reach it minutes after they were true. */
  | "late-answers";

/** Something bad. */
export type Fault = {
  /** It strikes when so many things have happened since the first deployment began. */
  readonly moment: number;
  /** For how long. */
  readonly seconds: number;
} & (
  | { readonly kind: MachineFaultKind; readonly node: HostName }
  | { readonly kind: DeployerFaultKind; readonly node: undefined }
);

/** Seconds that a clock is set ahead by a fault. */
const SKEW = 3600;

/** How a machine has it, and how that is undone. */
interface MachineFault {
  readonly strike: (world: World, host: Host, fault: Fault) => void;
  readonly heal: (world: World, host: Host) => void;
}

/** All that is done to machines. */
export const MACHINE_FAULTS: { readonly [Kind in MachineFaultKind]: MachineFault } = {
  kill: { strike: cutPower, heal: powerOn },
  freeze: {
    strike: (world, host) => {
      if (host.power !== "on") return;
      host.frozen = true;
      breakSessions(world, host);
    },
    heal: (_, host) => {
      host.frozen = false;
      for (const proceed of host.thawing.splice(0)) proceed();
    },
  },
  reboot: { strike: reboot, heal: () => {} },
  partition: {
    strike: (world, host) => {
      host.cut = true;
      breakSessions(world, host);
    },
    heal: (_, host) => {
      host.cut = false;
    },
  },
  slow: {
    strike: (_, host) => {
      host.slow = true;
    },
    heal: (_, host) => {
      host.slow = false;
    },
  },
  "disk-full": {
    strike: (_, host) => {
      host.diskFull = true;
    },
    heal: (_, host) => {
      host.diskFull = false;
    },
  },
  "clock-skew": {
    strike: (_, host) => {
      host.skew = SKEW * 1000;
    },
    heal: (_, host) => {
      host.skew = 0;
    },
  },
  "data-lost": { strike: loseData, heal: () => {} },
  hiccup: {
    // How far what runs there gets is told by how long the fault would last.
    strike: (_, host, { seconds }) => {
      host.hiccup = 1 + (seconds % 6);
    },
    heal: (_, host) => {
      host.hiccup = 0;
    },
  },
};

/** Everything that can be done to a machine. */
export const MACHINE_FAULT_KINDS = Object.keys(MACHINE_FAULTS) as readonly MachineFaultKind[];
