import type { HostName } from "@quorate/cluster";
import { VIP_ASIDE } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import type { StepKind } from "./step-kind.ts";
import { type UnitChanges, unitChanges } from "./unit-changes.ts";

/**
 * Asks the node what an activation would do to its units, of a system that is on it already, and whether a run that
 * died had it leave the VIP: nothing may be left to disturb then, and it has to be given back all the same. Changes
 * nothing.
 */
export interface ForeseeStep {
  readonly node: HostName;
  readonly closure: StorePath;
}

/** Seconds that it may take: it compares the units of two systems. */
const FORESEE_TIMEOUT = 120;

/** What it says where it has left the VIP. */
export const VIP_IS_LEFT = "quorate: the VIP is left";

/** See {@link ForeseeStep}. */
export const foresee: StepKind<ForeseeStep> = {
  phase: "gate",
  describe: () => "asking which units an activation would stop or restart",
  commands: ({ node, closure }, paths) => [
    sshCommand(
      paths,
      node,
      "ask what an activation would do",
      `if [ -e ${VIP_ASIDE} ]; then echo "${VIP_IS_LEFT}"; fi; ${closure}/bin/switch-to-configuration dry-activate 2>&1`,
      { timeoutSeconds: FORESEE_TIMEOUT, output: "silent" },
    ),
  ],
  // What it can't tell is not known, and everything is taken to be disturbed.
  judge: (_, { code, stdout }) => {
    const units: UnitChanges | undefined = code === 0 ? unitChanges(stdout) : undefined;
    const vip = stdout.split("\n").includes(VIP_IS_LEFT) ? ({ vip: "left" } as const) : {};
    return { kind: "done", learned: { ...vip, ...(units === undefined ? {} : { units }) } };
  },
};
