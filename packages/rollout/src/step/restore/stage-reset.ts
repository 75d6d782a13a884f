import type { HostName } from "@quorate/cluster";
import { K3S_SERVER } from "../../distribution/k3s-paths.ts";
import { QUORATE_DIRECTORY } from "../../on-host.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { k3sEtcdLines, k3sVersionLines } from "../snapshot/k3s-version.ts";
import type { StepKind } from "../step-kind.ts";
import { refuseOlder } from "./older.ts";
import { judgeStaging, receiveLines, roomLines, type SentSnapshot, sentTo } from "./staged-snapshot.ts";

/** Brings a snapshot to the server of k3s' that begins anew with it. */
export interface StageResetStep extends SentSnapshot {
  readonly node: HostName;
  /** Version of the k3s that it was taken of: `1.36.2`; empty where nobody knows. */
  readonly serverVersion: string;
  /** Version of the etcd in it: `3.6.12`. Releases of one minor of k3s may have another minor of etcd. */
  readonly etcdVersion: string;
}

const doing = "bringing the snapshot to the server that begins anew with it";

/** See {@link StageResetStep}. */
export const stageReset: StepKind<StageResetStep> = {
  phase: "staging",
  describe: () => doing,
  commands: (step, paths) => [
    sshCommand(paths, step.node, "take the snapshot", stageScript(step, paths.run), sentTo(step)),
  ],
  // k3s has no word for how far revisions go on.
  judge: ({ node }, output, asked) => judgeStaging(node, { doing, bumped: false }, output, asked),
};

const ALL = `${QUORATE_DIRECTORY}/restore`;

/** Where a run has its snapshot on the server that begins anew. */
export function resetFolder(run: string): string {
  return `${ALL}/${run}`;
}

function stageScript(step: StageResetStep, run: string): string {
  const folder = resetFolder(run);
  return [
    "set -eu",
    "umask 077",
    "export PATH=/run/current-system/sw/bin:$PATH",
    ...k3sVersionLines,
    "own=$(printf '%s' \"$server\" | cut -d . -f 1,2)",
    ...refuseOlder("k3s", step.serverVersion),
    ...k3sEtcdLines,
    ...refuseOlder("etcd", step.etcdVersion),
    `mkdir -p -m 0755 ${QUORATE_DIRECTORY}`,
    // What runs that died have left is of no use to this one.
    `rm -rf ${ALL}`,
    `mkdir -m 0700 ${ALL} ${folder}`,
    `trap '[ $? = 0 ] || rm -rf ${ALL}' EXIT`,
    `mkdir -p -m 0700 ${K3S_SERVER}`,
    `for place in ${folder} ${K3S_SERVER}; do`,
    ...roomLines(step, "$place", "in $place").map((line) => `  ${line}`),
    "done",
    ...receiveLines(step, `${folder}/snapshot.db`),
    `sync ${folder}/snapshot.db`,
  ].join("\n");
}
