import { type Distribution, kubernetes } from "../dsl/distribution.ts";
import { byKind, type KindTable } from "../model/by-kind.ts";
import type { ResolvedDistribution } from "../model/distribution.ts";

const RESOLVERS: KindTable<Distribution, [], ResolvedDistribution> = {
  kubernetes: () => ({ kind: "kubernetes" }),
};

/** The distribution with its defaults filled in: upstream Kubernetes where machines.ts names none. */
export function resolveDistribution(written: Distribution = kubernetes()): ResolvedDistribution {
  return byKind(RESOLVERS, written);
}
