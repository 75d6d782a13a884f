import * as z from "zod";
import { K3S_ADD_ONS, K3S_AUTHORITY_MAKERS, K3S_VERSIONS } from "../dsl/k3s.ts";

const mirrorSchema = z.strictObject({
  endpoints: z.array(z.string()).min(1),
  rewrite: z.record(z.string(), z.string()).optional(),
});

/** What `k3s()` makes; defaults come later. */
export const k3sSchema = z.strictObject({
  kind: z.literal("k3s"),
  version: z.enum(K3S_VERSIONS).optional(),
  authorities: z.enum(K3S_AUTHORITY_MAKERS).optional(),
  disable: z.array(z.enum(K3S_ADD_ONS)).optional(),
  mirrors: z.record(z.string(), mirrorSchema).optional(),
  logins: z.array(z.string()).optional(),
  airgap: z.boolean().optional(),
  snapshots: z.strictObject({ schedule: z.string().optional(), keep: z.number().optional() }).optional(),
  // A rule of its own looks at the values: here only that it is a set.
  kubelet: z.record(z.string(), z.unknown()).optional(),
});

/** What {@link k3sSchema} gives. */
export type ParsedK3s = z.output<typeof k3sSchema>;
