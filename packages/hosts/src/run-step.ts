import type { Runner } from "@quorate/command";
import {
  asksSideBySide,
  commandsOfStep,
  type DeployPaths,
  type Step,
  type StepOutputs,
} from "@quorate/rollout";

/** Runs the commands of a step: questions side by side, others until one fails. What comes of it is not judged here. */
export async function runStep(run: Runner, paths: DeployPaths, step: Step): Promise<StepOutputs> {
  const [first, ...others] = commandsOfStep(step, paths);
  if (asksSideBySide(step)) return await Promise.all([run(first), ...others.map(run)]);
  let last = await run(first);
  const outputs: [typeof last, ...(typeof last)[]] = [last];
  for (const command of others) {
    if (last.code !== 0) break;
    last = await run(command);
    outputs.push(last);
  }
  return outputs;
}
