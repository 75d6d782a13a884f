import type { HostName } from "@quorate/cluster";
import {
  ACTIVATION_MARK,
  CONFIRMED_FILE,
  FAILED_BEFORE,
  QUORATE_DIRECTORY,
  SWITCH_UNIT,
} from "../on-host.ts";
import { problem } from "../problem-kind.ts";
import { SSH_LOST, sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { HEARD, WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import { MISSED, type OtherMembers, unlessMissed } from "../watchdog/others-can.ts";
import { commandFailure, othersLost } from "./failure.ts";
import { DONE, failedBy } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Runs `switch-to-configuration switch`. */
export interface SwitchStep {
  readonly node: HostName;
  readonly closure: StorePath;
  /** `unconfirmed`: the node runs and boots it already, but nothing says that its activation went well. */
  readonly because: "differs" | "unconfirmed";
  /** Whom its member of etcd asks right before, whether they can do without it; `undefined` where it has none. */
  readonly others: OtherMembers | undefined;
}

/** What the script ends with where the system can only be booted into: no code of switch-to-configuration. */
const INHIBITED = 79;

/** What it ends with where the watchdog was faster. */
const GONE_BACK = 78;

/** Seconds that an activation may take; it goes on by itself on the host when nobody waits any more. */
const SWITCH_TIMEOUT = 30 * 60;

/**
 * What switch-to-configuration ends with where all was activated and units have failed: perhaps one that was failed
 * before, or one that waits for a network cable. The gate that follows asks which, and decides.
 */
const UNITS_FAILED = 4;

const DOING: { readonly [B in SwitchStep["because"]]: string } = {
  differs: "activating",
  unconfirmed: "activating again (nothing on it confirms that its last activation went well)",
};

/** See {@link SwitchStep}. */
export const switchSystem: StepKind<SwitchStep> = {
  phase: "activation",
  describe: ({ because }) => DOING[because],
  commands: ({ node, closure, others }, paths) => [
    sshCommand(paths, node, "activate", [...unlessMissed(others), ...switchScript(closure)].join("\n"), {
      timeoutSeconds: SWITCH_TIMEOUT,
    }),
  ],
  judge: ({ node, because }, output) => {
    if (output.code === MISSED) return failedBy(othersLost(node, output));
    // An activation may restart the network: it goes on in its own unit, and what comes next looks again.
    if (output.code === 0 || output.code === UNITS_FAILED || output.code === SSH_LOST) return DONE;
    if (output.code === INHIBITED) {
      return failedBy(
        problem(
          "reboot-needed",
          node,
          `${node} can't be switched to this system while it runs: NixOS names what of it needs a reboot (system.switch.inhibitors). It runs what it ran`,
          "Run the same command again with --reboot needed, which reboots it once the others can do without it. No further node was touched",
        ),
      );
    }
    return failedBy(
      commandFailure(
        {
          node,
          says: "switch-failed",
          doing: DOING[because],
          hint: "On the machine: systemctl --failed, journalctl -u quorate-switch; no further node was touched. Correct it and run the same command again",
        },
        output,
      ),
    );
  },
};

/** Shell that ends unless a watchdog is armed, where anything is kept, and has not begun to go back; `then` follows on that. */
function unlessGoneBack(then: string): string {
  const gone = `{ echo 'its watchdog has taken it back to what it ran before' >&2; exit ${GONE_BACK}; }`;
  return `if [ -e ${WATCHDOG_DIRECTORY}/previous/closure ]; then [ -e ${WATCHDOG_DIRECTORY}/armed ] && [ ! -e ${WATCHDOG_DIRECTORY}/going ]${then} || ${gone}; fi`;
}

/** A line of shell that ends where a watchdog that was armed has gone back, or is about to. */
export const UNLESS_GONE_BACK: string = unlessGoneBack("");

/** Lines of shell that leave what is confirmed: from here on it is not what it was. */
export const LEAVING_CONFIRMED: readonly string[] = [
  `mkdir -p ${QUORATE_DIRECTORY}`,
  // Without a watchdog that would take it back nothing is begun; from here on going back is activating.
  unlessGoneBack(` && : >${WATCHDOG_DIRECTORY}/activated`),
  HEARD,
  // Not anew before the next confirmation: what this activation breaks must not be taken for old at the next try.
  `if [ -e ${CONFIRMED_FILE} ] || [ ! -e ${FAILED_BEFORE} ]; then systemctl list-units --failed --plain --no-legend --no-pager --full >${FAILED_BEFORE}; fi`,
  // What is confirmed until now must not be found after this activation has failed and the machine was booted.
  `rm -f ${CONFIRMED_FILE} || exit`,
  `sync ${QUORATE_DIRECTORY} 2>/dev/null`,
];

/**
 * Activates a closure in a unit of its own, so that a lost connection (the network or sshd may restart on
 * the way) does not kill it half-way. Its output goes to the journal for the same reason, and is printed
 * once it is over. Exits with the code of switch-to-configuration, or with {@link INHIBITED}.
 */
function switchScript(closure: StorePath): readonly string[] {
  return [
    ...LEAVING_CONFIRMED,
    `echo ${closure} >${ACTIVATION_MARK} || exit`,
    // A failed unit stays behind, on purpose: the next look at the host sees it.
    `systemctl reset-failed ${SWITCH_UNIT} 2>/dev/null`,
    "began=$(date +%s)",
    `systemd-run --unit=${SWITCH_UNIT} --service-type=exec --property=SuccessExitStatus=${UNITS_FAILED} --wait --quiet -- ${closure}/bin/switch-to-configuration switch`,
    "code=$?",
    // A reload in the middle of it finds the unit's own file, which is a passing one, gone, and says so.
    `journalctl --quiet --no-pager --output=cat --unit=${SWITCH_UNIT} --since="@$began" | grep -vF "Failed to open /run/systemd/transient/" || true`,
    // NixOS refuses before anything has begun where something changes that only a boot can change. That is no error
    // of the system. Here only where it was not known beforehand.
    `inhibitors() { cat "$1/switch-inhibitors" 2>/dev/null; }`,
    `if [ "$code" = 1 ] && [ -e ${closure}/switch-inhibitors ] && [ "$(inhibitors /run/current-system)" != "$(inhibitors ${closure})" ]; then exit ${INHIBITED}; fi`,
    "exit $code",
  ];
}
