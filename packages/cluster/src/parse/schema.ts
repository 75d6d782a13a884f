import * as z from "zod";
import { cniSchema } from "./cni.ts";
import { distributionSchema } from "./distribution.ts";
import { healthSchema } from "./health.ts";
import { rolloutSchema } from "./rollout.ts";

// The boundary: what machines.ts exports is data of unknown shape until it has passed here. Each part of
// a definition is parsed on its own, so that a mistake in one hides no finding in another.

const addresses = z.union([z.string(), z.tuple([z.string(), z.string()])]);
/** NixOS values are checked by a rule of their own (they may be deep, and are large): here only that it is a set. */
const nixosSet = z.record(z.string(), z.unknown());

const taint = z.strictObject({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});

/** What `node()` makes; defaults come later. */
export const nodeSchema = z.strictObject({
  kind: z.literal("node"),
  ip: addresses,
  interface: z.string(),
  disk: z.string(),
  services: z.array(z.enum(["etcd", "kubernetes", "worker"])).min(1),
  system: z.enum(["x86_64-linux", "aarch64-linux"]).optional(),
  boot: z.enum(["uefi", "bios"]).optional(),
  schedulable: z.boolean().optional(),
  offline: z.boolean().optional(),
  hostKey: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  taints: z.array(taint).optional(),
  nixos: nixosSet.optional(),
  nixosUnchecked: nixosSet.optional(),
});

/** What `router()` makes. */
export const routerSchema = z.strictObject({
  kind: z.literal("router"),
  ip: addresses,
  asn: z.number().optional(),
});

/** Its load balancer stays unknown here and has schemas of its own. */
export const kubeMasterSchema = z.strictObject({
  // Whether there has to be one is the load balancer's to say.
  ip: z.string().optional(),
  port: z.number().optional(),
  dnsName: z.string().optional(),
  extraSans: z.array(z.string()).optional(),
  loadBalancer: z.unknown().optional(),
});

/** The field `network` of a cluster. */
export const networkSchema = z.strictObject({
  subnet: addresses,
  gateway: addresses,
  nameservers: z.array(z.string()),
  pods: addresses.optional(),
  services: addresses.optional(),
  domain: z.string().optional(),
  cni: cniSchema.optional(),
});

/** The rest of a cluster; its three large parts stay unknown here and have schemas of their own. */
export const clusterSchema = z.strictObject({
  name: z.string(),
  kubeMaster: z.unknown().optional(),
  network: z.unknown().optional(),
  machines: z.unknown().optional(),
  distribution: distributionSchema.optional(),
  ssh: z
    .strictObject({ authorizedKeys: z.array(z.string()).optional(), port: z.number().optional() })
    .optional(),
  encryptSecrets: z.boolean().optional(),
  allowEvenMembers: z.boolean().optional(),
  rollout: rolloutSchema.optional(),
  health: healthSchema.optional(),
  stateVersion: z.string().optional(),
  nixos: nixosSet.optional(),
  nixosUnchecked: nixosSet.optional(),
});

/** What {@link nodeSchema} gives. */
export type ParsedNode = z.output<typeof nodeSchema>;
/** What {@link routerSchema} gives. */
export type ParsedRouter = z.output<typeof routerSchema>;
/** `kubeMaster` but for its load balancer, which is read by its kind. */
export type ParsedKubeMaster = Omit<z.output<typeof kubeMasterSchema>, "loadBalancer">;
/** What {@link networkSchema} gives. */
export type ParsedNetworkSpec = z.output<typeof networkSchema>;
/** The fields of a cluster that have no part of their own. */
export type ParsedRest = Omit<z.output<typeof clusterSchema>, "kubeMaster" | "network" | "machines">;
