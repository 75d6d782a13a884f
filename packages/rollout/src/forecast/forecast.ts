import { type Cluster, type HostName, withoutSecrets } from "@quorate/cluster";
import type { BuiltVersions, Target } from "../desired.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import type { SystemParts } from "../observe/host/systems.ts";
import type { BuiltUnits } from "../observe/host/unit-files.ts";
import type { Json } from "../observe/json.ts";
import { type Known, known, mapKnown, unknown } from "../observe/known.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import type { Plan } from "../plan/plan.ts";
import { dueName } from "../plan/renewal.ts";
import { planSnapshot, touchesEtcd } from "../plan/snapshot.ts";
import { type Lane, STAGES, type Stage } from "../plan/stage.ts";
import type { Step } from "../step/step.ts";
import { differencesOf } from "./difference.ts";
import { wayBackOf } from "./no-way-back.ts";
import { type OptionChange, optionChanges } from "./option-change.ts";
import { NO_REBOOT, rebootReasons } from "./reboot.ts";
import { NO_UNITS, type UnitForecast, unitForecast, withReaders } from "./unit-forecast.ts";
import { type QuorumState, quorumState, votersSeen } from "./voters.ts";
import { whyNow } from "./why-now.ts";

/** What a plan will do, step by step, for people and for machines. */
export interface Forecast {
  /** Nodes on which nothing is to be done, sorted. */
  readonly unchanged: readonly HostName[];
  readonly steps: readonly ForecastStep[];
  /** How the quorum stands before anything is done. */
  readonly before: QuorumState;
  /** Voters of whom nothing is known: each counts as down until it is touched. */
  readonly unknownVoters: readonly HostName[];
  /** What a reboot is needed for that is not done, by the names of nodes. */
  readonly rebootsLeft: { readonly [node: HostName]: string };
  /** Numbers of the steps during which no voter may fail. */
  readonly nothingTolerated: readonly number[];
  /** Numbers of the steps during which etcd has no quorum, and so the cluster takes no writes. */
  readonly withoutQuorum: readonly number[];
  /** The node that a snapshot of etcd is taken from first, or why none is; `null` where none is needed. */
  readonly snapshot: { readonly from: HostName } | { readonly none: string } | null;
  /** Seconds without a word after which a node that is not confirmed goes back by itself; `null` where none does. */
  readonly watchdogSeconds: number | null;
  /** What no later command takes back, a sentence each, without its full stop. */
  readonly irreversible: readonly string[];
  /** Nodes of which it is not known whether etcd or the API can go back: their systems are not built yet. */
  readonly wayBackUnknown: readonly HostName[];
}

/** A step: of one node, or of several at the same time. */
export interface ForecastStep {
  /** From 1. */
  readonly number: number;
  readonly nodes: readonly NodeForecast[];
  readonly whyNow: string;
  /** `undefined` where no voter of etcd is touched. */
  readonly quorum: { readonly during: QuorumState; readonly after: QuorumState } | undefined;
}

/** What happens to a node in a step. */
export interface NodeForecast {
  readonly node: HostName;
  readonly does:
    | "install"
    | "activate"
    | "secrets"
    | "tidy"
    | "reboot"
    | "restart"
    | "uncordon"
    | "return-vip"
    | "other";
  /** Why, each in words that follow the node's name. */
  readonly because: readonly string[];
  readonly options: Known<readonly OptionChange[]>;
  /** Names of certificates and keys. */
  readonly put: readonly string[];
  readonly remove: readonly string[];
  /** What becomes of its units, as far as they run. */
  readonly units: Known<UnitForecast>;
  /** What a reboot is needed for afterwards. */
  readonly reboot: Known<readonly string[]>;
  /** What a restart of k3s renews, the first to end first. */
  readonly renews: readonly { readonly certificate: string; readonly until: string }[];
  /** What it is rebooted for, in words that follow `for`. */
  readonly reboots: string | undefined;
  /** Why its pods are moved first, in words that follow `since`. */
  readonly drains: string | undefined;
}

