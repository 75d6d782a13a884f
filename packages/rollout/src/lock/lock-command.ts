import type { HostName } from "@quorate/cluster";
import { type Command, type CommandOutput, shellWord } from "@quorate/command";
import type { DeployPaths } from "../deploy-paths.ts";
import { answersOf } from "../observe/answers.ts";
import { LOCK_QUESTION, lock } from "../observe/host/lock.ts";
import { LOCK_FILE, QUORATE_DIRECTORY } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { type Holder, holderLine, LOCK_EXPIRES, type SeenLock } from "./holder.ts";

/** What came of asking a host for the lock, or of keeping it. */
export type LockAnswer =
  /** It is ours, from now on or still. */
  | { readonly kind: "ours" }
  /** Somebody else has it. */
  | { readonly kind: "theirs"; readonly lock: SeenLock }
  /** Nobody has it, but somebody did since the host was looked at. */
  | { readonly kind: "moved"; readonly lock: SeenLock }
  /** Nothing can be said. */
  | { readonly kind: "unasked" };

type Paths = Pick<DeployPaths, "sshConfig">;

/** Seconds that a host may take for it. */
const LOCK_TIMEOUT = 30;

/**
 * Takes the lock on a host: where nobody has it, where its holder is no more heard of or is the dead run `over`, and
 * only if nobody else had it since the host was looked at (`seen`; `undefined` where nobody looked).
 */
export function takeLockCommand(
  paths: Paths,
  node: HostName,
  holder: Holder,
  { seen, over }: { readonly seen: string | undefined; readonly over: string | undefined },
): Command {
  const written = [`held ${holder.run}`, holderLine(holder)].map(shellWord).join(" ");
  return lockCommand(paths, node, "take the lock", [
    `if [ "$state" = held ] && [ "$run" != ${holder.run} ] && [ "$run" != ${shellWord(over ?? "-")} ] && [ "$age" -lt ${LOCK_EXPIRES} ]; then answer theirs; fi`,
    ...(seen === undefined
      ? []
      : [
          `if [ "$run" != ${shellWord(seen === "" ? "-" : seen)} ] && [ "$run" != ${holder.run} ]; then answer moved; fi`,
        ]),
    ...write(written),
    "echo lock-answer=ours",
  ]);
}

/** Keeps the lock: the heartbeat. */
export function keepLockCommand(paths: Paths, node: HostName, { run }: Holder): Command {
  return lockCommand(paths, node, "keep the lock", [
    `if [ "$state $run" != "held ${run}" ]; then answer theirs; fi`,
    `touch ${LOCK_FILE}`,
    "echo lock-answer=ours",
  ]);
}

/** Gives the lock back: who had it last stays written there. */
export function releaseLockCommand(paths: Paths, node: HostName, holder: Holder): Command {
  const written = [`released ${holder.run}`, holderLine(holder)].map(shellWord).join(" ");
  return lockCommand(paths, node, "give the lock back", [
    `if [ "$state $run" != "held ${holder.run}" ]; then answer theirs; fi`,
    ...write(written),
    "echo lock-answer=ours",
  ]);
}

/**
 * Writes down on a host who has deployed last: on one that was installed meanwhile, and so held no lock. Whoever holds
 * one there by now has it written already.
 */
export function rememberDeploymentCommand(paths: Paths, node: HostName, holder: Holder): Command {
  const written = [`released ${holder.run}`, holderLine(holder)].map(shellWord).join(" ");
  return lockCommand(paths, node, "write down who has deployed", [
    'if [ "$state" != none ]; then answer theirs; fi',
    ...write(written),
    "echo lock-answer=ours",
  ]);
}

/** Takes the lock of the run called `run` away from it. */
export function breakLockCommand(paths: Paths, node: HostName, run: string): Command {
  return lockCommand(paths, node, "break the lock", [
    `if [ "$state $run" != ${shellWord(`held ${run}`)} ]; then answer theirs; fi`,
    `sed '1s/^held /released /' ${LOCK_FILE} >${LOCK_FILE}.new`,
    ...moveInPlace,
    "echo lock-answer=ours",
  ]);
}

/** Asks a host who has the lock, and changes nothing. */
export function askLockCommand(paths: Paths, node: HostName): Command {
  return sshCommand(
    paths,
    node,
    "ask for the lock",
    ["echo lock-answer=theirs", ...LOCK_QUESTION].join("\n"),
    {
      output: "silent",
      timeoutSeconds: LOCK_TIMEOUT,
    },
  );
}

/** Reads what any of these commands has answered. */
export function readLockAnswer(output: CommandOutput): LockAnswer {
  if (output.code !== 0) return { kind: "unasked" };
  const answers = answersOf(output.stdout.split("\n").map((line) => line.trimEnd()));
  const kind = answers.last("lock-answer");
  if (kind === "ours") return { kind };
  if (kind !== "theirs" && kind !== "moved") return { kind: "unasked" };
  // One age alone: of who is asked about in the same breath.
  return { kind, lock: lock.read(answers) };
}

const moveInPlace: readonly string[] = [
  `sync ${LOCK_FILE}.new`,
  `mv -f ${LOCK_FILE}.new ${LOCK_FILE}`,
  `sync ${QUORATE_DIRECTORY}`,
];

function write(words: string): readonly string[] {
  return [`printf '%s\\n' ${words} >${LOCK_FILE}.new`, ...moveInPlace];
}

/** One at a time on a host: whoever asks at the same moment waits for the answer to the first. */
function lockCommand(paths: Paths, node: HostName, description: string, steps: readonly string[]): Command {
  const script = [
    "set -eu",
    `mkdir -p -m 0755 ${QUORATE_DIRECTORY}`,
    // A folder is its own guard: no further file.
    `exec 9<${QUORATE_DIRECTORY}`,
    "flock -w 10 9",
    "state=none run=- age=0",
    `if [ -s ${LOCK_FILE} ]; then`,
    // A file that is no lock may have no line at all.
    `read -r state run <${LOCK_FILE} || true`,
    'case "$state" in held|released) ;; *) run=-; esac',
    `age=$(( $(date +%s) - $(stat -c %Y ${LOCK_FILE}) ))`,
    "fi",
    "answer() {",
    'echo "lock-answer=$1"',
    ...LOCK_QUESTION,
    "exit 0",
    "}",
    ...steps,
  ].join("\n");
  return sshCommand(paths, node, description, script, { output: "silent", timeoutSeconds: LOCK_TIMEOUT });
}
