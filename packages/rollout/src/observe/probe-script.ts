import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { SWITCH_UNIT } from "../step/switch.ts";

/** The first line of a probe's answer: tells it from a login banner or a shell's complaint. */
export const PROBE_MARKER = "quorate-probe=1";

/**
 * What a host is asked, in one ssh command of plain POSIX shell: prints `key=value` lines and changes
 * nothing. Key files are read, but only their digests leave the host.
 */
export function probeScript(): string {
  return [
    `echo ${PROBE_MARKER}`,
    "if [ -e /etc/NIXOS ]; then echo nixos=yes; fi",
    'echo "current=$(readlink -f /run/current-system)"',
    'echo "profile=$(readlink -f /nix/var/nix/profiles/system)"',
    'echo "fingerprint=$(cat /etc/quorate/fingerprint 2>/dev/null)"',
    'echo "etcd=$(systemctl is-active etcd.service 2>/dev/null)"',
    `echo "activation=$(systemctl is-active ${SWITCH_UNIT} 2>/dev/null)"`,
    // Found by find, not by a glob: a folder without files must give no line, and dot files count as well.
    `if cd ${SECRETS_DIRECTORY} 2>/dev/null; then find . -maxdepth 1 -type f -exec sha256sum {} + | sed 's/^/secret=/'; fi`,
    "true",
  ].join("\n");
}