/** What a forecast is made of beside the plan. */
export interface Outlook {
  readonly cluster: Cluster;
  readonly targets: readonly Target[];
  readonly observed: readonly Observation[];
  /** The option values that each node is to have, as plain data. */
  readonly options: (node: HostName) => Json;
  /** What the systems to come are made of, where they were built. */
  readonly built: ReadonlyMap<HostName, SystemParts>;
  /** And which units they have. */
  readonly units: ReadonlyMap<HostName, BuiltUnits>;
  /** And which versions of etcd and of Kubernetes. */
  readonly versions: ReadonlyMap<HostName, BuiltVersions>;
}

/** While these are under way what runs on a node may stop. */
const DISTURBS: ReadonlySet<string> = new Set<Step["kind"]>(["switch", "install", "reboot", "restart-unit"]);

/** What else is worth a step of its own. */
const CHANGES: ReadonlySet<string> = new Set<Step["kind"]>([
  "put-secrets",
  "remove-secrets",
  "uncordon",
  "return-vip",
  "member-remove",
  "member-start",
  "server-start",
  "node-delete",
  "token-change",
]);

/** Says what a plan will do. */
export function forecast({ unchanged, stages, rebootsLeft = {} }: Plan, outlook: Outlook): Forecast {
  const { count, up, unknown } = votersSeen(outlook.cluster, outlook.observed);
  const members = new Set(outlook.cluster.etcd.members.map(({ name }) => name));
  const standing = new Set(up);
  const { etcdUnit } = OPERATIONS[outlook.cluster.distribution.kind];
  let voters = count;
  const before = quorumState(count, up.size, unknown.size);
  const stateWithout = (touched: readonly HostName[]): QuorumState => {
    const of = (names: Iterable<HostName>) => [...names].filter((name) => !touched.includes(name));
    const silent = of(unknown).filter((name) => !standing.has(name));
    return quorumState(voters, of(standing).length, silent.length);
  };
  const steps = stages
    .filter(({ kind, lanes }) => STAGES[kind].reaches !== "staged" && lanes.some(changesSomething))
    .map((stage, index): ForecastStep => {
      const touched = stage.lanes
        .filter(({ node, steps }) => members.has(node) && steps.some((step) => disturbs(step, etcdUnit)))
        .map(({ node }) => node);
      const { leaving, joining } = membersIn(stage);
      voters -= leaving;
      const during = stateWithout(touched);
      voters += joining.length;
      for (const name of [...touched, ...joining]) standing.add(name);
      const after = stateWithout([]);
      return {
        number: index + 1,
        nodes: stage.lanes.map((lane) => forecastNode(lane, outlook)),
        whyNow: whyNow(stage, outlook),
        quorum: touched.length + leaving + joining.length === 0 ? undefined : { during, after },
      };
    });
  const numbers = (when: (during: QuorumState) => boolean): readonly number[] =>
    steps.filter(({ quorum }) => quorum !== undefined && when(quorum.during)).map(({ number }) => number);
  return {
    unchanged,
    steps,
    before,
    unknownVoters: [...unknown],
    rebootsLeft,
    nothingTolerated: numbers(({ tolerates }) => tolerates === 0),
    withoutQuorum: numbers(({ tolerates }) => tolerates < 0),
    snapshot: snapshotIn(stages, outlook),
    watchdogSeconds: watchdogOf(stages),
    ...wayBackOf(stages, outlook),
  };
}

function snapshotIn(stages: readonly Stage[], { cluster, observed }: Outlook): Forecast["snapshot"] {
  const [lane] = stages.flatMap(({ kind, lanes }) => (kind === "snapshot" ? lanes : []));
  if (lane !== undefined) return { from: lane.node };
  if (!stages.some((stage) => touchesEtcd(cluster, stage))) return null;
  const serves = planSnapshot(cluster, observed).ok;
  return { none: serves ? "--no-snapshot was given" : "no member of etcd is known to serve" };
}

/** Whether what serves on the node may stop, its member of etcd among it. */
function disturbs(step: Step, etcdUnit: string): boolean {
  return DISTURBS.has(step.kind) || (step.kind === "put-secrets" && step.readers.includes(etcdUnit));
}

function changesSomething({ steps }: Lane): boolean {
  return steps.some(({ kind }) => DISTURBS.has(kind) || CHANGES.has(kind));
}

