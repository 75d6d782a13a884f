import * as z from "zod";
import type { SpecPath } from "../model/finding.ts";

const windowSchema = z.strictObject({
  days: z
    .array(z.enum(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]))
    .min(1)
    .optional(),
  from: z.string(),
  to: z.string(),
  timeZone: z.string().optional(),
});

/** A question of people's own. */
export const checkSchema = z.strictObject({
  name: z.string(),
  run: z.string(),
  on: z.string().optional(),
  timeout: z.number().optional(),
  within: z.number().optional(),
});

/** The field `rollout` of a cluster. */
export const rolloutSchema = z.strictObject({
  window: z.union([windowSchema, z.array(windowSchema).min(1)]).optional(),
  checks: z.array(checkSchema).optional(),
  maxUnavailable: z.union([z.number(), z.string()]).optional(),
  soak: z.number().optional(),
  snapshots: z.strictObject({ keep: z.number().optional(), days: z.number().optional() }).optional(),
});

/** What {@link rolloutSchema} gives. */
export type ParsedRollout = z.output<typeof rolloutSchema>;
/** A window of it. */
export type ParsedWindow = z.output<typeof windowSchema>;

/** Each window, and where it is written: one may stand for a list of one. */
export function windowsOf({
  window,
}: Pick<ParsedRollout, "window">): readonly (readonly [ParsedWindow, SpecPath])[] {
  const path = ["rollout", "window"];
  if (window === undefined) return [];
  return Array.isArray(window) ? window.map((one, index) => [one, [...path, index]]) : [[window, path]];
}
