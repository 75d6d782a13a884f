import * as z from "zod";
import type { ByDistribution } from "../model/distribution.ts";
import { k3sSchema } from "./k3s.ts";

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
