import type { HostName } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import {
  type DeployPaths,
  type Observation,
  onOrdinaryPort,
  parseProbe,
  probeCommand,
} from "@quorate/rollout";
import pLimit from "p-limit";

/** Machines that are looked at side by side. */
const LOOKED_AT_ONCE = 16;

/** Looks at machines, all of them whatever becomes of the others. `port` is the cluster's ssh port. */
export async function observeNodes(
  run: Runner,
  paths: DeployPaths,
  names: readonly HostName[],
  port: number,
): Promise<readonly Observation[]> {
  const limit = pLimit(LOOKED_AT_ONCE);
  return await Promise.all(names.map((name) => limit(() => observeNode(run, paths, name, port))));
}

async function observeNode(
  run: Runner,
  paths: DeployPaths,
  name: HostName,
  port: number,
): Promise<Observation> {
  const first = parseProbe(name, await run(probeCommand(paths, name)));
  if (port === 22 || first.kind !== "unreachable" || first.problem.code !== "ssh-refused") return first;
  return onOrdinaryPort(first, parseProbe(name, await run(probeCommand(paths, name, 22))));
}
