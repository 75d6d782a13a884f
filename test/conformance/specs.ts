/** What a spec came to. */
export interface SpecResult {
  readonly outcome: "passed" | "failed";
  readonly seconds: number;
  /** Why it failed: what it said last. */
  readonly message?: string;
}

/** Results by the specs' whole names. */
export type Results = Readonly<Record<string, SpecResult>>;

/** A spec that is to be run. */
export interface Spec {
  readonly name: string;
  /** Whether nothing else may run beside it. */
  readonly serial: boolean;
}

/** Part of what ginkgo writes with `--ginkgo.json-report`. */
export interface GinkgoReport {
  readonly SpecReports?: readonly GinkgoSpec[] | null;
}

interface GinkgoSpec {
  readonly ContainerHierarchyTexts?: readonly string[] | null;
  readonly LeafNodeType: string;
  readonly LeafNodeText: string;
  readonly IsSerial?: boolean;
  /** `skipped` is what the focus left out, `interrupted` and `aborted` what was ended. */
  readonly State: string;
  /** Nanoseconds. */
  readonly RunTime?: number;
  readonly Failure?: { readonly Message?: string };
}

const FAILED: readonly string[] = ["failed", "panicked", "timedout"];

/** The specs that a dry run would have run. Sorted. */
export function specsOf(reports: readonly GinkgoReport[]): readonly Spec[] {
  return specReports(reports)
    .filter(({ State }) => State === "passed")
    .map((spec) => ({
      name: nameOf(spec),
      serial: spec.IsSerial === true || nameOf(spec).includes("[Serial]"),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Those that a focus is about: all without one.
 *
 * @throws {Error} where it is about none, as one that is misspelt: nothing that was run is nothing that passed
 */
export function focused(specs: readonly Spec[], focus: RegExp | undefined): readonly Spec[] {
  const found = specs.filter(({ name }) => focus?.test(name) ?? true);
  if (found.length === 0) throw new Error(`none of ${specs.length} specs has a name that matches ${focus}`);
  return found;
}

/** What a run's report says of the specs that it has come to an end with. */
export function resultsOf(reports: readonly GinkgoReport[]): Results {
  const ended = specReports(reports).flatMap((spec) => {
    const result = resultOf(spec);
    return result === undefined ? [] : [[nameOf(spec), result] as const];
  });
  return Object.fromEntries(ended);
}

function resultOf({ State, RunTime = 0, Failure }: GinkgoSpec): SpecResult | undefined {
  const seconds = Math.round(RunTime / 1e8) / 10;
  if (State === "passed") return { outcome: "passed", seconds };
  return FAILED.includes(State)
    ? { outcome: "failed", seconds, message: Failure?.Message ?? `it ${State}` }
    : undefined;
}

/**
 * Specs in groups that one process runs, of at most `size`: it takes seconds to start one, and what is ended in the
 * middle has run for nothing. Serial ones are apart. Neighbours by name go to different groups, since they are alike
 * in how long they take.
 */
export function batchesOf(specs: readonly Spec[], size: number): readonly (readonly Spec[])[] {
  return [specs.filter(({ serial }) => !serial), specs.filter(({ serial }) => serial)].flatMap((alike) => {
    const groups = Math.ceil(alike.length / size);
    return Array.from({ length: groups }, (_, group) => alike.filter((_, index) => index % groups === group));
  });
}

/** What ginkgo calls all that upstream promises. */
export const CONFORMANCE = "\\[Conformance\\]";

/** A regular expression of Go's that matches specs of these names and no others: the suite's name is before each. */
export function focusOf(names: readonly string[]): string {
  return `(?:^| )(?:${names.map((name) => name.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")).join("|")})$`;
}

function specReports(reports: readonly GinkgoReport[]): readonly GinkgoSpec[] {
  return reports
    .flatMap(({ SpecReports }) => SpecReports ?? [])
    .filter(({ LeafNodeType }) => LeafNodeType === "It");
}

function nameOf({ ContainerHierarchyTexts, LeafNodeText }: GinkgoSpec): string {
  return [...(ContainerHierarchyTexts ?? []), LeafNodeText].filter((text) => text !== "").join(" ");
}
