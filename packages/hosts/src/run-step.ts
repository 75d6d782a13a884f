import type { Runner } from "@quorate/command";
import {
  asksSideBySide,
  commandsOfStep,
  type DeployPaths,
  heartbeatCommand,
  type RunEffect,
  type StepOutputs,
} from "@quorate/rollout";

/**
 * Runs the commands of a step: questions side by side, others until one fails. What comes of it is not judged here. As
 * long as they run a watchdog that waits for a word is given one.
 */
export async function runStep(
  run: Runner,
  paths: DeployPaths,
  { step, heartbeat }: Pick<RunEffect, "step" | "heartbeat">,
): Promise<StepOutputs> {
  const [first, ...others] = commandsOfStep(step, paths);
  const stop =
    heartbeat === undefined
      ? () => {}
      : beat(async () => await run(heartbeatCommand(paths, step)), heartbeat);
  try {
    if (asksSideBySide(step)) return await Promise.all([run(first), ...others.map(run)]);
    let last = await run(first);
    const outputs: [typeof last, ...(typeof last)[]] = [last];
    for (const command of others) {
      if (last.code !== 0) break;
      last = await run(command);
      outputs.push(last);
    }
    return outputs;
  } finally {
    stop();
  }
}

/** Does something again and again, with a pause after each, until it is stopped. What becomes of it is no matter. */
function beat(once: () => Promise<unknown>, seconds: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = (): void => {
    void once()
      .catch(() => undefined)
      .then(() => {
        if (!stopped) timer = setTimeout(next, seconds * 1000);
      });
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
