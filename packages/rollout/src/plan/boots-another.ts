import type { HostName } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/**
 * One word for each node whose boot loader starts something else than its system profile says: a deployment sets the
 * profile, and whoever chose another entry is not overruled by it.
 */
export function tellBootsAnother(
  names: readonly HostName[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  return names.flatMap((name) => {
    const seen = knownOf(name, observed);
    if (seen?.kind !== "installed") return [];
    const { profile, facts } = seen;
    if (!facts.bootLoader.known || facts.bootLoader.value.system === profile) return [];
    const { entry, system } = facts.bootLoader.value;
    return [
      problem(
        "boots-another",
        name,
        `the boot loader of ${name} starts ${system} (entry ${entry}), and its system profile is ${profile ?? "none"}: its next boot runs another system than was deployed`,
        `On ${name}: bootctl list says what it starts and why (an entry chosen by bootctl set-default or at its menu outlives deployments: bootctl set-default ''); with GRUB, and where /boot was not mounted: /run/current-system/bin/switch-to-configuration boot`,
      ),
    ];
  });
}
