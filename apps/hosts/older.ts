import type { Runner } from "@quorate/command";
import {
  commitCommand,
  type DeploySettings,
  deployedLast,
  judgeLineage,
  lineageCommand,
  type Observation,
  type RolloutProblem,
  readCommit,
  readLineage,
} from "@quorate/rollout";

/** What is to be said where something else was deployed last than what is checked out. */
export async function judgeOlder(
  settings: Pick<DeploySettings, "flake">,
  observed: readonly Observation[],
  allowOlder: boolean,
  run: Runner,
): Promise<readonly RolloutProblem[]> {
  const deployed = deployedLast(observed);
  if (deployed === undefined) return [];
  const commit = await commitOf(settings, run);
  if (commit === undefined || commit === deployed.commit) return [];
  const lineage = readLineage(await run(lineageCommand(settings, deployed.commit)));
  return judgeLineage(deployed, lineage, allowOlder);
}

/** The commit that is to be deployed; `undefined` where the flake is in no folder of git's. */
export async function commitOf(
  settings: Pick<DeploySettings, "flake">,
  run: Runner,
): Promise<string | undefined> {
  return readCommit(await run(commitCommand(settings)));
}
