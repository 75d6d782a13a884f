import type { AppContext } from "../terminal/context.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls the listener that was given last when this process is told to end. It ends then, by the same signal (a
 * shell gives 130 for Control-C), unless the listener says of a Control-C that it goes on. Others who listen, such as
 * who removes a private folder, do so as well.
 */
export function createOnInterruption(): AppContext["onInterruption"] {
  let tell: ((signal: NodeJS.Signals) => "ends" | "goes-on") | undefined;
  const end = (signal: NodeJS.Signals): void => {
    let next: "ends" | "goes-on" = "ends";
    try {
      next = tell?.(signal) ?? "ends";
    } finally {
      if (next === "ends" || signal !== "SIGINT") {
        for (const one of SIGNALS) process.off(one, end);
        process.kill(process.pid, signal);
      }
    }
  };
  return (listener) => {
    if (tell === undefined) for (const one of SIGNALS) process.on(one, end);
    tell = listener;
  };
}
