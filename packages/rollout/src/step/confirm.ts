import type { HostName } from "@quorate/cluster";
import { quote } from "zx/core";
import { ACTIVATION_MARK, CONFIRMED_FILE, GC_ROOTS, QUORATE_DIRECTORY, UNREAD_FILE } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { ROLLBACK_DIRECTORY, WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import { STAND_DOWN, STILL_ARMED } from "./disarm-watchdog.ts";
import { endOverSsh } from "./failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/** Writes down on the node that it was verified: without that there is always something to do. */
export interface ConfirmStep {
  readonly node: HostName;
  readonly closure: StorePath;
  readonly fingerprint: string;
  /** Whether it was activated before: then an activation must have begun since the node was booted. */
  readonly activated: boolean;
  /** Whether its watchdog was armed before, and is to be stood down. */
  readonly watched: boolean;
  /** Whether somebody wanted it to go back to that, which is written down as well: it is what nobody's file says. */
  readonly rollsBack?: true;
}

const doing = "confirming";

/** See {@link ConfirmStep}. */
export const confirm: StepKind<ConfirmStep> = {
  phase: "activation",
  // It ends the wait.
  speaks: true,
  describe: () => doing,
  commands: (step, paths) => [
    sshCommand(paths, step.node, "write down what was verified", confirmScript(step), {
      connection: "new",
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "confirm-failed",
        doing,
        hint: "What it runs was verified, but that is not written down on it, so it goes back to what it ran before: run the same command again",
      },
      output,
      paths,
    ),
};

/** What ran before is what its watchdog has kept for the time until now. */
const ROLLED_BACK: readonly string[] = [
  `cd ${WATCHDOG_DIRECTORY}`,
  'printf \'%s\\n\' "from=$(cat previous/closure)" "to=$(readlink -f /run/current-system)" "at=$(date +%s)" because=rollback code=0 >went-back.new',
  "sync went-back.new",
  "mv -f went-back.new went-back",
];

/**
 * Writes the file whole or not at all: beside it, flushed to disk, renamed. Where the machine was booted since its
 * activation, or where the connection was lost before the activation began, what was verified says nothing of one.
 */
function confirmScript({ closure, fingerprint, activated, watched, rollsBack }: ConfirmStep): string {
  const beside = `${CONFIRMED_FILE}.new`;
  return [
    "set -eu",
    'demand() { [ "$2" = "$3" ] || { echo "$1" >&2; exit 1; }; }',
    ...(watched ? STILL_ARMED : []),
    `demand 'it runs another system by now' "$(readlink -f /run/current-system)" ${closure}`,
    ...(activated
      ? [`demand 'its activation did not begin' "$(cat ${ACTIVATION_MARK} 2>/dev/null)" ${closure}`]
      : []),
    "umask 022",
    `mkdir -p ${QUORATE_DIRECTORY}`,
    `printf '%s\\n' ${quote(`closure=${closure}`)} ${quote(`fingerprint=${fingerprint}`)} "boot_id=$(cat /proc/sys/kernel/random/boot_id)" >${beside}`,
    `sync ${beside}`,
    `mv -f ${beside} ${CONFIRMED_FILE}`,
    `sync ${QUORATE_DIRECTORY}`,
    // The system profile and its generations keep it from here on.
    `rm -f ${UNREAD_FILE} ${GC_ROOTS}/staged`,
    ...(watched ? STAND_DOWN : []),
    `rm -rf ${ROLLBACK_DIRECTORY} ${GC_ROOTS}/rollback`,
    ...(rollsBack === true ? ROLLED_BACK : []),
  ].join("\n");
}
