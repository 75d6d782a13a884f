import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whileUnderWay } from "./under-way.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const WORDS = "node1: taking a snapshot of etcd";

test.each([
  ["that is short is not told of", 29, []],
  ["is told of after half a minute", 31, [`${WORDS}, for 30 s by now`]],
  ["is told of again and again", 65, [`${WORDS}, for 30 s by now`, `${WORDS}, for 60 s by now`]],
])("a step %s", async (_, seconds, says) => {
  const told: string[] = [];
  const work = new Promise<string>((resolve) => {
    setTimeout(() => resolve("done"), seconds * 1000);
  });
  const over = whileUnderWay(WORDS, work, { err: (line) => told.push(line) });
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  expect(await over).toBe("done");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told).toEqual(says);
});

test("a step that crashes is told of no more", async () => {
  const told: string[] = [];
  const over = whileUnderWay(WORDS, Promise.reject(new Error("no")), { err: (line) => told.push(line) });
  await expect(over).rejects.toThrow("no");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told).toEqual([]);
});
