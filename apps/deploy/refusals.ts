import type { Cluster, Problem } from "@quorate/cluster";
import {
  chooseTargets,
  type DesiredNode,
  type RolloutProblem,
  refuseSshPath,
  type TargetRequest,
} from "@quorate/rollout";
import { readSecrets, refuseKeysInFlake, refuseUnseenFiles } from "@quorate/workbench";
import { generatedFolder } from "../generate/generated.ts";
import type { DeployWorld } from "./world.ts";

/** What is known of a target before anything is built. */
export type Target = Pick<DesiredNode, "node" | "fingerprint" | "secrets">;

/** The targets, or everything that speaks against starting; warnings in either case. */
export type Admission =
  | { readonly ok: true; readonly targets: readonly Target[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Where the input of a deployment is, absolute but for a flake reference. */
export interface DeployPlaces {
  readonly machinesFile: string;
  readonly certificates: string;
  readonly flake: string;
}

/** Looks at everything that can be wrong before a host is contacted, and tells all of it. */
export async function admit(
  cluster: Cluster,
  request: TargetRequest,
  places: DeployPlaces,
  world: DeployWorld,
  now: Date,
): Promise<Admission> {
  const choice = chooseTargets(cluster, request);
  const nodes = choice.ok ? choice.nodes : [];
  const names = new Set<string>(nodes.map((node) => node.name));
  const [generated, certificates, exposed, unseen] = await Promise.all([
    world.inspectGenerated(cluster, places.machinesFile),
    world.inspectCertificates(cluster, places.certificates, now),
    refuseKeysInFlake(world.run, places.flake, places.certificates),
    refuseUnseenFiles(world.run, places.flake, generatedFolder(places.machinesFile)),
  ]);
  // A node's certificates matter only where it is a target: one that is off must not hold up the others.
  const concerning = certificates.filter(({ node }) => node === undefined || names.has(node));
  const problems: Problem[] = [
    ...(choice.ok ? [] : choice.problems.map(reportOf)),
    ...generated.problems,
    ...concerning,
    ...refuseSshPath(places.certificates).map(reportOf),
    ...exposed.map(reportOf),
    ...unseen.map(reportOf),
  ];
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { ok: false, problems };
  const targets: Target[] = [];
  const unreadable: Problem[] = [];
  for (const node of nodes) {
    const reading = await readSecrets(cluster, node, places.certificates);
    const fingerprint = generated.fingerprints.get(node.name);
    if (fingerprint === undefined) throw new Error(`no fingerprint was generated for ${node.name}`);
    if (reading.ok) targets.push({ node, fingerprint, secrets: reading.secrets });
    else unreadable.push(...reading.problems.map(reportOf));
  }
  if (unreadable.length > 0) return { ok: false, problems: [...problems, ...unreadable] };
  return { ok: true, targets, warnings: problems };
}

/** A rollout's problem, as all commands tell theirs. */
export function reportOf({ code, message, where, hint }: RolloutProblem): Problem {
  return { severity: "error", exit: "wrong-input", code, message, where, hint };
}
