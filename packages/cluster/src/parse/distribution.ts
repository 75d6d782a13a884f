import * as z from "zod";
import type { ByDistribution, DistributionKind } from "../model/distribution.ts";
import { k3sSchema } from "./k3s.ts";
import { type Readable, readPart } from "./part.ts";
import { isRecord } from "./record.ts";

/** What is written for each distribution. */
const DISTRIBUTION_SCHEMAS = {
  kubernetes: z.strictObject({ kind: z.literal("kubernetes") }),
  k3s: k3sSchema,
} as const satisfies ByDistribution<z.ZodObject>;

/** Which Kubernetes runs on the nodes. */
export const distributionSchema = z.discriminatedUnion("kind", [
  DISTRIBUTION_SCHEMAS.kubernetes,
  DISTRIBUTION_SCHEMAS.k3s,
]);

type Schemas = typeof DISTRIBUTION_SCHEMAS;

/** A distribution as far as it could be read. */
export type DraftDistribution = {
  readonly [K in DistributionKind]: {
    readonly kind: K;
    readonly spec: Readable<z.output<Schemas[K]>>;
    /** Whether all of it could be read: a field that is absent may be a wrong one otherwise. */
    readonly whole: boolean;
  };
}[DistributionKind];

const READERS: ByDistribution<(value: unknown) => DraftDistribution> = {
  kubernetes: (value) => ({ kind: "kubernetes", ...asFarAs(DISTRIBUTION_SCHEMAS.kubernetes, value) }),
  k3s: (value) => ({ kind: "k3s", ...asFarAs(DISTRIBUTION_SCHEMAS.k3s, value) }),
};

/**
 * The distribution as far as it can be read, upstream Kubernetes where none is written; `undefined` where it can't be told
 * which one is meant. What is wrong with it is found with the rest of the cluster, by {@link distributionSchema}.
 */
export function readDistribution(value: unknown): DraftDistribution | undefined {
  if (value === undefined) return READERS.kubernetes({ kind: "kubernetes" });
  const kind = isRecord(value) ? value["kind"] : undefined;
  return isDistributionKind(kind) ? READERS[kind](value) : undefined;
}

function asFarAs<S extends z.ZodObject>(
  schema: S,
  value: unknown,
): { readonly spec: Readable<z.output<S>>; readonly whole: boolean } {
  const spec = readPart(schema, value, [], []) ?? {};
  return { spec, whole: schema.safeParse(value).success };
}

function isDistributionKind(kind: unknown): kind is DistributionKind {
  return typeof kind === "string" && Object.hasOwn(READERS, kind);
}
