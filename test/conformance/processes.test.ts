import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runLogged } from "./processes.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-processes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (script: string, signal: AbortSignal, input?: string) =>
  runLogged(
    ["sh", "-c", script],
    { log: join(folder, "logs/log"), ...(input === undefined ? {} : { input }) },
    signal,
  );
const log = () => readFileSync(join(folder, "logs/log"), "utf8");

test("writes down all that a program says, reads a file to it, and gives its exit code", async () => {
  const { signal } = new AbortController();
  writeFileSync(join(folder, "input"), "given\n");
  expect(await run("cat; echo wrong >&2; exit 3", signal, join(folder, "input"))).toBe(3);
  expect(log().split("\n").sort()).toEqual(["", "given", "wrong"]);
  expect(await run("cat", signal)).toBe(0);
});

test("ends a program with all that it has started, as a terminal does", async () => {
  const stop = new AbortController();
  const script = "trap 'echo ended; exit 7' INT; echo ready; while :; do sleep 1; done";
  const ended = run(script, stop.signal);
  await expect.poll(() => log(), { timeout: 200_000 }).toContain("ready");
  stop.abort();
  expect(await ended).toBe(7);
  expect(log()).toContain("ended");
});

test("ends at once what is started after the end", async () => {
  const stop = new AbortController();
  stop.abort();
  expect(await run("sleep 600", stop.signal)).not.toBe(0);
});

test("says which program is not there", async () => {
  const { signal } = new AbortController();
  await expect(runLogged(["no-such-program"], { log: join(folder, "log") }, signal)).rejects.toThrow(
    "no-such-program",
  );
});
