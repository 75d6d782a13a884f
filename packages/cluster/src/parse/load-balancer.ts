import * as z from "zod";
import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import type { ByLoadBalancer, LoadBalancerKind } from "../model/load-balancer.ts";
import { type Readable, readPart } from "./part.ts";
import { isRecord } from "./record.ts";

/** What is written for each way of making the VIP reachable. */
export const LOAD_BALANCER_SCHEMAS = {
  bgp: z.strictObject({
    kind: z.literal("bgp"),
    asn: z.number(),
    peers: z.array(z.string()).min(1),
    multihop: z.boolean().optional(),
    holdTime: z.number().optional(),
    keepalive: z.number().optional(),
  }),
  arp: z.strictObject({
    kind: z.literal("arp"),
    leaseDuration: z.number().optional(),
    renewDeadline: z.number().optional(),
    retryPeriod: z.number().optional(),
  }),
  none: z.strictObject({ kind: z.literal("none") }),
} as const satisfies ByLoadBalancer<z.ZodObject>;

type Parsed = { readonly [K in LoadBalancerKind]: z.output<(typeof LOAD_BALANCER_SCHEMAS)[K]> };

/** A load balancer as far as it could be read. */
export type DraftLoadBalancer = {
  readonly [K in LoadBalancerKind]: { readonly kind: K; readonly spec: Readable<Parsed[K]> };
}[LoadBalancerKind];

type Reader = (value: unknown, path: SpecPath, findings: Finding[]) => DraftLoadBalancer;

const READERS: ByLoadBalancer<Reader> = {
  bgp: (...part) => ({ kind: "bgp", spec: readPart(LOAD_BALANCER_SCHEMAS.bgp, ...part) ?? {} }),
  arp: (...part) => ({ kind: "arp", spec: readPart(LOAD_BALANCER_SCHEMAS.arp, ...part) ?? {} }),
  none: (...part) => ({ kind: "none", spec: readPart(LOAD_BALANCER_SCHEMAS.none, ...part) ?? {} }),
};

/** What makes each of them in a machines.ts. */
const WRITTEN: ByLoadBalancer<string> = { bgp: "bgp({ … })", arp: "arp()", none: "none()" };

/** Reads how the VIP is made reachable; `undefined` where nothing says so. */
export function readLoadBalancer(value: unknown, findings: Finding[]): DraftLoadBalancer | undefined {
  const path = ["kubeMaster", "loadBalancer"];
  const kind = isRecord(value) ? value["kind"] : undefined;
  if (isLoadBalancerKind(kind)) return READERS[kind](value, path, findings);
  const hint = `Make it with ${WRITTEN.bgp}, ${WRITTEN.arp} or ${WRITTEN.none}.`;
  findings.push(
    value === undefined
      ? finding("missing-field", path, "kubeMaster.loadBalancer is missing", hint)
      : finding("wrong-type", path, "kubeMaster.loadBalancer is no load balancer", hint),
  );
  return undefined;
}

function isLoadBalancerKind(kind: unknown): kind is LoadBalancerKind {
  return typeof kind === "string" && Object.hasOwn(READERS, kind);
}
