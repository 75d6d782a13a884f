import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** What runs of one command took. */
export interface Measurement {
  /** Milliseconds, the median of the runs. */
  readonly median: number;
  /** Milliseconds, the fastest run: what the machine can do when nothing else runs. */
  readonly fastest: number;
  /** Kilobytes of memory at the most, over all runs; 0 where it was not asked for. */
  readonly peakMemory: number;
}

/** Runs a command several times and measures each; `prepare` goes before each run, outside the measure. */
export function measureCommand(
  argv: readonly [string, ...string[]],
  options: { readonly runs: number; readonly cwd?: string; readonly prepare?: () => void },
): Measurement {
  const [program, ...rest] = argv;
  const times: number[] = [];
  let peakMemory = 0;
  for (let run = 0; run < options.runs; run++) {
    options.prepare?.();
    const start = performance.now();
    const result = spawnSync(program, rest, { cwd: options.cwd, encoding: "utf8", maxBuffer: 256 << 20 });
    times.push(performance.now() - start);
    if (result.status !== 0)
      throw new Error(`${argv.join(" ")} ended with ${result.status}: ${result.stderr}`);
    const memory = /^peak-memory-kilobytes=(\d+)$/m.exec(result.stderr);
    peakMemory = Math.max(peakMemory, Number(memory?.[1] ?? 0));
  }
  return { ...summarise(times), peakMemory };
}

/** Median and fastest of some times. */
function summarise(times: readonly number[]): { readonly median: number; readonly fastest: number } {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, fastest: sorted[0] ?? 0 };
}
