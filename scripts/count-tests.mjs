// Prints how many checks passed and failed, as the last line of scripts/test:
//
//   node scripts/count-tests.mjs <passed before> <failed before> [<vitest's JSON> <vitest's exit status>]…
//
// Ends with 1 where one failed, or a run of vitest tested nothing.
import { existsSync, readFileSync } from "node:fs";
import { argv, exit } from "node:process";

const [passedBefore, failedBefore, ...runs] = argv.slice(2);
let passed = Number(passedBefore);
let failed = Number(failedBefore);
let skipped = 0;
for (let at = 0; at < runs.length; at += 2) {
  const [file, status] = runs.slice(at, at + 2);
  const run = existsSync(file)
    ? count(JSON.parse(readFileSync(file, "utf8")))
    : { passed: 0, failed: 1, skipped: 0 };
  passed += run.passed;
  skipped += run.skipped;
  // An error outside of every test ends vitest with 1, and no test has failed.
  const right = Number(status) === 0 && run.passed + run.skipped > 0;
  failed += Math.max(run.failed, right ? 0 : 1);
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
exit(failed > 0 ? 1 : 0);

function count(report) {
  // A file that could not be loaded, or whose preparations failed, is one failure: its tests were not run.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
