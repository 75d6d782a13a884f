import type { Cluster, HostName } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import {
  aliveCommand,
  type DeployPaths,
  type Look,
  lookCommand,
  type Observation,
  onOrdinaryPort,
  parseProbe,
  portOfSecondLook,
  withAlive,
} from "@quorate/rollout";
import pLimit from "p-limit";

/** Machines that are looked at side by side. */
const LOOKED_AT_ONCE = 16;

/** Looks at machines, all of them whatever becomes of the others. */
export async function observeNodes(
  run: Runner,
  paths: DeployPaths,
  { names, cluster }: Look,
): Promise<readonly Observation[]> {
  const limit = pLimit(LOOKED_AT_ONCE);
  return await Promise.all(names.map((name) => limit(() => observeNode(run, paths, name, cluster))));
}

async function observeNode(
  run: Runner,
  paths: DeployPaths,
  name: HostName,
  cluster: Cluster,
): Promise<Observation> {
  const look = async (how?: { readonly port: number }): Promise<Observation> =>
    parseProbe(name, await run(lookCommand(paths, name, cluster, how)), paths);
  const first = await look();
  const second = portOfSecondLook(first, cluster.ssh.port);
  const seen = second === undefined ? first : onOrdinaryPort(first, await look({ port: second }));
  return seen.kind === "bare" ? withAlive(seen, await run(aliveCommand(name, cluster))) : seen;
}
