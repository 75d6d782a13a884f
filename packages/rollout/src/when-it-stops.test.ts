import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROLLOUT_PROBLEMS } from "./problem-kind.ts";
import { WHEN_IT_STOPS } from "./when-it-stops.ts";

const told = WHEN_IT_STOPS.flatMap(({ codes }) => codes);

test("what is true then, and what to run, is said of every error of a deployment, once", () => {
  const errors = Object.entries(ROLLOUT_PROBLEMS).flatMap(([code, { severity }]) =>
    severity === "error" ? [code] : [],
  );
  expect(errors.filter((code) => !told.includes(code))).toEqual([]);
  expect(told.filter((code, place) => told.indexOf(code) !== place)).toEqual([]);
});

test.each(WHEN_IT_STOPS)("$codes: two clauses", ({ codes, then, run }) => {
  expect(codes.join()).toMatch(/^[a-z0-9-]+(,[a-z0-9-]+)*$/);
  for (const clause of [then, run]) expect(clause).toMatch(/^\S[^|\n]*[^.\s]$/);
});

test("docs/rollouts.md has the same, word for word", () => {
  const docs = readFileSync(new URL("../../../docs/rollouts.md", import.meta.url), "utf8");
  const rows = WHEN_IT_STOPS.map(
    ({ codes, then, run }) => `| ${codes.map((code) => `\`${code}\``).join(", ")} | ${then} | ${run} |`,
  );
  const [, section = ""] = docs.split("\n## When it stops\n");
  expect(section.split("\n").filter((line) => line.startsWith("| `"))).toEqual(rows);
});
