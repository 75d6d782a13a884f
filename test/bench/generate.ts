import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { machinesOfSize } from "./machines.ts";
import { type Measurement, measureCommand } from "./measure.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PRELOAD = join(ROOT, "test/bench/report-usage.mjs");

/** The built command line as a person runs it, with what it uses reported. */
const QUORATE = [process.execPath, "--import", PRELOAD, join(ROOT, "dist/quorate.mjs")] as const;

/** `generate` for one size: everything written, and nothing to do. */
export interface GenerateResult {
  readonly nodes: number;
  readonly first: Measurement;
  readonly again: Measurement;
}

/** Measures `generate` as a whole process: loading, type-checking, resolving, emitting, writing. */
export function benchGenerate(sizes: readonly number[], runs: number): readonly GenerateResult[] {
  const root = mkdtempSync(join(tmpdir(), "quorate-bench-"));
  try {
    return sizes.map((nodes) => {
      const cwd = join(root, String(nodes));
      mkdirSync(cwd);
      writeFileSync(join(cwd, "machines.ts"), machinesOfSize(nodes));
      const first = measureCommand([...QUORATE, "generate"], {
        cwd,
        runs,
        prepare: () => rmSync(join(cwd, "nix"), { recursive: true, force: true }),
      });
      const again = measureCommand([...QUORATE, "generate"], { cwd, runs });
      return { nodes, first, again };
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** `quorate --help` next to `node -e 0`, run by turns. */
export function benchStartUp(runs: number): { readonly help: Measurement; readonly node: Measurement } {
  const plain = [process.execPath, join(ROOT, "dist/quorate.mjs"), "--help"] as const;
  const bare = [process.execPath, "-e", "0"] as const;
  // A first run of each, unmeasured, so that both find their files in memory.
  measureCommand(plain, { runs: 2 });
  measureCommand(bare, { runs: 2 });
  const helps: Measurement[] = [];
  const nodes: Measurement[] = [];
  for (let run = 0; run < runs; run++) {
    helps.push(measureCommand(plain, { runs: 1 }));
    nodes.push(measureCommand(bare, { runs: 1 }));
  }
  return { help: medianOf(helps), node: medianOf(nodes) };
}

function medianOf(measurements: readonly Measurement[]): Measurement {
  const sorted = measurements.map(({ median }) => median).sort((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    fastest: sorted[0] ?? 0,
    peakMemory: 0,
    userTime: 0,
    systemTime: 0,
  };
}
