import type { StorePath } from "../store-path.ts";

/** The transient unit that an activation runs in. */
export const SWITCH_UNIT = "quorate-switch.service";

/**
 * Activates a closure in a unit of its own, so that a lost connection (the network or sshd may restart on
 * the way) does not kill it half-way. Its output goes to the journal for the same reason, and is printed
 * once it is over. Exits with the code of switch-to-configuration.
 */
export function switchScript(closure: StorePath): string {
  return [
    // A failed unit stays behind, on purpose: the next look at the host sees it.
    `systemctl reset-failed ${SWITCH_UNIT} 2>/dev/null`,
    "began=$(date +%s)",
    `systemd-run --unit=${SWITCH_UNIT} --service-type=exec --wait --quiet -- ${closure}/bin/switch-to-configuration switch`,
    "code=$?",
    `journalctl --quiet --no-pager --output=cat --unit=${SWITCH_UNIT} --since="@$began" || true`,
    "exit $code",
  ].join("\n");
}
