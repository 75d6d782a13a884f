import * as z from "zod";
import { checkSchema } from "./rollout.ts";

/** The field `health` of a cluster. */
export const healthSchema = z.strictObject({
  namespaces: z.array(z.string()).optional(),
  ceph: z
    .union([
      z.boolean(),
      z.strictObject({ namespace: z.string().optional(), tolerate: z.array(z.string()).optional() }),
    ])
    .optional(),
  checks: z.array(checkSchema).optional(),
  within: z.number().optional(),
});

/** What {@link healthSchema} gives. */
export type ParsedHealth = z.output<typeof healthSchema>;
