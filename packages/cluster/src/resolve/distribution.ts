import { kubernetes } from "../dsl/distribution.ts";
import { byKind, type KindTable } from "../model/by-kind.ts";
import type { ResolvedDistribution } from "../model/distribution.ts";
import type { ParsedRest } from "../parse/schema.ts";
import { resolveK3s } from "./k3s.ts";

type WrittenDistribution = NonNullable<ParsedRest["distribution"]>;

const RESOLVERS: KindTable<WrittenDistribution, [], ResolvedDistribution> = {
  kubernetes: () => ({ kind: "kubernetes" }),
  k3s: resolveK3s,
};

/** The distribution with its defaults filled in: upstream Kubernetes where machines.ts names none. */
export function resolveDistribution(written: WrittenDistribution = kubernetes()): ResolvedDistribution {
  return byKind(RESOLVERS, written);
}
