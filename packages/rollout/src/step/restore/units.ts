import type { HostName } from "@quorate/cluster";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { endOverSsh } from "../failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";

/** Stops units of a node, one after another. */
export interface StopUnitsStep {
  readonly node: HostName;
  readonly units: readonly string[];
}

/** Starts units of a node, one after another. */
export interface StartUnitsStep {
  readonly node: HostName;
  readonly units: readonly string[];
}

/** Seconds that a unit may take to stop: an apiserver says goodbye to its clients first. */
const STOP_TIMEOUT = 5 * 60;

/** See {@link StopUnitsStep}. */
export const stopUnits: StepKind<StopUnitsStep> = {
  phase: "activation",
  describe: ({ units }) => `stopping ${units.join(", ")}`,
  commands: ({ node, units }, paths) => [
    sshCommand(
      paths,
      node,
      "stop what writes to etcd, and etcd",
      ["set -eu", ...units.map((unit) => `systemctl stop ${unit}`)].join("\n"),
      { timeoutSeconds: STOP_TIMEOUT },
    ),
  ],
  judge: (step, output, paths) =>
    endOverSsh(
      {
        node: step.node,
        says: "restore-stop-failed",
        doing: stopUnits.describe(step),
        hint: "No data was moved. Mend that machine, then run the same command again; or leave it out with --without",
      },
      output,
      paths,
    ),
};

/** See {@link StartUnitsStep}. */
export const startUnits: StepKind<StartUnitsStep> = {
  phase: "activation",
  describe: ({ units }) => `starting ${units.join(", ")}`,
  commands: ({ node, units }, paths) => [
    sshCommand(
      paths,
      node,
      "start etcd, and what needs it",
      // Not waited for: what needs a quorum comes up once there is one. The gate says whether it does.
      [
        "set -eu",
        ...units.map((unit) => `systemctl reset-failed ${unit} 2>/dev/null || true`),
        ...units.map((unit) => `systemctl start --no-block ${unit}`),
      ].join("\n"),
      { timeoutSeconds: INSTANT_TIMEOUT },
    ),
  ],
  judge: (step, output, paths) =>
    endOverSsh(
      {
        node: step.node,
        says: "restore-start-failed",
        doing: startUnits.describe(step),
        hint: `What was restored is in place. On the machine: systemctl start ${step.units.join(" ")}`,
      },
      output,
      paths,
    ),
};
