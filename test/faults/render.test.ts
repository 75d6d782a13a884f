import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clientTable, faultTable, withTables } from "./render.ts";
import { type Result, readResults } from "./results.ts";

const result: Result = { run: "switch/disk-full", gap: { write: 1300 }, broken: [], code: "c0ffee1" };

test("a cell has its figure, and what did not hold is told in words", () => {
  expect(faultTable([result])).toMatch(/^\| switch \| – \| – \| – \| – \| – \| 1\.3 \|/m);
  const broken = { ...result, broken: ["still cordoned: node1"] };
  expect(faultTable([broken])).toContain("**does not hold** 1.3");
  expect(faultTable([broken])).toContain("**switch/disk-full**: still cordoned: node1");
});

test("what a client misses is beside what one apiserver's restart is", () => {
  const calm: Result = {
    ...{ run: "calm/switched", gap: { write: 1200, read: 900 }, broken: [], code: "c0ffee1", load: 3 },
    each: { activation: 12_000, gates: 3_400, rest: 5_000 },
  };
  const lines = clientTable([calm, { ...result, run: "apiserver-restart" }])
    .split("\n")
    .slice(2);
  expect(lines).toEqual([
    "| one apiserver restarted, and nothing else | 1.3 |  |  |  |  |  |",
    "| a rolling update, each node switched | 1.2 | 0.9 | 12.0 | 3.4 | 5.0 | 3 |",
  ]);
});

test("the tables of docs/rollouts.md are those of the results", () => {
  const document = readFileSync("docs/rollouts.md", "utf8");
  expect(withTables(document, readResults()), "npm run lab-faults -- --list --write-docs").toBe(document);
});
