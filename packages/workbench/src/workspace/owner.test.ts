import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { hasEnded, type Owner, parseOwner, thisProcess } from "./owner.ts";

const here = thisProcess();
const dead = spawnSync(process.execPath, ["--eval", ""]).pid;

test.each<readonly [string, Partial<Owner>, boolean]>([
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
  expect(parseOwner(JSON.stringify(here))).toEqual(here);
});

test.each([
  "",
  "[]",
  "null",
  "{}",
  JSON.stringify({ ...here, pid: 0 }),
  JSON.stringify({ ...here, pid: "1" }),
])("%j is nobody", (text) => {
  expect(parseOwner(text)).toBeUndefined();
});
