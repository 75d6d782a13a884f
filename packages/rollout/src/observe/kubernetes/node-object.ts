import { fieldOf, type Json, listAt, textAt, textsAt } from "../json.ts";

/** A Node as the API has it. */
export interface NodeObject {
  readonly name: string;
  /** By type: `Ready`, `DiskPressure`, … */
  readonly conditions: { readonly [type: string]: NodeCondition };
  readonly cordoned: boolean;
  /** Whose cordon it is stands here, where it is ours. */
  readonly annotations: { readonly [name: string]: string };
  readonly labels: { readonly [name: string]: string };
  readonly taints: readonly Taint[];
  /** Networks of its pods. */
  readonly podCidrs: readonly string[];
  /** Such as `v1.36.3`. */
  readonly kubeletVersion: string;
  /** The boot that its kubelet has last told of. */
  readonly bootId: string;
}

/** A condition of a Node's; times are as `Date` takes them. */
export interface NodeCondition {
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason: string;
  readonly heartbeat: string;
  readonly since: string;
}

/** A taint of a Node's. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** Whether its kubelet tells that it is well. */
export function isReady({ conditions }: Pick<NodeObject, "conditions">): boolean {
  return conditions["Ready"]?.status === "True";
}

/** Reads an item of a NodeList. */
export function readNode(item: Json): NodeObject {
  return {
    name: textAt(item, "metadata", "name"),
    conditions: Object.fromEntries(
      listAt(item, "status", "conditions").map((one) => [
        textAt(one, "type"),
        {
          status: textAt(one, "status"),
          reason: textAt(one, "reason"),
          heartbeat: textAt(one, "lastHeartbeatTime"),
          since: textAt(one, "lastTransitionTime"),
        },
      ]),
    ),
    cordoned: fieldOf(item, "spec", "unschedulable") === true,
    annotations: textsAt(item, "metadata", "annotations"),
    labels: textsAt(item, "metadata", "labels"),
    taints: listAt(item, "spec", "taints").map((one) => ({
      key: textAt(one, "key"),
      value: textAt(one, "value"),
      effect: textAt(one, "effect"),
    })),
    podCidrs: listAt(item, "spec", "podCIDRs").filter((one) => typeof one === "string"),
    kubeletVersion: textAt(item, "status", "nodeInfo", "kubeletVersion"),
    bootId: textAt(item, "status", "nodeInfo", "bootID"),
  };
}
