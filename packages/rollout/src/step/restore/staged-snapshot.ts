import type { HostName } from "@quorate/cluster";
import type { CommandOutput } from "@quorate/command";
import { SPARE_KIBIBYTES } from "../../snapshot/size.ts";
import { sshCommandFailure } from "../failure.ts";
import { failedBy, type Judgement } from "../judgement.ts";
import { type Asked, INSTANT_TIMEOUT } from "../step-kind.ts";
import { OLDER, olderProblem } from "./older.ts";

// A snapshot is brought to a host before anything stops there: what both distributions do alike.

/** Which snapshot, and how long it takes to send it. */
export interface SentSnapshot {
  /** The database on this machine: an absolute path. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly timeoutSeconds: number;
}

/** How the command is run that has it on its standard input. */
export function sentTo({ file, timeoutSeconds }: SentSnapshot) {
  return {
    inputFrom: ["cat", file],
    timeoutSeconds: INSTANT_TIMEOUT + timeoutSeconds,
    output: "silent",
  } as const;
}

/** What has come of it; `bumped`: whether revisions will go on far beyond those that anybody has seen. */
export function judgeStaging(
  node: HostName,
  { doing, bumped }: { readonly doing: string; readonly bumped: boolean },
  output: CommandOutput,
  { certificates }: Pick<Asked, "certificates">,
): Judgement {
  if (output.code === 0) return { kind: "done", learned: { bumped } };
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
}

/** Lines that end a script where `place`, inside of quotes, has no room for it twice; `there`: the place in a message. */
export function roomLines({ bytes }: SentSnapshot, place: string, there: string): readonly string[] {
  return [
    `free=$(df -Pk "${place}" | awk 'NR == 2 { print $4 }')`,
    `if [ "$free" -lt ${Math.ceil((2 * bytes) / 1024) + SPARE_KIBIBYTES} ]; then echo "only $((free / 1024)) MiB are free ${there}" >&2; exit 1; fi`,
  ];
}

/** Lines that write standard input to `file`, a word of shell, and end a script where it is something else. */
export function receiveLines({ sha256 }: SentSnapshot, file: string): readonly string[] {
  return [
    `cat >${file}`,
    `[ "$(sha256sum <${file} | cut -c 1-64)" = ${sha256} ] || { echo 'what arrived is not what was sent' >&2; exit 1; }`,
  ];
}
