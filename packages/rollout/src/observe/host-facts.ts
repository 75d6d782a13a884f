import type { SeenLock } from "../lock/holder.ts";
import type { Answers } from "./answers.ts";
import { answersOf } from "./answers.ts";
import { type ApiObjects, apiObjects } from "./host/api-objects.ts";
import { type BootFacts, boot } from "./host/boot.ts";
import { type BootEntry, bootLoader } from "./host/boot-loader.ts";
import { type ControlPlaneFacts, controlPlane } from "./host/control-plane.ts";
import { type EtcdFacts, etcdStatus } from "./host/etcd-status.ts";
import { flags } from "./host/flags.ts";
import { type IssuedFacts, issued } from "./host/issued.ts";
import { issuers } from "./host/issuers.ts";
import { type Kept, kept } from "./host/kept.ts";
import { lock } from "./host/lock.ts";
import { options } from "./host/options.ts";
import { type ServedFacts, served } from "./host/served.ts";
import { type SpaceFacts, space } from "./host/space.ts";
import { type SystemFacts, systems } from "./host/systems.ts";
import { type UnitFiles, unitFiles } from "./host/unit-files.ts";
import { type UnitFacts, units } from "./host/units.ts";
import { vip } from "./host/vip.ts";
import { type VipCarried, vipCarried } from "./host/vip-carried.ts";
import { vipLeft } from "./host/vip-left.ts";
import { type WatchdogFacts, watchdog } from "./host/watchdog.ts";
import type { Json } from "./json.ts";
import type { Known } from "./known.ts";
import { type Asked, oneByOne, type Subject } from "./subject.ts";

/** What a host tells in one look, by what it is about. Whatever it could not tell is unknown, each with why. */
export interface HostFacts {
  readonly boot: BootFacts;
  readonly systems: SystemFacts;
  readonly bootLoader: Known<BootEntry>;
  readonly space: SpaceFacts;
  readonly units: UnitFacts;
  readonly served: ServedFacts;
  /** Until when what its distribution has issued there lasts. */
  readonly issued: Known<IssuedFacts>;
  readonly etcd: EtcdFacts;
  readonly controlPlane: ControlPlaneFacts;
  readonly api: ApiObjects;
  /** Whether the VIP is among its addresses. */
  readonly vip: Known<boolean>;
  /** Which VIP it carries, and how; asked of control plane nodes alone. */
  readonly vipCarried: Known<VipCarried>;
  /** Whether a deployment has had it leave the VIP, and nobody has given it back. */
  readonly vipLeft: Known<boolean>;
  /** The option values that its system was built from, where that is another than the wanted one. */
  readonly options: Known<Json>;
  /** The flags that its server is started with, as far as servers have to agree on them. */
  readonly flags: Known<Json>;
  /** Whose tokens of service accounts its apiserver takes: it issues those of the first. */
  readonly issuers: Known<readonly string[]>;
  /** The units of its system, where that is another than the wanted one. */
  readonly unitFiles: Known<UnitFiles>;
  /** Who deploys to the cluster, or did last, as far as this host was told. */
  readonly lock: SeenLock;
  readonly watchdog: WatchdogFacts;
  /** What it ran before, where that is kept. */
  readonly kept: Kept | undefined;
}

/** How each of them is asked for and read. One more is a file in host/, a line above and a line here. */
const SUBJECTS: { readonly [S in keyof HostFacts]: Subject<HostFacts[S]> } = {
  boot,
  systems,
  bootLoader,
  space,
  units,
  served,
  issued,
  etcd: etcdStatus,
  controlPlane,
  api: apiObjects,
  vip,
  vipCarried,
  vipLeft,
  options,
  flags,
  issuers,
  unitFiles,
  lock,
  watchdog,
  kept,
};

/** All questions for a host, as scripts that can run side by side. */
export function factQuestions(asked: Asked): readonly (readonly string[])[] {
  const all = Object.values<Subject<unknown>>(SUBJECTS);
  const of = (atOnce: boolean) =>
    all.filter((one) => (one.atOnce ?? false) === atOnce).map(({ questions }) => questions(asked));
  return [oneByOne(of(true)), ...of(false)];
}

/** Reads the answers to {@link factQuestions}. */
export function readFacts(answers: Answers): HostFacts {
  return {
    boot: SUBJECTS.boot.read(answers),
    systems: SUBJECTS.systems.read(answers),
    bootLoader: SUBJECTS.bootLoader.read(answers),
    space: SUBJECTS.space.read(answers),
    units: SUBJECTS.units.read(answers),
    served: SUBJECTS.served.read(answers),
    issued: SUBJECTS.issued.read(answers),
    etcd: SUBJECTS.etcd.read(answers),
    controlPlane: SUBJECTS.controlPlane.read(answers),
    api: SUBJECTS.api.read(answers),
    vip: SUBJECTS.vip.read(answers),
    vipCarried: SUBJECTS.vipCarried.read(answers),
    vipLeft: SUBJECTS.vipLeft.read(answers),
    options: SUBJECTS.options.read(answers),
    flags: SUBJECTS.flags.read(answers),
    issuers: SUBJECTS.issuers.read(answers),
    unitFiles: SUBJECTS.unitFiles.read(answers),
    lock: SUBJECTS.lock.read(answers),
    watchdog: SUBJECTS.watchdog.read(answers),
    kept: SUBJECTS.kept.read(answers),
  };
}

/** The facts of a host that was not asked for any. */
export const NO_FACTS: HostFacts = readFacts(answersOf([]));
