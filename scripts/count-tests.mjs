// Prints each test that failed, why, and how many checks passed and failed: the last lines of scripts/test.
//
//   node scripts/count-tests.mjs <passed before> <failed before> [<vitest's JSON> <vitest's exit status>]…
//
// A run writes many thousand lines, and of some only the end is kept: what failed is said here once more.
// Ends with 1 where one failed, or a run of vitest tested nothing.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { argv, cwd, exit } from "node:process";
import { stripVTControlCharacters } from "node:util";

const LINES_OF_A_REASON = 6;

const [passedBefore, failedBefore, ...runs] = argv.slice(2);
let passed = Number(passedBefore);
let failed = Number(failedBefore);
let skipped = 0;
for (let at = 0; at < runs.length; at += 2) {
  const [file, status] = runs.slice(at, at + 2);
  const run = existsSync(file)
    ? count(JSON.parse(readFileSync(file, "utf8")))
    : { passed: 0, failures: [`== ${file}: vitest ended with ${status} and reported nothing`], skipped: 0 };
  passed += run.passed;
  skipped += run.skipped;
  // An error outside of every test ends vitest with 1, and no test has failed.
  const right = Number(status) === 0 && run.passed + run.skipped > 0;
  const failures =
    right || run.failures.length > 0
      ? run.failures
      : [`== ${file}: vitest ended with ${status}, ${run.passed} tests passed; the error is above`];
  failed += failures.length;
  for (const failure of failures) {
    console.log(failure);
  }
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
exit(failed > 0 ? 1 : 0);

function count(report) {
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((result) => result.status === "failed");
    if (tests.length > 0) {
      return tests.map(({ fullName, failureMessages }) => told(name, fullName, failureMessages.join("\n")));
    }
    // A file that could not be loaded, or whose preparations failed, is one failure: its tests were not run.
    return status === "failed" ? [told(name, "was not run", message)] : [];
  });
  return { passed: report.numPassedTests, failures, skipped: report.numPendingTests + report.numTodoTests };
}

function told(file, test, reason) {
  const lines = stripVTControlCharacters(reason ?? "")
    .trim()
    .split("\n")
    .slice(0, LINES_OF_A_REASON);
  return [`== failed: ${relative(cwd(), file)}: ${test}`, ...lines.map((line) => `     ${line}`)].join("\n");
}
