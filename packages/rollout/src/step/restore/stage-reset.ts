import type { HostName } from "@quorate/cluster";
import { K3S_SERVER } from "../../distribution/k3s.ts";
import { QUORATE_DIRECTORY } from "../../on-host.ts";
import { SPARE_KIBIBYTES } from "../../snapshot/size.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { sshCommandFailure } from "../failure.ts";
import { DONE, failedBy } from "../judgement.ts";
import { k3sVersionLines } from "../snapshot/k3s-version.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { OLDER, olderProblem, refuseOlder } from "./older.ts";

/** Brings a snapshot to the server of k3s' that begins anew with it. */
export interface StageResetStep {
  readonly node: HostName;
  /** The database on this machine: an absolute path. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Version of the k3s that it was taken of: `1.36.2`; empty where nobody knows. */
  readonly serverVersion: string;
  readonly timeoutSeconds: number;
}

const doing = "bringing the snapshot to the server that begins anew with it";

/** See {@link StageResetStep}. */
export const stageReset: StepKind<StageResetStep> = {
  phase: "staging",
  describe: () => doing,
  commands: (step, paths) => [
    sshCommand(paths, step.node, "take the snapshot", stageScript(step, paths.run), {
      inputFrom: ["cat", step.file],
      timeoutSeconds: INSTANT_TIMEOUT + step.timeoutSeconds,
      output: "silent",
    }),
  ],
  judge: ({ node }, output, { certificates }) => {
    // k3s has no word for how far revisions go on.
    if (output.code === 0) return { ...DONE, learned: { bumped: false } };
    if (output.code === OLDER) return failedBy(olderProblem(node, output.stderr));
    return failedBy(
      sshCommandFailure(
        {
          node,
          says: "restore-stage-failed",
          doing,
          hint: "Nothing was stopped, and no data was moved. See the space on that machine (twice the snapshot and 256 MiB), then run the same command again",
        },
        output,
        { certificates },
      ),
    );
  },
};

const ALL = `${QUORATE_DIRECTORY}/restore`;

/** Where a run has its snapshot on the server that begins anew. */
export function resetFolder(run: string): string {
  return `${ALL}/${run}`;
}

function stageScript({ sha256, bytes, serverVersion }: StageResetStep, run: string): string {
  const folder = resetFolder(run);
  return [
    "set -eu",
    "umask 077",
    "export PATH=/run/current-system/sw/bin:$PATH",
    ...k3sVersionLines,
    "own=$(printf '%s' \"$server\" | cut -d . -f 1,2)",
    ...refuseOlder("k3s", serverVersion),
    `mkdir -p -m 0755 ${QUORATE_DIRECTORY}`,
    // What runs that died have left is of no use to this one.
    `rm -rf ${ALL}`,
    `mkdir -m 0700 ${ALL} ${folder}`,
    `trap '[ $? = 0 ] || rm -rf ${ALL}' EXIT`,
    `mkdir -p -m 0700 ${K3S_SERVER}`,
    `for place in ${folder} ${K3S_SERVER}; do`,
    "  free=$(df -Pk \"$place\" | awk 'NR == 2 { print $4 }')",
    `  if [ "$free" -lt ${Math.ceil((2 * bytes) / 1024) + SPARE_KIBIBYTES} ]; then echo "only $((free / 1024)) MiB are free in $place" >&2; exit 1; fi`,
    "done",
    `cat >${folder}/snapshot.db`,
    `[ "$(sha256sum <${folder}/snapshot.db | cut -c 1-64)" = ${sha256} ] || { echo 'what arrived is not what was sent' >&2; exit 1; }`,
    `sync ${folder}/snapshot.db`,
  ].join("\n");
}
