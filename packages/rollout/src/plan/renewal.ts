import type { Target } from "../desired.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import type { IssuedFacts } from "../observe/host/issued.ts";
import type { Server } from "../observe/host/served.ts";
import { type Known, known, unknown } from "../observe/known.ts";
import { nodeLists } from "../observe/kubernetes/node-lists.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { parseVersion, type Version } from "./version.ts";

// k3s renews what it has issued when it is started, and never while it runs. So whoever deploys restarts it where a
// start would renew something.

/** What a start of a unit renews on a node. */
export interface Renewal {
  readonly unit: string;
  /** When the host was looked at, by its own clock, in seconds since 1970: a unit that was started since needs no restart. */
  readonly asked: number;
  /** The first to end first. */
  readonly due: readonly [DueCertificate, ...DueCertificate[]];
}

/** A certificate that the next start renews: as it lies on the host, or as it is served there. */
export type DueCertificate = { readonly notAfter: string } & (
  | { readonly kind: "file"; readonly name: string }
  | { readonly kind: "served"; readonly server: Server }
);

const DAY = 24 * 60 * 60;

/**
 * What a start would renew on a node; `undefined` where that is nothing, or where what renews it does not run, and so is
 * to be started anyhow. What could not be seen is neither.
 */
export function renewalOf(
  { node, distribution }: Pick<Target, "node" | "distribution">,
  observed: readonly Observation[],
): Known<Renewal | undefined> {
  const { issues } = OPERATIONS[distribution];
  const seen = knownOf(node.name, observed);
  if (issues === undefined || seen?.kind !== "installed" || !seen.etcdRunning) return known(undefined);
  const { issued, served } = seen.facts;
  if (!issued.known) return issued;
  const { now, unreadable, certificates } = issued.value;
  const told = [
    ...certificates.map((one): DueCertificate => ({ kind: "file", ...one })),
    ...issues.served.flatMap((server): readonly DueCertificate[] => {
      const one = served[server];
      return one?.known ? [{ kind: "served", server, notAfter: one.value.notAfter }] : [];
    }),
  ];
  const within = issues.renewsWithin(versionOf(seen, observed)) * DAY;
  const [first, ...others] = told
    .filter((one) => isDue(secondsOf(one), issued.value, within))
    .sort((a, b) => secondsOf(a) - secondsOf(b) || (dueName(a) < dueName(b) ? -1 : 1));
  if (first !== undefined) return known({ unit: issues.unit, asked: now, due: [first, ...others] });
  if (unreadable.length > 0) {
    return unknown(`${unreadable.join(", ")} in ${issues.folder} can't be read as certificates`);
  }
  return told.length > 0 ? known(undefined) : unknown(`none of them is in ${issues.folder}`);
}

/**
 * Whether a start renews what ends then. What had no more left when the unit was started last was made for a shorter time,
 * since that start has renewed it: it is due with a third of that time. What had ended by then that start has not renewed,
 * and no other one would.
 */
function isDue(end: number, { now, started }: Pick<IssuedFacts, "now" | "started">, within: number): boolean {
  const had = started === undefined ? Number.POSITIVE_INFINITY : end - started;
  if (had <= 0) return false;
  return end - now <= (had > within ? within : had / 3);
}

function secondsOf({ notAfter }: DueCertificate): number {
  return Date.parse(notAfter) / 1000;
}

/** How people call it. */
export function dueName(one: DueCertificate): string {
  return one.kind === "file" ? one.name : `${one.server}, as served`;
}

/** A clause, as it follows a node's name: why a start is due. */
export function renewalWords(renewal: Renewal): string {
  return `has certificates that k3s renews when it is started: ${dueWords(renewal)}`;
}

/** Which of them ends first, and when. */
export function dueWords({ due: [first, ...others], asked }: Renewal): string {
  const days = Math.floor((secondsOf(first) - asked) / DAY);
  const when = days < 0 ? "has ended" : `ends in ${days} days`;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return `${dueName(first)} ${when} (${first.notAfter.slice(0, 10)})${more}`;
}

/** Which version runs on a node, as its apiserver says, or else its kubelet. */
function versionOf(
  { node, facts: { controlPlane } }: InstalledObservation,
  observed: readonly Observation[],
): Version | undefined {
  if (controlPlane.version.known) return parseVersion(controlPlane.version.value);
  const object = nodeLists(observed)
    .flat()
    .find(({ name }) => name === node);
  return parseVersion(object?.kubeletVersion);
}

/** On which targets nobody can tell whether a start is due. */
export function tellUnknownRenewals(
  targets: readonly Target[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  return targets.flatMap((target) => {
    const renewal = renewalOf(target, observed);
    if (renewal.known) return [];
    const { name } = target.node;
    return [
      problem(
        "renewal-unknown",
        name,
        `${name}: until when the certificates last that k3s has issued there is not known (${renewal.why}), nor whether it has to be restarted for them`,
        `On the machine: k3s certificate check. Where they end within 90 days: \`quorate reboot ${name}\`, which renews them`,
      ),
    ];
  });
}
