import { withMarkedPart } from "../support/marked-part.ts";
import type { ClusterName } from "./clusters.ts";
import type { Known } from "./results-file.ts";

/** Why a spec can't pass in a lab, by its name; and in which clusters, where not in all. */
export interface Reason {
  readonly spec: string;
  readonly why: string;
  readonly clusters?: readonly ClusterName[];
}

/** A cluster, and what is known of it. */
export interface Outcome {
  readonly cluster: ClusterName;
  readonly known: Known;
}

const COLUMNS = ["group", "specs", "passed", "failed", "not run"] as const;

/** What came of a cluster's specs: a table, and what failed with why. */
export function renderOutcome({ cluster, known }: Outcome, reasons: readonly Reason[]): string {
  const { specs, release, results } = known;
  const groups = [...new Set(specs.map(groupOf))].sort();
  const counts = (names: readonly string[]) => {
    const outcomes = names.map((name) => results[name]?.outcome);
    const of = (outcome: string | undefined) => outcomes.filter((each) => each === outcome).length;
    return [names.length, of("passed"), of("failed"), of(undefined)];
  };
  const rows = groups.map((group) => [group, ...counts(specs.filter((name) => groupOf(name) === group))]);
  const all = counts(specs);
  const failures = specs.filter((name) => results[name]?.outcome === "failed");
  return [
    `Kubernetes ${release}, cluster \`${cluster}\`: ${summary(all)}`,
    "",
    row(COLUMNS),
    `|---|${"---:|".repeat(COLUMNS.length - 1)}`,
    ...[...rows, ["all", ...all]].map(row),
    ...(failures.length === 0 ? [] : ["", row(["failed", "why"]), "|---|---|"]),
    ...failures.map((name) => row([name, reasonOf(name, cluster, reasons) ?? "**not explained yet**"])),
  ].join("\n");
}

/** The failures that nobody has explained. */
export function unexplained({ cluster, known }: Outcome, reasons: readonly Reason[]): readonly string[] {
  return known.specs.filter(
    (name) => known.results[name]?.outcome === "failed" && reasonOf(name, cluster, reasons) === undefined,
  );
}

/** Why one can't pass in a cluster. */
function reasonOf(spec: string, cluster: ClusterName, reasons: readonly Reason[]): string | undefined {
  return reasons.find((each) => each.spec === spec && (each.clusters ?? [cluster]).includes(cluster))?.why;
}

/** `document` with what stands between the marks of each cluster replaced; of others it stays. */
export function withOutcomes(
  document: string,
  outcomes: readonly Outcome[],
  reasons: readonly Reason[],
): string {
  return outcomes.reduce(
    (text, outcome) => withMarkedPart(text, outcome.cluster, renderOutcome(outcome, reasons)),
    document,
  );
}

function summary([all = 0, passed = 0, failed = 0, missing = 0]: readonly number[]): string {
  const partly = missing === 0 ? "all of it was run" : `**a part of it was run: ${missing} have no result**`;
  return `${all} specs, ${passed} passed, ${failed} failed; ${partly}.`;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
}

/** As in `sig-network`: the first word in brackets. */
function groupOf(spec: string): string {
  return /^\[([^\]]+)\]/.exec(spec)?.[1] ?? "other";
}
