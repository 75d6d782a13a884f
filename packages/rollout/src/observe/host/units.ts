import { servicesReadingSecrets } from "@quorate/cluster";
import { OPERATIONS } from "../../distribution/operations.ts";
import { type Answers, numberSaid } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Asked, Subject } from "../subject.ts";

/** What systemd says of its units. */
export interface UnitFacts {
  /** Names of failed units, sorted. */
  readonly failed: Known<readonly string[]>;
  /** The services that a node is there for, by the name of their unit. One that does not exist is `inactive`. */
  readonly services: Known<{ readonly [unit: string]: ServiceState }>;
}

/** A service, in systemd's words. */
export interface ServiceState {
  /** `active`, `activating`, `failed`, … */
  readonly active: string;
  /** `running`, `auto-restart`, … */
  readonly sub: string;
  /** How often systemd has started it anew by itself since it was last started on purpose. */
  readonly restarts: number;
}

/** The units that are asked about on a node; its sshd has answered already. */
function unitsOf({ cluster, node }: Asked): readonly string[] {
  const runtime = node.roles.kubelet ? [OPERATIONS[cluster.distribution.kind].containerRuntime] : [];
  const services = Object.keys(servicesReadingSecrets(cluster, node))
    .filter((name) => name !== "sshd")
    .map((name) => `${name}.service`);
  return [...new Set([...services, ...runtime])].sort();
}

/** See {@link UnitFacts}. */
export const units: Subject<UnitFacts> = {
  atOnce: true,
  questions: (asked) => [
    // The answer is whole where its last line is there.
    "failed=$(systemctl list-units --failed --plain --no-legend --no-pager --full) && { printf '%s\\n' \"$failed\" | sed 's/^/unit-failed=/'; echo unit-failed-told=yes; }",
    `systemctl show --property=Id,ActiveState,SubState,NRestarts ${unitsOf(asked).join(" ")} | sed 's/^/unit-/'`,
  ],
  read: (answers) => ({ failed: failedOf(answers), services: servicesOf(answers) }),
};

function failedOf({ all, last }: Answers): UnitFacts["failed"] {
  if (last("unit-failed-told") !== "yes") return unknown("systemd did not name its failed units");
  return known(
    all("unit-failed")
      .flatMap((line) => /^\S+/.exec(line)?.[0] ?? [])
      .sort(),
  );
}

/** systemd prints the properties of a unit in an order of its own, with every unit's as many. */
function servicesOf({ all }: Answers): UnitFacts["services"] {
  const names = all("unit-Id");
  const active = all("unit-ActiveState");
  const sub = all("unit-SubState");
  const restarts = all("unit-NRestarts").map(numberSaid);
  const even = [active, sub, restarts].every(({ length }) => length === names.length);
  if (names.length === 0 || !even) return unknown("systemd did not tell the state of its services");
  return known(
    Object.fromEntries(
      names.map((name, at) => [
        name,
        { active: active[at] ?? "", sub: sub[at] ?? "", restarts: restarts[at] ?? 0 },
      ]),
    ),
  );
}
