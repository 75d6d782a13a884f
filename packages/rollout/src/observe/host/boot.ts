import { numberSaid } from "../answers.ts";
import { type Known, knownOr } from "../known.ts";
import type { Subject } from "../subject.ts";

/** Which boot of a machine was seen. */
export interface BootFacts {
  /** Another one after every reboot, and after nothing else. */
  readonly bootId: Known<string>;
  /** Seconds since 1970 by the host's own clock. */
  readonly since: Known<number>;
  /** The boot in which a deployment was last confirmed there. */
  readonly confirmedIn: Known<string>;
}

/** See {@link BootFacts}. */
export const boot: Subject<BootFacts> = {
  atOnce: true,
  questions: () => [
    'echo "boot-id=$(cat /proc/sys/kernel/random/boot_id)"',
    // Of systemd, not of the kernel: a container's own.
    `echo "boot-since=$(systemctl show --timestamp=unix --property=UserspaceTimestamp | sed -n 's/.*=@//p')"`,
  ],
  read: ({ last }) => ({
    bootId: knownOr(bootIdOf(last("boot-id")), "the host did not tell its boot_id"),
    since: knownOr(numberSaid(last("boot-since")), "its systemd did not tell since when it runs"),
    // Printed with the rest of what is confirmed.
    confirmedIn: knownOr(bootIdOf(last("confirmed-boot_id")), "nothing is confirmed there"),
  }),
};

/** A boot_id as the kernel tells it; `undefined` for any other text. */
export function bootIdOf(text: string): string | undefined {
  return /^[0-9a-f-]{36}$/.test(text) ? text : undefined;
}
