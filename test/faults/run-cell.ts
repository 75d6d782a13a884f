import { setTimeout } from "node:timers/promises";
import { NODES } from "../lab/cluster-lab.ts";
import { answered, eventuallyAsync } from "../lab/workspace.ts";
import type { Deployer, FaultyLab } from "./faulty-lab.ts";
import { acknowledged, longestGap } from "./history.ts";
import { firstAt, hasEnded, timesOf, touchedAfterFailure } from "./journal.ts";
import { type Calm, type Cell, heldWhen, isOfPods, reboots, renews } from "./matrix.ts";
import type { NodeTimes } from "./results.ts";

/** What came of a rolling update in which something broke. */
export interface CellResult {
  /** The node that was at work when it broke; `undefined` where nothing was to break. */
  readonly target: string | undefined;
  /** How deploy ended, and how each further one that was run once all was healed. `null`: it was killed. */
  readonly codes: readonly (number | null)[];
  /** Milliseconds in which no write, and no read, went well. */
  readonly gap: { readonly write: number; readonly read: number };
  readonly writes: number;
  /** Of the first deployment. */
  readonly each: NodeTimes;
  /** Laws that did not hold, in words; none where all is well. */
  readonly broken: readonly string[];
  /** The last lines of the first deployment. */
  readonly said: readonly string[];
}

/** Seconds that a host is not heard of before it goes back by itself. */
const WATCHDOG = 45;

/**
 * Seconds after which what broke is mended, where deploy is not over before. Longer than the watchdog waits; and shorter
 * than deploy does for a machine that is dead, which would tell nothing more.
 */
const MENDED_AFTER = 75;

/** Deployments that are run until one has nothing to do. */
const ATTEMPTS = 4;

/** Rolls an update over the cluster, breaks something at a step, mends it, and deploys until nothing is left to do. */
export async function runCell(lab: FaultyLab, cell: Cell | Calm): Promise<CellResult> {
  const rebooting = cell.fault === undefined ? cell.nodes === "rebooted" : reboots(cell.moment);
  const further = ["--watchdog", String(WATCHDOG), ...(rebooting ? ["--reboot", "always"] : [])];
  if (cell.fault !== undefined && isOfPods(cell.fault)) await lab.preparePods();
  if (cell.fault !== undefined && heldWhen(cell) === "before") await lab.holdPods();
  lab.change();
  if (cell.fault !== undefined && renews(cell.moment)) lab.renew();
  lab.forgetJournal();
  const client = await lab.client();
  const deployer = lab.deploy(...further);
  try {
    return await judged(lab, cell, { client, deployer, further });
  } catch (error) {
    deployer.kill();
    return { ...lostCell(error), said: lastLines((await deployer.ended).said) };
  } finally {
    deployer.kill();
    await client.end();
  }
}

/** What is under way while something breaks. */
interface UnderWay {
  readonly client: Awaited<ReturnType<FaultyLab["client"]>>;
  readonly deployer: Deployer;
  /** What deploy is told. */
  readonly further: readonly string[];
}

