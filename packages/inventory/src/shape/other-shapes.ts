import { type ClusterKey, type NodeKey, SHAPES, type Shape } from "./shape.ts";

/**
 * The keys that inventories of other shapes have in that place, each with which of them have it, in words that follow
 * "inventories have it". What `shape` has is not among them.
 */
export function keysOfOtherShapes(shape: Shape, place: "cluster" | "node"): ReadonlyMap<string, string> {
  const own: readonly string[] = shape[place];
  const all = new Set<ClusterKey | NodeKey>(SHAPES.flatMap((one) => [...one[place]]));
  const found = [...all]
    .filter((key) => !own.includes(key))
    .map((key) => [key, whenOf(key, shape, place)] as const);
  const wrapper = SHAPES.find(({ wrapped }) => !wrapped);
  return new Map<string, string>([
    ...found,
    ...(place === "cluster" && !shape.wrapped && wrapper !== undefined
      ? [["cluster", `until ${wrapper.since}, with all others below it`] as const]
      : []),
  ]);
}

/** From which day on inventories have had a key, until when, and whether below `cluster`, if that is another place. */
function whenOf(key: ClusterKey | NodeKey, shape: Shape, place: "cluster" | "node"): string {
  const having = SHAPES.filter((one) => (one[place] as readonly string[]).includes(key));
  const [first] = having;
  const last = having.at(-1);
  const next = last === undefined ? undefined : SHAPES[SHAPES.indexOf(last) + 1];
  const days =
    next === undefined ? `since ${first?.since ?? ""}` : `from ${first?.since ?? ""} until ${next.since}`;
  if (having.some(({ wrapped }) => wrapped === shape.wrapped)) return days;
  return `${days}, ${shape.wrapped ? "without `cluster` around it" : "below `cluster`"}`;
}

/** The cluster's keys for a file that has `cluster` around them, with where they stand. */
export function keysBelowCluster(): ReadonlyMap<string, string> {
  const keys = SHAPES.filter(({ wrapped }) => wrapped).flatMap(({ cluster }) => cluster);
  return new Map(keys.map((key) => [key, "below `cluster` where that is there"]));
}
