import { QUORATE_DIRECTORY } from "../on-host.ts";

/** Seconds after the last word from whoever deploys, by a connection made since, after which a host goes back by itself. */
export const WATCHDOG_SECONDS = 300;

/** The unit that goes back. It is outside of every system, so that a reboot into any of them starts it. */
export const WATCHDOG_UNIT = "quorate-watchdog.service";

/** Where systemd looks for units first, on the disk, and NixOS keeps none: /etc/systemd/system is a link into its store. */
export const UNIT_FOLDER = "/etc/systemd/system.control";

/** What starts it at a boot, also at one that does not get far. */
export const STARTED_BY: readonly string[] = ["multi-user.target", "rescue.target", "emergency.target"];

/**
 * The watchdog's own folder on a host, root's alone:
 * - `previous/closure`, `previous/fingerprint` and `previous/secrets`: what is gone back to, which stays after a confirmation for `rollback`
 * - `armed`: a change is under way that nobody has confirmed; lines of `seconds=` (none: never by itself) and `boot=`
 * - `heard`: the boot and the second of it in which whoever deploys was last there by a new connection
 * - `activated`: the change has come as far as an activation
 * - `members`: `own=` and `other=` URLs of etcd, where the host is a member
 * - `back`: somebody asks to go back now; `waits`: it can't yet; `going`: it does; `went-back`: what came of it
 * - `watch`, `path`: the unit's script, and where its programs are
 * - `hand-over`: what it does before it stops something that others can take over; empty where there is nothing
 */
export const WATCHDOG_DIRECTORY: string = `${QUORATE_DIRECTORY}/watchdog`;

/**
 * What a rollback goes back to while it is under way: `previous` of before it, since the watchdog keeps what runs now
 * there. It goes with the next confirmation.
 */
export const ROLLBACK_DIRECTORY: string = `${WATCHDOG_DIRECTORY}/rollback`;

/** A line of shell that prints whether the host may go back by itself at any time: a change that nobody has confirmed. */
export const MAY_GO_BACK: string = `if grep -q '^seconds=.' ${WATCHDOG_DIRECTORY}/armed; then echo may-go-back=yes; fi`;

/** Lines of shell that let the watchdog know that whoever deploys is there: only where a connection was made for it. */
export const HEARD: string = `[ ! -e ${WATCHDOG_DIRECTORY}/armed ] || echo "$(cat /proc/sys/kernel/random/boot_id) $(cut -d. -f1 /proc/uptime)" >${WATCHDOG_DIRECTORY}/heard`;
