import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { JournalEntry } from "@quorate/rollout";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "./journal-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-journal-"));
  path = join(folder, "a/b/home.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (run: string): JournalEntry => ({ run, at: 1, what: "run-ended" });

test("is made for its owner alone, keeps what is noted, and gives it to the next who opens it", () => {
  const first = openJournal(path);
  expect(first.before).toEqual([]);
  first.note(entry("a"));
  // Whoever dies now has written it.
  expect(readFileSync(path, "utf8")).toBe('{"run":"a","at":1,"what":"run-ended"}\n');
  first.note(entry("b"));
  first.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o700);
  const second = openJournal(path);
  expect(second.before).toEqual([entry("a"), entry("b")]);
  second.close();
});

test("a last line that was torn off swallows nothing that comes after it", () => {
  openJournal(path).close();
  appendFileSync(path, '{"run":"torn","at":');
  const journal = openJournal(path);
  expect(journal.before).toEqual([]);
  journal.note(entry("a"));
  journal.close();
  const again = openJournal(path);
  expect(again.before).toEqual([entry("a")]);
  again.close();
});

test("does not grow for ever: the latest entries are kept", () => {
  openJournal(path).close();
  const line = (run: number) => `${JSON.stringify(entry(String(run).padStart(500, "0")))}\n`;
  writeFileSync(path, Array.from({ length: 4_000 }, (_, index) => line(index)).join(""), { mode: 0o600 });
  const long = openJournal(path);
  expect(long.before).toHaveLength(4_000);
  long.note(entry("last"));
  long.close();
  const kept = openJournal(path);
  expect(kept.before).toHaveLength(2_001);
  expect(kept.before.at(-1)).toEqual(entry("last"));
  kept.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
