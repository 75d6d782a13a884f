import type { HostName } from "@quorate/cluster";

// A server without data is either told whom to join, or told once to found a cluster, or left down: nothing else may ever
// be. Founded where there was one that only could not be asked, a second cluster is empty, and takes writes.

/** What is known of a server, as far as it matters for how another one starts. */
export type ServerState =
  /** It has data, and its member of etcd reads through a quorum. */
  | "serves"
  /** It has data, and does not serve, or nobody knows that it does. */
  | "has-data"
  /** It was asked and has no data, and nothing of a cluster answers on its machine. */
  | "empty"
  /** It has no data, and something is under way there: it may be about to join, or to found. */
  | "starting"
  /** It could not be asked. */
  | "unknown";

/** How a server starts. */
export type ServerStart =
  /** It has data, and stays the member that it is. */
  | { readonly kind: "stays" }
  /** It begins a cluster, which all others join. */
  | { readonly kind: "founds" }
  /** It joins the cluster of these, whichever answers first. */
  | { readonly kind: "joins"; readonly servers: readonly [HostName, ...HostName[]] }
  /** Whether it has data itself is not known. */
  | { readonly kind: "untold" }
  /** There may be a cluster, and none can be joined: who is why. */
  | { readonly kind: "waits"; readonly for: readonly (readonly [HostName, ServerState])[] };

/**
 * How `own` starts, by what is known of every server of the file, in its order. Of those that a run is about (`targets`)
 * one founds where no server at all has data, starts or could not be asked: the first of them.
 */
export function serverStart(
  own: HostName,
  targets: readonly HostName[],
  states: ReadonlyMap<HostName, ServerState>,
): ServerStart {
  const state = states.get(own) ?? "unknown";
  if (state === "serves" || state === "has-data") return { kind: "stays" };
  if (state === "unknown") return { kind: "untold" };
  const others = [...states].filter(([name]) => name !== own);
  const [first, ...more] = others.filter(([, other]) => other === "serves").map(([name]) => name);
  if (first !== undefined) return { kind: "joins", servers: [first, ...more] };
  const founder = [...states.keys()].find((name) => targets.includes(name));
  // One that is under way by itself may be what a run of before has begun there, and is begun anew: but not beside others.
  const inTheWay = others.filter(([name, other]) =>
    other === "starting" ? name !== founder : other !== "empty",
  );
  if (inTheWay.length > 0 || founder === undefined) return { kind: "waits", for: inTheWay };
  return founder === own ? { kind: "founds" } : { kind: "joins", servers: [founder] };
}
