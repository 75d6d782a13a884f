import { Writable } from "node:stream";
import { afterEach, expect, it } from "vitest";
import { keptContext } from "../testing/context.ts";
import { watchProgram } from "./watch-program.ts";

const before = { console: globalThis.console, exit: process.exitCode };
afterEach(() => {
  process.exitCode = before.exit;
});

it("what the program prints is no result, and its console is gone with it", async () => {
  let printed = "";
  const prints = new Writable({
    write: (chunk, _, done) => {
      printed += String(chunk);
      done();
    },
  });
  const work = async () => {
    console.log("hello");
    console.error("there");
    return 7;
  };
  expect(await watchProgram("machines.ts", keptContext(), work, prints)).toBe(7);
  expect(printed).toBe("hello\nthere\n");
  expect(globalThis.console).toBe(before.console);
});

it("a program that throws is thrown, and nothing of the watch stays", async () => {
  const listeners = process.listenerCount("exit");
  const work = () => Promise.reject(new Error("on purpose"));
  await expect(watchProgram("machines.ts", keptContext(), work)).rejects.toThrow("on purpose");
  expect(globalThis.console).toBe(before.console);
  expect(process.listenerCount("exit")).toBe(listeners);
});

it("a program that ends the process is wrong input", async () => {
  const context = keptContext({ cwd: "/cluster" });
  const others = new Set(process.listeners("exit"));
  await watchProgram("/cluster/machines.ts", context, async () => {
    // What process.exit comes to.
    for (const listener of process.listeners("exit")) if (!others.has(listener)) listener(0);
  });
  expect(process.exitCode).toBe(2);
  expect(context.errors[0]).toMatch(/^machines\.ts: error: .*\[machines-ended\]$/);
});
