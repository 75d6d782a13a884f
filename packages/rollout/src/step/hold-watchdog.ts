import type { HostName } from "@quorate/cluster";
import { sshCommand } from "../ssh/ssh-command.ts";
import { WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import { STILL_ARMED } from "./disarm-watchdog.ts";
import { sshCommandFailure } from "./failure.ts";
import { failedBy } from "./judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/**
 * From here on the node does not go back: it is about to be on etcd's list, which going back would not undo. Where it
 * is taken off the list again, and its data are set aside, it goes back after all ({@link LET_GO}).
 */
export interface HoldWatchdogStep {
  readonly node: HostName;
}

const doing = "holding its watchdog, since it is about to be a member of etcd";

/** See {@link HoldWatchdogStep}. */
export const holdWatchdog: StepKind<HoldWatchdogStep> = {
  phase: "activation",
  speaks: true,
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "hold the watchdog", HOLD.join("\n"), {
      connection: "new",
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) => {
    if (output.code === 0) return { kind: "done", learned: { wayBack: "member" } };
    return failedBy(
      sshCommandFailure(
        {
          node,
          says: "hold-watchdog-failed",
          doing,
          hint: "It is on no list of etcd's yet, and goes back to what it ran before; run the same command again",
        },
        output,
        paths,
      ),
    );
  },
};

/** What never goes back for another reason stays as it is; killed in between, it is done again. */
const HOLD: readonly string[] = [
  ...STILL_ARMED,
  `cd ${WATCHDOG_DIRECTORY} 2>/dev/null || exit 0`,
  "if grep -q ^seconds= armed 2>/dev/null; then",
  "  cp armed held.new && sync held.new && mv -f held.new held || exit",
  "  { grep ^boot= held; echo never=member; } >armed.new && sync armed.new && mv -f armed.new armed || exit",
  "  sync .",
  "fi",
];

/** Lines of shell for when nothing of a member is left: what was held is not any more, and says so. */
export const LET_GO: readonly string[] = [
  `if [ -e ${WATCHDOG_DIRECTORY}/held ]; then`,
  `  cd ${WATCHDOG_DIRECTORY}`,
  "  exec 9>lock",
  "  flock 9",
  "  if [ -e armed ]; then mv -f held armed; sync .; echo way-back=there; else rm -f held; fi",
  "fi",
];
