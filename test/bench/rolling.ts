// Part of `npm run bench -- rollout`: what a client misses of the API in a rolling update of a lab, beside what it
// misses where one apiserver is restarted, and what a node's turn takes.
import { asKept, begin } from "../faults/begin.ts";
import { CALM, nameOf, RESTART } from "../faults/matrix.ts";
import { clientTable } from "../faults/render.ts";
import type { Result } from "../faults/results.ts";
import { restartApiserver, runCell } from "../faults/run-cell.ts";

/** Measures each once, on one cluster of three masters; a line of the table each. Needs root, and what a lab needs. */
export async function benchRolling(say: (line: string) => void): Promise<readonly string[]> {
  say("a lab of three masters");
  const { lab, dispose } = await begin("bench-rolling");
  try {
    const results: Result[] = [asKept(RESTART, await restartApiserver(lab))];
    for (const calm of CALM) {
      say(`a rolling update, nodes ${calm.nodes}`);
      results.push(asKept(nameOf(calm), await runCell(lab, calm)));
    }
    const broken = results.flatMap(({ run, broken: laws }) => laws.map((law) => `${run}: ${law}`));
    return [...clientTable(results).split("\n"), ...broken];
  } finally {
    dispose();
  }
}
