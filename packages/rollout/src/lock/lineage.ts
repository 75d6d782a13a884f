import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { utcMinute } from "../utc-minute.ts";
import type { Holder } from "./holder.ts";

/** How the commit that is to be deployed stands to the one that was deployed last. */
export type Lineage =
  /** It is that one, or comes after it. */
  | "contains"
  /** It comes before it. */
  | "older"
  /** Neither comes after the other. */
  | "apart"
  /** The checkout does not have the one that was deployed last. */
  | "unknown";

/** A run that has deployed, and the commit that it did it from. */
export interface Deployed extends Holder {
  readonly commit: string;
}

/** A commit's name, as git prints it. */
const COMMIT = /^[0-9a-f]{40,64}$/;

/** Which run was the latest to deploy from a commit, by what the hosts have of its lock. */
export function deployedLast(observed: readonly Observation[]): Deployed | undefined {
  return observed
    .flatMap((one) => (one.kind === "installed" ? [one.facts.lock.holder] : []))
    .flatMap((holder) =>
      holder?.commit !== undefined && COMMIT.test(holder.commit)
        ? [{ ...holder, commit: holder.commit }]
        : [],
    )
    .sort((one, other) => other.since - one.since)[0];
}

type Paths = Pick<DeployPaths, "flake">;

/** Asks git which commit is checked out. A flake that is in no folder of git's has none. */
export function commitCommand(paths: Paths): Command {
  return git(paths, "ask which commit this is", ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
}

/** What {@link commitCommand} has told. */
export function readCommit({ code, stdout }: CommandOutput): string | undefined {
  const name = stdout.trim();
  return code === 0 && COMMIT.test(name) ? name : undefined;
}

/** Asks git how many commits are on one side only: of what is checked out, and of `commit`. */
export function lineageCommand(paths: Paths, commit: string): Command {
  return git(paths, "compare with what was deployed last", [
    "rev-list",
    "--left-right",
    "--count",
    `HEAD...${commit}`,
    "--",
  ]);
}

/** What {@link lineageCommand} has told. */
export function readLineage({ code, stdout }: CommandOutput): Lineage {
  const [, ours, theirs] = /^(\d+)\s+(\d+)\s*$/.exec(stdout) ?? [];
  if (code !== 0 || ours === undefined || theirs === undefined) return "unknown";
  if (Number(theirs) === 0) return "contains";
  return Number(ours) === 0 ? "older" : "apart";
}

/** What is to be said of it. Nobody goes back to an older configuration without having said so. */
export function judgeLineage(
  deployed: Deployed,
  lineage: Lineage,
  allowOlder: boolean,
): readonly RolloutProblem[] {
  const { commit, by, since } = deployed;
  const what = `commit ${commit.slice(0, 12)}, which ${by} deployed last (${utcMinute(since)})`;
  if (lineage === "contains" || allowOlder) return [];
  if (lineage === "apart") {
    return [problem("configuration-apart", "", `what is checked out does not have ${what}`)];
  }
  const is = lineage === "older" ? "what is checked out is older than" : "this checkout does not know";
  return [
    problem(
      "configuration-older",
      "",
      `${is} ${what}`,
      "Fetch and merge what was deployed; to go back on purpose, add --allow-older",
    ),
  ];
}

function git({ flake }: Paths, description: string, argv: readonly string[]): Command {
  return { node: undefined, description, argv: ["git", "-C", flake, ...argv], output: "silent" };
}
