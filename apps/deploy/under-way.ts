import { describeStep, type RunEvent } from "@quorate/rollout";
import type { AppContext } from "../terminal/context.ts";

/** Seconds between two words about a step under way that says nothing by itself. */
const EVERY = 30;

/** What a node is at, as it is told of: `node1: taking a snapshot of etcd`. */
export function doing({ step, part }: Pick<RunEvent, "step" | "part">): string {
  return `${step.node}: ${part === "undo" ? "taking back: " : ""}${describeStep(step)}`;
}

/** Waits for what a step's commands come to, and says now and then that they still run and since when. */
export async function whileUnderWay<Value>(
  words: string,
  work: Promise<Value>,
  { err }: Pick<AppContext, "err">,
): Promise<Value> {
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += EVERY;
    err(`${words}, for ${seconds} s by now`);
  }, EVERY * 1000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
