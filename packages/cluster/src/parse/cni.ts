import * as z from "zod";
import { FLANNEL_BACKENDS } from "../dsl/cni.ts";
import type { ByCni } from "../model/cni.ts";

/** What is written for each way of connecting the pods. */
const CNI_SCHEMAS = {
  flannel: z.strictObject({
    kind: z.literal("flannel"),
    backend: z.enum(FLANNEL_BACKENDS).optional(),
  }),
  none: z.strictObject({ kind: z.literal("none") }),
} as const satisfies ByCni<z.ZodObject>;

/** What connects the pods. */
export const cniSchema = z.discriminatedUnion("kind", [CNI_SCHEMAS.flannel, CNI_SCHEMAS.none]);
