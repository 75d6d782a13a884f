import type { AppContext } from "../terminal/context.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls the listener that was given last when this process is told to end. It ends then, by the same signal: a
 * shell gives 130 for Control-C. Others who listen, such as who removes a private folder, do so as well.
 */
export function createOnInterruption(): AppContext["onInterruption"] {
  let tell: (() => void) | undefined;
  const end = (signal: NodeJS.Signals): void => {
    for (const one of SIGNALS) process.off(one, end);
    try {
      tell?.();
    } finally {
      process.kill(process.pid, signal);
    }
  };
  return (listener) => {
    if (tell === undefined) for (const one of SIGNALS) process.on(one, end);
    tell = listener;
  };
}
