import type { CommandOutput, Runner } from "@quorate/command";
import {
  commandsOfStep,
  type DeployPaths,
  type NodeStep,
  type Performer,
  parseProbe,
  type StepResult,
  verify,
  verifyStaged,
} from "@quorate/rollout";
import { failureOf } from "./failure.ts";
import { poll } from "./poll.ts";

/** How steps are performed. */
export interface PerformerOptions {
  readonly paths: DeployPaths;
  /** Milliseconds between two looks at a host that is waited for, growing up to `longest`. */
  readonly pause: { readonly shortest: number; readonly longest: number };
}

/** How long an activation that outlived its connection is waited for, in seconds. */
const ACTIVATION_TIMEOUT = 15 * 60;

/** What ssh exits with when the connection could not be made or was lost. */
const SSH_LOST = 255;

/** Performs steps by running their commands. */
export function createPerformer(run: Runner, { paths, pause }: PerformerOptions): Performer {
  return async (step) => {
    switch (step.kind) {
      case "wait-for-ssh":
        return await poll(step.timeoutSeconds, pause, () => runCommands(step));
      case "verify":
        return await poll(ACTIVATION_TIMEOUT, pause, async () => {
          const verdict = verify(step, parseProbe(step.node, await runOnly(step)));
          if (verdict.kind === "as-planned") return { kind: "done" };
          if (verdict.kind === "wrong") return { kind: "failed", problem: verdict.problem, final: true };
          return {
            kind: "failed",
            problem: {
              code: "activation-timed-out",
              message: `the activation on ${step.node} does not come to an end`,
              where: step.node,
              hint: "It is left alone: on the machine, systemctl status quorate-switch shows what it waits for",
            },
          };
        });
      case "stage-secrets": {
        const output = await runOnly(step);
        if (output.code !== 0) return { kind: "failed", problem: failureOf(step, output) };
        const problem = verifyStaged(step.node, step.files, output.stdout);
        return problem === undefined ? { kind: "done" } : { kind: "failed", problem };
      }
      case "switch": {
        const output = await runOnly(step);
        // An activation may restart the network: it goes on in its own unit, and what comes next looks again.
        if (output.code === 0 || output.code === SSH_LOST) return { kind: "done" };
        return { kind: "failed", problem: failureOf(step, output) };
      }
      default:
        return await runCommands(step);
    }
  };

  async function runCommands(step: NodeStep): Promise<StepResult> {
    for (const command of commandsOfStep(paths, step)) {
      const output = await run(command);
      if (output.code !== 0) return { kind: "failed", problem: failureOf(step, output) };
    }
    return { kind: "done" };
  }

  /** For steps that are one command, whose output is looked at. */
  async function runOnly(step: NodeStep): Promise<CommandOutput> {
    const [command] = commandsOfStep(paths, step);
    if (command === undefined) throw new Error(`${step.kind} has no command`);
    return await run(command);
  }
}
