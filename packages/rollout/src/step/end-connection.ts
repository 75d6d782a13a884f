import type { HostName } from "@quorate/cluster";
import { endConnectionCommand } from "../ssh/ssh-command.ts";
import { DONE } from "./judgement.ts";
import type { StepKind } from "./step-kind.ts";

/** Ends the shared connection of before the change: whatever comes has to be let in by what runs now. */
export interface EndConnectionStep {
  readonly node: HostName;
}

/** See {@link EndConnectionStep}. */
export const endConnection: StepKind<EndConnectionStep> = {
  phase: "activation",
  describe: () => "ending the connection of before",
  commands: ({ node }, paths) => [endConnectionCommand(paths, node)],
  // An activation that restarts the network has ended it already.
  judge: () => DONE,
};
