// Prints how many checks passed and failed, as the last line of scripts/test:
//
//   node scripts/count-tests.mjs <vitest's JSON> <vitest's exit status> <passed before> <failed before>
//
// Ends with 1 where one failed, or none was run.
import { existsSync, readFileSync } from "node:fs";
import { argv, exit } from "node:process";

const [file, status, passedBefore, failedBefore] = argv.slice(2);
const { passed, failed, skipped } = existsSync(file)
  ? count(JSON.parse(readFileSync(file, "utf8")))
  : { passed: 0, failed: 1, skipped: 0 };
const allPassed = passed + Number(passedBefore);
// An error outside of every test ends vitest with 1, and no test has failed.
const allFailed = Math.max(failed, Number(status) === 0 && passed > 0 ? 0 : 1) + Number(failedBefore);
console.log(`${allPassed} passed, ${allFailed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
exit(allFailed > 0 ? 1 : 0);

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
