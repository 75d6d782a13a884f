import type { HostName } from "@quorate/cluster";
import { UNREAD_FILE } from "../on-host.ts";
import { processesOf, startOf } from "../running.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { endOverSsh } from "./failure.ts";
import type { StepKind } from "./step-kind.ts";

/** Restarts what has not read its certificates and keys again since they were renewed, as the node has it written down. */
export interface RestartReadersStep {
  readonly node: HostName;
}

const doing = "restarting what reads the renewed certificates and keys";

/** Seconds that the units may take, one after another: each waits for its files, and etcd for a quorum. */
const RESTART_TIMEOUT = 5 * 60;

/** See {@link RestartReadersStep}. */
export const restartReaders: StepKind<RestartReadersStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "restart what reads them", restartScript(), {
      connection: "new",
      timeoutSeconds: RESTART_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "restart-readers-failed",
        doing,
        hint: "It is written down on the node what is left to restart: run the same command again",
      },
      output,
      paths,
    ),
};

/**
 * What the activation has restarted since then is left alone, and so is what the system has no more. What does not
 * start again is the gate's to tell. A pod's program is ended, and the kubelet starts it anew. The list stays until the
 * node is confirmed.
 */
function restartScript(): string {
  return [
    `put=$(stat -c %Y ${UNREAD_FILE}) || exit 0`,
    "units=",
    `for reader in $(sort -u ${UNREAD_FILE}); do`,
    "  case $reader in",
    "    *.service)",
    '      [ "$(systemctl show --property=LoadState --value "$reader")" = loaded ] || continue',
    `      since=$(${startOf('"$reader"')})`,
    '      [ "$(printf \'%s\' "${since#@}" | grep -x \'[0-9][0-9]*\' || echo 0)" -gt "$put" ] || units="$units $reader" ;;',
    "    *)",
    `      for one in $(${processesOf('"$reader"')}); do`,
    '        age=$(ps -o etimes= -p "$one") || continue',
    '        [ $(($(date +%s) - age)) -gt "$put" ] || kill -TERM "$one"',
    "      done ;;",
    "  esac",
    "done",
    'if [ -n "$units" ]; then echo "restarting$units"; timeout 120 systemctl restart $units; fi',
    // What waits for others goes on by itself: jobs of systemd do not end with whoever waits for them.
    "true",
  ].join("\n");
}
