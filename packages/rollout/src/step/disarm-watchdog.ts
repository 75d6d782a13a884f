import type { HostName } from "@quorate/cluster";
import { sshCommand } from "../ssh/ssh-command.ts";
import { WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import { endOverSsh } from "./failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/**
 * Stands the watchdog down where a node can be reached, and cannot work before others are started: in a cluster that
 * starts from nothing there is nothing that works to go back to. Everywhere else it ends with the confirmation.
 */
export interface DisarmWatchdogStep {
  readonly node: HostName;
}

const doing = "standing its watchdog down, since it can be reached";

/** See {@link DisarmWatchdogStep}. */
export const disarmWatchdog: StepKind<DisarmWatchdogStep> = {
  phase: "activation",
  speaks: true,
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "stand the watchdog down", STILL_ARMED.concat(STAND_DOWN).join("\n"), {
      connection: "new",
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "disarm-watchdog-failed",
        doing,
        hint: "It goes back to what it ran before; run the same command again",
      },
      output,
      paths,
    ),
};

/** Lines of shell that hold the watchdog still, and end where it has gone back already. */
export const STILL_ARMED: readonly string[] = [
  `if [ -e ${WATCHDOG_DIRECTORY}/previous/closure ]; then`,
  `  exec 9>${WATCHDOG_DIRECTORY}/lock`,
  "  flock 9",
  `  [ -e ${WATCHDOG_DIRECTORY}/armed ] || { echo 'its watchdog has taken it back to what it ran before' >&2; exit 1; }`,
  "fi",
];

/** Lines of shell that let the watchdog end. What could be gone back to stays, for `rollback`. */
export const STAND_DOWN: readonly string[] = [
  `cd ${WATCHDOG_DIRECTORY} && rm -f armed held heard activated back waits went-back && sync .`,
];