/** How many voters a stage takes off etcd's list, and who becomes one. */
function membersIn({ lanes }: Stage): { readonly leaving: number; readonly joining: readonly HostName[] } {
  const steps = lanes.flatMap((lane) => lane.steps);
  return {
    leaving: steps.filter((step) => step.kind === "member-remove" && step.whom.kind === "member").length,
    joining: steps.flatMap(({ kind, node }) =>
      kind === "member-promote" || kind === "server-start" ? [node] : [],
    ),
  };
}

function forecastNode({ node, steps }: Lane, outlook: Outlook): NodeForecast {
  const target = outlook.targets.find((one) => one.node.name === node);
  const seen = knownOf(node, outlook.observed);
  const installed = seen?.kind === "installed" ? seen : undefined;
  const put = steps.flatMap((step) =>
    step.kind === "put-secrets" ? step.files.map(({ file }) => file) : [],
  );
  const remove = steps.flatMap((step) => (step.kind === "remove-secrets" ? step.files : []));
  const does = doneBy(steps);
  const activates = does === "activate" && installed !== undefined;
  return {
    node,
    does,
    because: target === undefined ? [] : differencesOf(target, outlook.observed),
    options: activates
      ? mapKnown(installed.facts.options, (before) =>
          optionChanges(...withoutSecrets(before, outlook.options(node))),
        )
      : unknown(does === "install" ? "everything is new" : "its system stays"),
    put,
    remove,
    renews: renewsIn(steps),
    ...upkeepIn(steps),
    units: unitsOf(node, steps, activates ? installed : undefined, outlook),
    reboot: activates ? rebootOf(node, installed.facts.systems.booted, outlook) : NO_REBOOT,
  };
}

/** What is due is what the gate asks for afterwards. */
function renewsIn(steps: readonly Step[]): NodeForecast["renews"] {
  return steps.flatMap((step) =>
    step.kind === "gate-after"
      ? (step.hosts[0].renews ?? []).map((one) => ({ certificate: dueName(one), until: one.notAfter }))
      : [],
  );
}

/** What reads new files is restarted in any case; what else is, the two systems tell. */
function unitsOf(
  node: HostName,
  steps: readonly Step[],
  activated: InstalledObservation | undefined,
  { units }: Outlook,
): Known<UnitForecast> {
  const readers = steps.flatMap((step) => {
    if (step.kind === "restart-unit") return [step.unit];
    return step.kind === "put-secrets" ? step.readers : [];
  });
  if (activated === undefined) return known(withReaders(NO_UNITS, readers));
  const built = units.get(node);
  if (built === undefined) return unknown(NOT_BUILT);
  return mapKnown(activated.facts.unitFiles, (files) => withReaders(unitForecast(files, built), readers));
}

const NOT_BUILT = "its new system is not built yet";

function upkeepIn(steps: readonly Step[]): Pick<NodeForecast, "reboots" | "drains"> {
  const because = (kind: "reboot" | "drain") =>
    steps.flatMap((step) => (step.kind === kind ? [step.because] : []))[0];
  return { reboots: because("reboot"), drains: because("drain") };
}

function doneBy(steps: readonly Step[]): NodeForecast["does"] {
  const kinds = new Set(steps.map(({ kind }) => kind));
  if (kinds.has("install")) return "install";
  if (kinds.has("switch") || kinds.has("set-boot")) return "activate";
  if (kinds.has("reboot")) return "reboot";
  if (kinds.has("remove-secrets")) return "tidy";
  if (kinds.has("put-secrets")) return "secrets";
  if (kinds.has("restart-unit")) return "restart";
  if (kinds.has("uncordon")) return "uncordon";
  return kinds.has("return-vip") ? "return-vip" : "other";
}

function rebootOf(node: HostName, booted: Known<SystemParts>, { built }: Outlook): Known<readonly string[]> {
  const parts = built.get(node);
  if (parts === undefined) return unknown(NOT_BUILT);
  return rebootReasons(booted, { known: true, value: parts });
}

function watchdogOf(stages: Plan["stages"]): number | null {
  const armed = stages.flatMap(({ lanes }) =>
    lanes.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        step.kind === "arm-watchdog" && step.never === undefined ? [step.seconds] : [],
      ),
    ),
  );
  return armed[0] ?? null;
}
