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
  /** Milliseconds of processor time in the program's own code, the least of the runs; 0 likewise. */
  readonly userTime: number;
  /** Milliseconds of processor time in the kernel (files, above all), the least of the runs; 0 likewise. */
  readonly systemTime: number;
}

/** Runs a command several times and measures each; `prepare` goes before each run, outside the measure. */
export function measureCommand(
  argv: readonly [string, ...string[]],
  options: { readonly runs: number; readonly cwd?: string; readonly prepare?: () => void },
): Measurement {
  const [program, ...rest] = argv;
  const times: number[] = [];
  const usages: (readonly [memory: number, user: number, system: number])[] = [];
  for (let run = 0; run < options.runs; run++) {
    options.prepare?.();
    const start = performance.now();
    const result = spawnSync(program, rest, { cwd: options.cwd, encoding: "utf8", maxBuffer: 256 << 20 });
    times.push(performance.now() - start);
    if (result.status !== 0)
      throw new Error(`${argv.join(" ")} ended with ${result.status}: ${result.stderr}`);
    const usage = /^usage: (\d+) kilobytes, (\d+) us user, (\d+) us system$/m.exec(result.stderr);
    if (usage !== null) usages.push([Number(usage[1]), Number(usage[2]), Number(usage[3])]);
  }
  const least = (of: (usage: (typeof usages)[number]) => number) =>
    usages.length === 0 ? 0 : Math.min(...usages.map(of)) / 1000;
  return {
    ...summarise(times),
    peakMemory: Math.max(0, ...usages.map(([memory]) => memory)),
    userTime: least(([, user]) => user),
    systemTime: least(([, , system]) => system),
  };
}

/** Median and fastest of some times. */
export function summarise(times: readonly number[]): { readonly median: number; readonly fastest: number } {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, fastest: sorted[0] ?? 0 };
}
