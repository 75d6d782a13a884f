// Checked by `npm run typecheck`: the schemas say what the DSL's types say, neither more nor less. A kind or a
// field that is on one side only is named by the compiler on one of the lines below. Nothing here runs.
import type * as z from "zod";
import type { Cni } from "../dsl/cni.ts";
import type { ClusterSpec, KubeMasterSpec, NetworkSpec, SshSpec } from "../dsl/define-cluster.ts";
import type { Distribution } from "../dsl/distribution.ts";
import type { HealthSpec } from "../dsl/health.ts";
import type { Arp, Bgp, LoadBalancerData } from "../dsl/load-balancer.ts";
import type { Machine, NodeMachine, RouterMachine } from "../dsl/machine.ts";
import type { MaintenanceWindowSpec, RolloutSpec } from "../dsl/rollout.ts";
import type { LOAD_BALANCER_SCHEMAS } from "./load-balancer.ts";
import type { ParsedWindow } from "./rollout.ts";
import type { clusterSchema, kubeMasterSchema, networkSchema, nodeSchema, routerSchema } from "./schema.ts";

/** A type without what a schema can't say: `readonly`, the least length of a list, "absent" apart from `undefined`. */
type Plain<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly unknown[]
    ? number extends T["length"]
      ? Plain<Exclude<T[number], undefined>>[]
      : { -readonly [I in keyof T]: Plain<T[I]> }
    : { [K in keyof T & string]: Plain<T[K]> };

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** The fields in which two sets differ; of those in `Else` it matters only that both have them. */
type Difference<A, B, Else extends string = never> = {
  [K in keyof A | keyof B]: K extends keyof A & keyof B
    ? K extends Else
      ? never
      : Same<Plain<A[K]>, Plain<B[K]>> extends true
        ? never
        : K
    : K;
}[keyof A | keyof B];

/** Compiles where there is no difference. */
type Held<T extends never> = T;

type Read<S extends z.ZodType> = z.output<S>;
/** Any NixOS option: a rule looks at the values. */
type EscapeHatch = "nixos" | "nixosUnchecked";

export type Node = Held<Difference<NodeMachine, Read<typeof nodeSchema>, EscapeHatch>>;
export type Router = Held<Difference<RouterMachine, Read<typeof routerSchema>>>;
export type MachineKinds = Held<
  Exclude<Machine["kind"], Read<typeof nodeSchema | typeof routerSchema>["kind"]>
>;
export type ByBgp = Held<Difference<Bgp, Read<(typeof LOAD_BALANCER_SCHEMAS)["bgp"]>>>;
export type ByArp = Held<Difference<Arp, Read<(typeof LOAD_BALANCER_SCHEMAS)["arp"]>>>;
export type LoadBalancers = Held<
  Difference<{ readonly [K in LoadBalancerData["kind"]]: 0 }, Record<keyof typeof LOAD_BALANCER_SCHEMAS, 0>>
>;
// Parts with a schema of their own are unknown in the schema of the whole.
export type KubeMaster = Held<Difference<KubeMasterSpec, Read<typeof kubeMasterSchema>, "loadBalancer">>;
export type Cluster = Held<
  Difference<
    ClusterSpec,
    Read<typeof clusterSchema>,
    "kubeMaster" | "network" | "machines" | "rollout" | "distribution" | EscapeHatch
  >
>;
// What is neither a name nor an address is found out by a rule.
export type Network = Held<Difference<NetworkSpec, Read<typeof networkSchema>, "gateway">>;
// What is nested, once more by itself: here the compiler names the field, and above only the part.
export type PodNetwork = Held<
  Difference<
    { [C in Cni as C["kind"]]: C },
    { [C in NonNullable<Read<typeof networkSchema>["cni"]> as C["kind"]]: C }
  >
>;
// The fields of a kubelet are a rule's.
export type Distributions = Held<
  Difference<
    { [D in Distribution as D["kind"]]: Omit<D, "kubelet"> },
    { [D in NonNullable<Read<typeof clusterSchema>["distribution"]> as D["kind"]]: Omit<D, "kubelet"> }
  >
>;
export type Ssh = Held<Difference<SshSpec, NonNullable<Read<typeof clusterSchema>["ssh"]>>>;
// How a part in per cent is written is found out by a rule; one window may stand for a list.
export type Rollout = Held<
  Difference<RolloutSpec, NonNullable<Read<typeof clusterSchema>["rollout"]>, "maxUnavailable" | "window">
>;
export type Health = Held<Difference<HealthSpec, NonNullable<Read<typeof clusterSchema>["health"]>>>;
export type Windows = Held<Difference<MaintenanceWindowSpec, ParsedWindow, "days">>;
