import type { Observation } from "../observation.ts";
import type { NodeObject } from "./node-object.ts";

/** The Nodes that each apiserver which was asked tells of, in the order of who was looked at. */
export function nodeLists(observed: readonly Observation[]): readonly (readonly NodeObject[])[] {
  return observed.flatMap((one) =>
    one.kind === "installed" && one.facts.api.nodes.known ? [one.facts.api.nodes.value] : [],
  );
}

/** The same as one list, of two that differ the later one; `undefined` where no apiserver tells. */
export function nodeObjects(observed: readonly Observation[]): readonly NodeObject[] | undefined {
  return nodeLists(observed).at(-1);
}
