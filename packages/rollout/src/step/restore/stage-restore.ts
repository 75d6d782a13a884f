import type { HostName } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { etcdDataQuestion } from "../../observe/host/etcd-data.ts";
import { ETCD_TOOL } from "../../snapshot/etcd-tool.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import type { StepKind } from "../step-kind.ts";
import { refuseOlder } from "./older.ts";
import { judgeStaging, receiveLines, roomLines, type SentSnapshot, sentTo } from "./staged-snapshot.ts";

/** Brings a snapshot to a member's host, and makes a member's data of it beside those that are there. */
export interface StageRestoreStep extends SentSnapshot {
  readonly node: HostName;
  readonly etcdUnit: string;
  /** Version of the etcd that it was taken of: `3.6.16`; empty where nobody knows. */
  readonly etcdVersion: string;
  /** Of the member. */
  readonly name: string;
  readonly peerUrl: string;
  /** All members as they begin anew, as etcd takes it: `name=url`, with commas between. */
  readonly list: string;
  /** What the new cluster's id is made from, together with the run's name: it has to be another than before. */
  readonly token: string;
}

const doing = "making a member's data of the snapshot, beside what is there";

/** See {@link StageRestoreStep}. */
export const stageRestore: StepKind<StageRestoreStep> = {
  phase: "staging",
  describe: () => doing,
  commands: (step, paths) => [
    sshCommand(
      paths,
      step.node,
      "make a member's data of the snapshot",
      stageScript(step, paths.run),
      sentTo(step),
    ),
  ],
  judge: ({ node }, output, asked) =>
    judgeStaging(node, { doing, bumped: output.stdout.includes("bumped=yes") }, output, asked),
};

/** What is made for a member until it takes the place of its data: in their folder, so that it is one rename away. */
export function restoredFolder(run: string): string {
  return `$data/.restore-${run}`;
}

/**
 * Revisions go on far beyond those that anybody has seen: what watches the API is told that it has to list anew,
 * instead of being told nothing for as long as it takes to get there.
 */
const BUMP = 1_000_000_000;

/** Where the host's etcd is older by a minor than the one that the snapshot is of, it can't read it. */
function versionLines(etcdVersion: string): readonly string[] {
  return [
    "own=$($tool version 2>/dev/null | sed -n 's/^etcd[a-z]* version: *\\([0-9]*\\.[0-9]*\\)\\..*/\\1/p')",
    ...refuseOlder("etcd", etcdVersion),
  ];
}

function stageScript(step: StageRestoreStep, run: string): string {
  const folder = restoredFolder(run);
  const { name, list, peerUrl, token } = step;
  return [
    "set -eu",
    "umask 077",
    "export ETCDCTL_API=3 PATH=/run/current-system/sw/bin:$PATH",
    ...etcdDataQuestion(step.etcdUnit),
    ETCD_TOOL,
    ...versionLines(step.etcdVersion),
    // A disk that is a new one has no such folder: it is etcd's.
    'if [ ! -d "$data" ]; then mkdir -p "$data"; chown etcd: "$data"; fi',
    'rm -rf "$data"/.restore-*',
    ...roomLines(step, "$data", "there"),
    `mkdir "${folder}"`,
    `trap '[ $? = 0 ] || rm -rf "${folder}"' EXIT`,
    ...receiveLines(step, `"${folder}/snapshot.db"`),
    "bump=",
    `case $($tool snapshot restore --help 2>&1) in *--bump-revision*) bump='--bump-revision=${BUMP} --mark-compacted'; echo bumped=yes ;; esac`,
    `$tool snapshot restore "${folder}/snapshot.db" --data-dir="${folder}/data" --name=${shellWord(name)} --initial-cluster=${shellWord(list)} --initial-cluster-token=${shellWord(`${token}-${run}`)} --initial-advertise-peer-urls=${shellWord(peerUrl)} $bump >"${folder}/log" 2>&1 || { tail -n 3 "${folder}/log" >&2; exit 1; }`,
    `[ -d "${folder}/data/member/wal" ] || { echo 'it has no etcdutl that restores' >&2; exit 1; }`,
    `rm "${folder}/snapshot.db" "${folder}/log"`,
    `chown -R --reference="$data" "${folder}"`,
    `sync "$data"`,
  ].join("\n");
}