async function judged(
  lab: FaultyLab,
  cell: Cell | Calm,
  { client, deployer, further }: UnderWay,
): Promise<CellResult> {
  const target = cell.fault === undefined ? undefined : await breakAt(lab, deployer, cell);
  if (cell.fault !== undefined) {
    await Promise.race([deployer.ended, setTimeout(patience(cell), undefined, { ref: false })]);
    await lab.heal();
  }
  const first = await deployer.ended;
  const stray = touchedAfterFailure(lab.journal());
  const each = nodeTimes(timesOf(lab.journal()));
  const survived = cell.fault === "deployer-killed" && hasEnded(lab.journal());
  const codes = [first.code];
  let said = "";
  while (codes.length < ATTEMPTS && !isNothing(said)) {
    const again = await lab.deploy(...further).ended;
    said = again.said;
    codes.push(again.code);
  }
  const history = await client.end();
  // Who is busy does not answer for a moment.
  await eventuallyAsync("the cluster is whole", 120, async () => lab.isWhole()).catch(() => {});
  const ask = () => ({ there: lab.written(), ids: lab.clusterIds(), cordoned: lab.cordoned() });
  const { there, ids, cordoned } = await answered("what is left", 120, ask);
  const lost = acknowledged(history).filter((key) => !there.has(key));
  const law = (holds: boolean, words: string): readonly string[] => (holds ? [] : [words]);
  return {
    target,
    codes,
    gap: { write: longestGap(history, "write"), read: longestGap(history, "read") },
    writes: acknowledged(history).length,
    each,
    broken: [
      ...law(cell.fault !== undefined || first.code === 0, "nothing broke, and deploy did not end with 0"),
      ...law(cell.fault === undefined || target !== undefined, "no node came to the step"),
      ...law(!survived, "the deployer was not killed"),
      ...law(stray.length === 0, `touched after a failure: ${stray.join(", ")}`),
      ...law(isNothing(said) && codes.at(-1) === 0, "it does not come to an end where nothing is left to do"),
      ...law(lost.length === 0, `acknowledged and lost: ${lost.join(", ")}`),
      ...law(ids.length === 1, `cluster ids: ${ids.join(", ")}`),
      ...law(cordoned.length === 0, `still cordoned: ${cordoned.join(", ")}`),
      ...lab.missing().map((missing) => `not whole: ${missing}`),
    ],
    said: lastLines(first.said),
  };
}

function lastLines(said: string): readonly string[] {
  return said.trimEnd().split("\n").slice(-12);
}

/** What is known of a cell whose cluster could not be mended, or that nothing more can be asked of. */
export function lostCell(why: unknown): CellResult {
  const broken = [why instanceof Error ? (why.message.split("\n")[0] ?? "") : String(why)];
  const each = { activation: 0, gates: 0, rest: 0 };
  return { target: undefined, codes: [], gap: { write: 0, read: 0 }, writes: 0, each, broken, said: [] };
}

/** Steps that a machine takes its time for, whoever deploys. */
const ACTIVATION: ReadonlySet<string> = new Set(["switch", "reboot", "wait-for-boot"]);

/** A rolling update touches each node once. */
function nodeTimes(times: Readonly<Record<string, number>>): NodeTimes {
  const each = (of: (step: string) => boolean) =>
    Math.round(
      Object.entries(times).reduce((sum, [step, time]) => sum + (of(step) ? time : 0), 0) / NODES.length,
    );
  const isGate = (step: string) => step.startsWith("gate-");
  return {
    activation: each((step) => ACTIVATION.has(step)),
    gates: each(isGate),
    rest: each((step) => !ACTIVATION.has(step) && !isGate(step)),
  };
}

/** What the client of {@link runCell} misses where one apiserver is started anew and nothing else happens. */
export async function restartApiserver(lab: FaultyLab): Promise<Pick<CellResult, "gap" | "broken">> {
  const client = await lab.client();
  await lab.restartApiserver();
  const history = await client.end();
  return { gap: { write: longestGap(history, "write"), read: longestGap(history, "read") }, broken: [] };
}

/** Milliseconds for which nobody mends what broke: pods are waited for until deploy gives up. */
function patience({ fault }: Cell): number {
  return (isOfPods(fault) ? 15 * 60 : MENDED_AFTER) * 1000;
}

async function breakAt(
  lab: FaultyLab,
  deployer: Deployer,
  { moment, fault }: Cell,
): Promise<string | undefined> {
  let target: string | undefined;
  await eventuallyAsync(`a node comes to ${moment}`, 600, async () => {
    target = firstAt(lab.journal(), moment);
    return target !== undefined || deployer.isOver();
  });
  if (target === undefined) return undefined;
  if (heldWhen({ moment, fault }) === "then") await lab.holdPods();
  lab.break(fault, target, deployer);
  return target;
}

function isNothing(said: string): boolean {
  return NODES.every((name) => said.includes(`No action needed on ${name}`));
}
