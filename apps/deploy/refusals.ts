import { type Cluster, failed, type Node, type Problem, type Result } from "@quorate/cluster";
import {
  chooseTargets,
  type DeploySettings,
  eraseNotTarget,
  refuseSshPath,
  type Target,
  type TargetRequest,
} from "@quorate/rollout";
import { readSecrets, refuseKeysInFlake, refuseUnseenFiles } from "@quorate/workbench";
import { generatedFolder } from "../generate/generated.ts";
import type { DeployWorld } from "./world.ts";

/** Where the input of a deployment is, absolute but for a flake reference. */
export interface DeployPlaces extends Pick<DeploySettings, "certificates" | "flake"> {
  readonly machinesFile: string;
}

/** Consent is for a machine that is deployed to: for any other it was meant otherwise. */
function refuseErase(nodes: readonly Node[], erase: readonly string[]): readonly Problem[] {
  return erase
    .filter((name) => !nodes.some((node) => node.name === name))
    .map((name) => eraseNotTarget(name));
}

/** Looks at everything that can be wrong before a host is contacted, and tells all of it. */
export async function admit(
  cluster: Cluster,
  request: TargetRequest & { readonly erase?: readonly string[] },
  places: DeployPlaces,
  world: DeployWorld,
  now: Date,
): Promise<Result<readonly Target[]>> {
  const choice = chooseTargets(cluster, request);
  const nodes = choice.ok ? choice.value : [];
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
    ...(choice.ok ? refuseErase(nodes, request.erase ?? []) : choice.problems),
    ...generated.problems,
    ...concerning,
    ...refuseSshPath(places.certificates),
    ...exposed,
    ...unseen,
  ];
  if (problems.some(({ severity }) => severity === "error")) return failed(...problems);
  const targets: Target[] = [];
  const unreadable: Problem[] = [];
  for (const node of nodes) {
    const reading = await readSecrets(cluster, node, places.certificates);
    const fingerprint = generated.fingerprints.get(node.name);
    if (fingerprint === undefined) throw new Error(`no fingerprint was generated for ${node.name}`);
    if (reading.ok)
      targets.push({ node, distribution: cluster.distribution.kind, fingerprint, secrets: reading.value });
    else unreadable.push(...reading.problems);
  }
  if (unreadable.length > 0) return failed(...problems, ...unreadable);
  return { ok: true, value: targets, warnings: problems };
}
