import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { hasEnded, type ProcessIdentity, readIdentity, thisProcess } from "./process-identity.ts";
import { zombie } from "./testing/zombie.ts";

const here = thisProcess();
const dead = spawnSync(process.execPath, ["--eval", ""]).pid;

test.each<readonly [string, Partial<ProcessIdentity>, boolean]>([
  ["this process", {}, false],
  ["a process that has ended", { pid: dead }, true],
  ["an earlier process with a number that is in use again", { started: "1" }, true],
  ["a process before the machine's last boot", { boot: "another" }, true],
  ["a process of another machine", { host: "another", boot: "another", pid: dead }, false],
  [
    "a process of another container, whose number means nothing here",
    { namespace: "pid:[1]", pid: dead },
    false,
  ],
])("%s", (_, different, ended) => {
  expect(hasEnded({ ...here, ...different }, here)).toBe(ended);
});

test("a process is the same at every look", () => {
  expect(thisProcess()).toEqual(here);
  expect(readIdentity(JSON.parse(JSON.stringify(here)))).toEqual(here);
});

test.each<unknown>(["", [], null, {}, { ...here, pid: 0 }, { ...here, pid: "1" }])("%j is nobody", (data) => {
  expect(readIdentity(data)).toBeUndefined();
});

test("a process that has ended has, also before its parent takes note of it", async () => {
  const printed = await zombie(
    import.meta.url,
    'const { thisProcess } = await load("./process-identity.ts"); print(JSON.stringify(thisProcess()));',
  );
  const one = readIdentity(JSON.parse(printed)) ?? here;
  expect(one.pid).not.toBe(process.pid);
  // Its number is taken still.
  expect(process.kill(one.pid, 0)).toBe(true);
  expect(hasEnded(one)).toBe(true);
});
