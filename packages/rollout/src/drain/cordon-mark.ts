// Whose cordon it is stands on the Node itself, written in the same request as the cordon: whoever comes later, from
// whatever machine, reads it there.

/** The annotation of a Node that a deployment has cordoned. */
export const CORDON_MARK = "quorate/cordoned-by";

/** What it says. */
export interface CordonMark {
  /** The run that cordoned the node, or took that over from a dead one. */
  readonly run: string;
  /** When, in ISO 8601, by the clock of the host that asked for it. */
  readonly since: string;
  /** Who ran it, and where: `root@ops1`. */
  readonly by: string;
}

/** Reads what the annotations of a Node say of its cordon; `undefined` where it is not one of ours. */
export function cordonMarkOf(annotations: { readonly [name: string]: string }): CordonMark | undefined {
  if (!Object.hasOwn(annotations, CORDON_MARK)) return undefined;
  const [run = "", since = "", ...by] = (annotations[CORDON_MARK] ?? "").split(" ");
  return { run, since, by: by.join(" ") };
}

/** Whose a cordon is, in words. */
export function cordonWords({ run, since, by }: CordonMark): string {
  return `${by || "somebody"} (run ${run || "of no name"}, since ${since || "an unknown time"})`;
}
