import { setTimeout as pause } from "node:timers/promises";
import type { CommandOutput, Runner } from "@quorate/command";
import {
  afterLook,
  commandsOfStep,
  type DeployPaths,
  judge,
  type Pauses,
  type Performer,
  type Step,
} from "@quorate/rollout";

/** How steps are performed. */
export interface PerformerOptions {
  readonly paths: DeployPaths;
  /** How long is paused between two looks at a host that is waited for. */
  readonly pauses: Pauses;
}

/** Performs steps by running their commands. What comes of that is judged in rollout; here is run and waited. */
export function createPerformer(run: Runner, { paths, pauses }: PerformerOptions): Performer {
  return async (step) => {
    const began = performance.now();
    for (let looks = 1; ; looks += 1) {
      const judgement = judge(step, await runCommands(step), paths);
      const seconds = (performance.now() - began) / 1000;
      const next = afterLook(judgement, { looks, seconds }, pauses);
      if (next.kind !== "wait") return next;
      await pause(next.milliseconds);
    }
  };

  /** Runs a step's commands until one fails; the output is that of the last one that was run. */
  async function runCommands(step: Step): Promise<CommandOutput> {
    const [first, ...others] = commandsOfStep(step, paths);
    let output = await run(first);
    for (const command of others) {
      if (output.code !== 0) return output;
      output = await run(command);
    }
    return output;
  }
}
