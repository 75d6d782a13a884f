import type { Adoption } from "./adoption.ts";

/** The minors of k3s that there are here, the oldest first. */
const MINORS = ["1.33", "1.34", "1.35", "1.36"] as const;

/** The version of k3s that runs, and the way from it to one that there is here. */
export function versionOf(versions: readonly string[]): {
  readonly version: Adoption["version"];
  /** `undefined` where nothing is to be done. */
  readonly ladder: string | undefined;
} {
  const minors = [...new Set(versions.flatMap((text) => /^1\.\d+/.exec(text)?.[0] ?? []))].sort(byMinor);
  const [lowest] = minors;
  const ours = MINORS.find((minor) => minor === lowest);
  if (lowest !== undefined && ours !== undefined) {
    const ladder =
      minors.length === 1 ? undefined : `servers run ${minors.join(" and ")}: bring them to one minor first`;
    return { version: { kind: "ours", minor: ours }, ladder };
  }
  const runs = versions.join(", ") || "a version that no machine told";
  if (lowest === undefined) return { version: { kind: "other", runs }, ladder: `it runs ${runs}` };
  if (numberOf(lowest) > numberOf(MINORS.at(-1) ?? "")) {
    return {
      version: { kind: "other", runs },
      ladder: `it runs ${lowest}, which is newer than all that there are here: ${MINORS.join(", ")}`,
    };
  }
  const steps: string[] = [];
  for (let minor = numberOf(lowest) + 1; minor <= numberOf(MINORS[0]); minor++) steps.push(`1.${minor}`);
  return {
    version: { kind: "other", runs },
    ladder: `it runs ${lowest}, and the oldest that there is here is ${MINORS[0]}: go ${[lowest, ...steps].join(" → ")} first, one minor at a time, with the channels that have them; etcd has to be at 3.5.26 or later (k3s 1.32.11) before ${MINORS[0]}`,
  };
}

function numberOf(minor: string): number {
  return Number(minor.split(".")[1] ?? 0);
}

function byMinor(a: string, b: string): number {
  return numberOf(a) - numberOf(b);
}
