import { parseVersion, versionWords } from "../../plan/version.ts";
import { problem, type RolloutProblem } from "../../problem-kind.ts";

/** What a script ends with where its host has an older minor version than the snapshot is of: no program's own. */
export const OLDER = 66;

/**
 * Lines that end so, where `own`, the first two numbers of the host's version, is older than that of the snapshot. What
 * is not known stops nothing: empty `own`, or a version that is none.
 */
export function refuseOlder(what: "etcd" | "k3s", ofSnapshot: string): readonly string[] {
  const version = parseVersion(ofSnapshot);
  if (version === undefined) return [];
  const minors = (major: string, minor: string) => `$((${major} * 1000 + ${minor}))`;
  return [
    `if [ -n "$own" ] && [ ${minors("${own%.*}", "${own#*.}")} -lt ${minors(String(version.major), String(version.minor))} ]; then`,
    `  echo "its ${what} is $own, and the snapshot is of ${versionWords(version)}" >&2; exit ${OLDER}`,
    "fi",
  ];
}

/** What it means that a script has ended so. */
export function olderProblem(node: string, stderr: string): RolloutProblem {
  return problem(
    "restore-etcd-older",
    node,
    `${node}: ${stderr.trim()}`,
    "Nothing was stopped, and no data was moved. An older one reads no database of a newer one: let the machine run that one (`deploy` with the flake.lock of the snapshot's time), then run the same command again",
  );
}
