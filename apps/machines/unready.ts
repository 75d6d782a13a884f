import type { ByDistribution, Cluster, Place, Problem, SpecPath } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";

/** What commands do with a cluster, as far as a distribution makes a difference. */
export type Work =
  /** Print nix/generated. */
  | "generate"
  /** Make certificates and keys. */
  | "genCerts"
  /** Look at hosts, or touch them, in the ways that are not named below. */
  | "hosts"
  /** Give a machine up for another one. */
  | "replace"
  /** Take nodes back to what they ran before. */
  | "rollback"
  /** Run the cluster as containers of this machine. */
  | "lab";

/** What can't be done yet: in words that follow "Quorate does not", and what does it instead. */
interface Refused {
  readonly why: string;
  readonly instead: string;
}

type Unready = { readonly [W in Work]?: Refused };

/** What can't be done yet for a distribution. A kind of work that is not named here can. */
const UNREADY: ByDistribution<Unready> = {
  kubernetes: {},
  k3s: {},
};

/**
 * Why that can't be done with `cluster`; `undefined` where it can. `placeOf` knows where its fields are written; `unready`
 * is what can't be done, by default what there is of that: nothing at the moment.
 */
export async function refuseUnready(
  { distribution: { kind } }: Cluster,
  work: Work,
  placeOf: (path: SpecPath) => Promise<Place>,
  unready: ByDistribution<Unready> = UNREADY,
): Promise<Problem | undefined> {
  const refused = unready[kind][work];
  if (refused === undefined) return undefined;
  return problem(
    "distribution-unready",
    await placeOf(["distribution"]),
    `Quorate does not ${refused.why}: nothing was touched`,
    refused.instead,
  );
}
