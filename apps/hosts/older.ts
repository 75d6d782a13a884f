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

/** Tells the commit that is to be deployed; `undefined` where the flake is in no folder of git's. */
export type CommitAsked = () => Promise<string | undefined>;

/** Asks for the commit once, when somebody wants to know. */
export function commitAsked(settings: Pick<DeploySettings, "flake">, run: Runner): CommitAsked {
  let commit: ReturnType<CommitAsked> | undefined;
  return () => {
    commit ??= run(commitCommand(settings)).then(readCommit);
    return commit;
  };
}

/** What is to be said where something else was deployed last than what is checked out. */
export async function judgeOlder(
  settings: Pick<DeploySettings, "flake">,
  observed: readonly Observation[],
  allowOlder: boolean,
  run: Runner,
  commit: CommitAsked = commitAsked(settings, run),
): Promise<readonly RolloutProblem[]> {
  const deployed = deployedLast(observed);
  if (deployed === undefined) return [];
  const ours = await commit();
  if (ours === undefined || ours === deployed.commit) return [];
  const lineage = readLineage(await run(lineageCommand(settings, deployed.commit)));
  return judgeLineage(deployed, lineage, allowOlder);
}
