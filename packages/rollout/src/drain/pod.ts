import { fieldOf, type Json, listAt, textAt, textsAt } from "../observe/json.ts";

/** A pod, as far as it matters whether it can leave its node. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly phase: string;
  readonly ready: boolean;
  /** It was asked to go, and takes its time. */
  readonly leaving: boolean;
  /** Made by its kubelet from a file of the node: it stays there whatever the API says. */
  readonly mirror: boolean;
  /** Who makes it anew elsewhere. */
  readonly controller: Controller | undefined;
  /** Whether it has data on the node that go with it (an `emptyDir`). */
  readonly localData: boolean;
}

/** Who has made a pod. */
export interface Controller {
  readonly kind: string;
  readonly name: string;
}

/** Reads an item of a PodList. */
export function readPod(item: Json): Pod {
  const condition = listAt(item, "status", "conditions").find((one) => textAt(one, "type") === "Ready");
  const owner = listAt(item, "metadata", "ownerReferences").find(
    (one) => fieldOf(one, "controller") === true,
  );
  const annotations = textsAt(item, "metadata", "annotations");
  return {
    namespace: textAt(item, "metadata", "namespace"),
    name: textAt(item, "metadata", "name"),
    labels: textsAt(item, "metadata", "labels"),
    phase: textAt(item, "status", "phase"),
    ready: textAt(condition, "status") === "True",
    leaving: textAt(item, "metadata", "deletionTimestamp") !== "",
    mirror: Object.hasOwn(annotations, "kubernetes.io/config.mirror"),
    controller:
      owner === undefined ? undefined : { kind: textAt(owner, "kind"), name: textAt(owner, "name") },
    localData: listAt(item, "spec", "volumes").some((volume) => fieldOf(volume, "emptyDir") !== undefined),
  };
}

/** Whether it is over: nothing of it runs any more. */
export function isOverPod({ phase }: Pod): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/**
 * Whether a drain moves it: what a DaemonSet or the kubelet itself has put on the node stays there, since it would come
 * back at once.
 */
export function hasToMove({ mirror, controller }: Pod): boolean {
  return !mirror && controller?.kind !== "DaemonSet";
}

/** `default/web-0`. */
export function podName({ namespace, name }: Pick<Pod, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
