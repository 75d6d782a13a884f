import type { HostName } from "@quorate/cluster";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import type { StepKind } from "./step-kind.ts";
import { type UnitChanges, unitChanges } from "./unit-changes.ts";

/** Asks the node what an activation would do to its units, of a system that is on it already. Changes nothing. */
export interface ForeseeStep {
  readonly node: HostName;
  readonly closure: StorePath;
}

/** Seconds that it may take: it compares the units of two systems. */
const FORESEE_TIMEOUT = 120;

/** See {@link ForeseeStep}. */
export const foresee: StepKind<ForeseeStep> = {
  phase: "gate",
  describe: () => "asking which units an activation would stop or restart",
  commands: ({ node, closure }, paths) => [
    sshCommand(
      paths,
      node,
      "ask what an activation would do",
      `${closure}/bin/switch-to-configuration dry-activate 2>&1`,
      { timeoutSeconds: FORESEE_TIMEOUT, output: "silent" },
    ),
  ],
  // What it can't tell is not known, and everything is taken to be disturbed.
  judge: (_, { code, stdout }) => {
    const units: UnitChanges | undefined = code === 0 ? unitChanges(stdout) : undefined;
    return units === undefined ? { kind: "done" } : { kind: "done", learned: { units } };
  },
};
