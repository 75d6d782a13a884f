import type { ByDistribution, Cluster, Place, Problem, SpecPath } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";

/** What commands do with a cluster, as far as a distribution makes a difference. */
export type Work =
  /** Print nix/generated. */
  | "generate"
  /** Make certificates and keys. */
  | "genCerts"
  /** Look at hosts, or touch them. */
  | "hosts"
  /** Run the cluster as containers of this machine. */
  | "lab";

type Unready = { readonly [W in Work]?: string };

/** What can't be done yet for a distribution, in words that follow "Quorate does not". A kind of work that is not named here can. */
const UNREADY: ByDistribution<Unready> = {
  kubernetes: {},
  k3s: {
    hosts: "found, join or look after k3s' servers yet",
  },
};

/** Why that can't be done with `cluster`; `undefined` where it can. `placeOf` knows where its fields are written. */
export async function refuseUnready(
  { distribution: { kind } }: Cluster,
  work: Work,
  placeOf: (path: SpecPath) => Promise<Place>,
): Promise<Problem | undefined> {
  const why = UNREADY[kind][work];
  if (why === undefined) return undefined;
  return problem(
    "distribution-unready",
    await placeOf(["distribution"]),
    `Quorate does not ${why}: nothing was touched`,
    "Choose distribution: kubernetes(), which is the default; docs/k3s.md says what there is for k3s",
  );
}
