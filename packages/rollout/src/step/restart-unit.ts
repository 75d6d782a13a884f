import type { HostName } from "@quorate/cluster";
import { quote } from "zx/core";
import { startOf } from "../running.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { endOverSsh } from "./failure.ts";
import type { StepKind } from "./step-kind.ts";

/** Restarts a unit, for what it does at its start alone. */
export interface RestartUnitStep {
  readonly node: HostName;
  readonly unit: string;
  /** By the host's clock, in seconds since 1970: where it was started since, it is left alone. Default: it is restarted. */
  readonly since?: number;
  /** What for, in words that follow `for`. */
  readonly because: string;
}

/** Seconds that systemd is waited for: what takes longer goes on by itself, and a gate tells what became of it. */
const WAIT = 4 * 60;

/** See {@link RestartUnitStep}. */
export const restartUnit: StepKind<RestartUnitStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    sshCommand(paths, step.node, `restart ${step.unit}`, restartScript(step), {
      connection: "new",
      timeoutSeconds: WAIT + 60,
    }),
  ],
  judge: (step, output, paths) =>
    endOverSsh(
      {
        node: step.node,
        says: "restart-unit-failed",
        doing: describe(step),
        hint: `See why it does not start (on the machine: systemctl status ${step.unit}, journalctl -u ${step.unit}), then run the same command again`,
      },
      output,
      paths,
    ),
};

function describe({ unit, because }: RestartUnitStep): string {
  return `restarting ${unit.replace(/\.service$/, "")}, for ${because}`;
}

function restartScript({ unit, since }: RestartUnitStep): string {
  const name = quote(unit);
  return [
    "set -u",
    ...(since === undefined
      ? []
      : [
          `started=$(${startOf(name)})`,
          `started=$(printf '%s' "\${started#@}" | grep -x '[0-9][0-9]*' || echo 0)`,
          `if [ "$started" -gt ${since} ] && systemctl is-active --quiet ${name}; then echo 'it was restarted meanwhile'; exit 0; fi`,
        ]),
    "code=0",
    `timeout ${WAIT} systemctl restart ${name} || code=$?`,
    // Jobs of systemd do not end with whoever waits for them.
    '[ "$code" = 124 ] || exit "$code"',
  ].join("\n");
}
