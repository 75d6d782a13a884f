import { K3S_VERSIONS } from "@quorate/cluster";
import type { Adoption } from "./adoption.ts";

/** The version of k3s that runs, and the way from it to one that there is here. */
export function versionOf(versions: readonly string[]): {
  readonly version: Adoption["version"];
  /** `undefined` where nothing is to be done. */
  readonly ladder: string | undefined;
} {
  const minors = [...new Set(versions.flatMap((text) => /^1\.\d+/.exec(text)?.[0] ?? []))].sort(byMinor);
  const [lowest] = minors;
  const ours = K3S_VERSIONS.find((minor) => minor === lowest);
  if (lowest !== undefined && ours !== undefined) {
    const ladder =
      minors.length === 1 ? undefined : `servers run ${minors.join(" and ")}: bring them to one minor first`;
    return { version: { kind: "ours", minor: ours }, ladder };
  }
  const runs = versions.join(", ") || "a version that no machine told";
  if (lowest === undefined) return { version: { kind: "other", runs }, ladder: `it runs ${runs}` };
  if (numberOf(lowest) > numberOf(K3S_VERSIONS.at(-1) ?? "")) {
    return {
      version: { kind: "other", runs },
      ladder: `it runs ${lowest}, which is newer than all that there are here: ${K3S_VERSIONS.join(", ")}`,
    };
  }
  const steps: string[] = [];
  for (let minor = numberOf(lowest) + 1; minor <= numberOf(K3S_VERSIONS[0]); minor++)
    steps.push(`1.${minor}`);
  return {
    version: { kind: "other", runs },
    ladder: `it runs ${lowest}, and the oldest that there is here is ${K3S_VERSIONS[0]}: go ${[lowest, ...steps].join(" → ")} first, one minor at a time, with the channels that have them; etcd has to be at 3.5.26 or later (k3s 1.32.11) before ${K3S_VERSIONS[0]}`,
  };
}

function numberOf(minor: string): number {
  return Number(minor.split(".")[1] ?? 0);
}

function byMinor(a: string, b: string): number {
  return numberOf(a) - numberOf(b);
}
