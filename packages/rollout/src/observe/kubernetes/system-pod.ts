import { type Json, listAt, textAt, textsAt } from "../json.ts";

/** A pod in `kube-system`: kube-vip's, CoreDNS', whatever else a cluster's networks are made of. */
export interface SystemPod {
  readonly name: string;
  /** The node it is on; empty while it is on none. */
  readonly node: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly labels: { readonly [name: string]: string };
}

/** Reads an item of a PodList. */
export function readSystemPod(item: Json): SystemPod {
  const ready = listAt(item, "status", "conditions").find((one) => textAt(one, "type") === "Ready");
  return {
    name: textAt(item, "metadata", "name"),
    node: textAt(item, "spec", "nodeName"),
    phase: textAt(item, "status", "phase"),
    ready: textAt(ready, "status") === "True",
    labels: textsAt(item, "metadata", "labels"),
  };
}
