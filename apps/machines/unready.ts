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
  k3s: {
    replace: {
      why: "replace nodes of k3s' yet",
      instead:
        "Switch the old machine off for good, then `quorate deploy <name> --erase <name>`: a server's Node is deleted, its member of etcd and its password go with that, and it joins as a new one. Before an agent, take its Node away by hand: `k3s kubectl delete node <name>` on a server",
    },
    rollback: {
      why: "take nodes of k3s' back to what they ran before yet, but for the watchdog of a deployment",
      instead:
        "Deploy the configuration of then (its commit). Over a minor version k3s goes back by a snapshot alone, with the token of its time",
    },
  },
};

/** Why that can't be done with `cluster`; `undefined` where it can. `placeOf` knows where its fields are written. */
export async function refuseUnready(
  { distribution: { kind } }: Cluster,
  work: Work,
  placeOf: (path: SpecPath) => Promise<Place>,
): Promise<Problem | undefined> {
  const refused = UNREADY[kind][work];
  if (refused === undefined) return undefined;
  return problem(
    "distribution-unready",
    await placeOf(["distribution"]),
    `Quorate does not ${refused.why}: nothing was touched`,
    refused.instead,
  );
}
