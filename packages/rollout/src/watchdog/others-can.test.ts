import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeProgram } from "../testing/programs.ts";
import { MISSED, unlessMissed } from "./others-can.ts";

// The lines themselves, in a shell that goes on with "touched" where they let it.

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-others-"));
  // Time passes by looking at it; whoever is named in the file of that name serves, and etcd's list is as its file says.
  writeProgram(join(root, "bin/sleep"), "true");
  writeProgram(join(root, "bin/cut"), `echo x >>${root}/clock; echo $(($(grep -c x ${root}/clock) * 7))`);
  writeProgram(
    join(root, "bin/curl"),
    `for url; do :; done
     case $url in */member/list) cat ${root}/list; exit ;; esac
     host=\${url#https://}; host=\${host%%:*}
     echo "$host" >>${root}/asked
     if grep -qx "$host" ${root}/serve; then echo '{"health":"true","reason":""}'; else echo '{"health":"false"}'; fi
     if [ -e ${root}/later ]; then cat ${root}/later >>${root}/serve; fi`,
  );
  mayServe("127.0.0.1", "b", "c");
  listed(...["false", "false", "false"]);
});
afterEach(() => rmSync(root, { recursive: true }));

function mayServe(...hosts: readonly string[]): void {
  writeFileSync(join(root, "serve"), `${hosts.join("\n")}\n`);
}

function listed(...learners: readonly string[]): void {
  const members = learners.map(
    (learner, index) =>
      `{"ID":"${index}", "name":"n", "peerURLs":["https://x:2380"]${learner === "true" ? ', "isLearner":true' : ""}}`,
  );
  writeFileSync(join(root, "list"), `{"header":{"member_id":"0"},"members":[${members.join(",")}]}`);
}

function run(...others: readonly string[]): { readonly code: number | null; readonly said: string } {
  const urls = others.map((host) => `https://${host}:2379/health`);
  const script = ["set -eu", ...unlessMissed({ distribution: "kubernetes", urls }), "echo touched"].join(
    "\n",
  );
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script.replaceAll("/run/", `${root}/`)], {
    encoding: "utf8",
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
  });
  expect(readdirSync(root).filter((name) => name.startsWith("quorate-"))).toEqual([]);
  return { code: status, said: `${stdout}${stderr}`.trim() };
}

const TOUCHED = { code: 0, said: "touched" };

test("nobody is asked where the host is no member", () => {
  expect(unlessMissed(undefined)).toEqual([]);
});

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ["all serve", ["127.0.0.1", "b", "c"], ["false", "false", "false"], ["b", "c"]],
  ["its own does not serve, nor do the others", [], ["false", "false", "false"], ["b", "c"]],
  ["its own does not serve, as one that only learns", ["b", "c"], ["true", "false", "false"], ["b", "c"]],
  ["it is the only one", ["127.0.0.1"], ["false"], []],
  ["there are two", ["127.0.0.1", "b"], ["false", "false"], ["b"]],
  ["two are in the file that have no vote yet", ["127.0.0.1"], ["false"], ["b", "c"]],
  [
    "one of five is lost",
    ["127.0.0.1", "b", "c", "d"],
    ["false", "false", "false", "false", "false"],
    ["b", "c", "d", "e"],
  ],
  ["a learner does not serve", ["127.0.0.1", "b", "c"], ["false", "false", "false", "true"], ["b", "c", "d"]],
])("a node is touched where %s", (_, serve, members, others) => {
  mayServe(...serve);
  listed(...members);
  expect(run(...others)).toEqual(TOUCHED);
});

test.each<[string, readonly string[], readonly string[], readonly string[], string]>([
  ["one of three is lost", ["127.0.0.1", "b"], ["false", "false", "false"], ["b", "c"], "1 of 2"],
  ["the other one of two is lost", ["127.0.0.1"], ["false", "false"], ["b"], "0 of 1"],
  [
    "two of five are lost",
    ["127.0.0.1", "b", "c"],
    ["false", "false", "false", "false", "false"],
    ["b", "c", "d", "e"],
    "2 of 4",
  ],
  [
    "one with a vote is offline, and not asked",
    ["127.0.0.1", "b"],
    ["false", "false", "false"],
    ["b"],
    "1 of 2",
  ],
])("a node is not touched where %s", (_, serve, members, others, said) => {
  mayServe(...serve);
  listed(...members);
  expect(run(...others)).toEqual({ code: MISSED, said: `${said} other voters serve` });
});

test("by the number of those that are asked where etcd does not tell its list", () => {
  writeFileSync(join(root, "list"), "");
  expect(run("b", "c")).toEqual(TOUCHED);
  mayServe("127.0.0.1", "b");
  expect(run("b", "c").code).toBe(MISSED);
});

test("a member is missed that serves again once a leader is elected", () => {
  mayServe("b");
  writeFileSync(join(root, "later"), "127.0.0.1\n");
  expect(run("b", "c").code).toBe(MISSED);
});

test("nobody waits for a member that does not run", () => {
  mayServe();
  writeProgram(join(root, "bin/curl"), "exit 7");
  writeProgram(join(root, "bin/sleep"), `echo slept >>${root}/slept`);
  expect(run("b", "c")).toEqual(TOUCHED);
  expect(existsSync(join(root, "slept"))).toBe(false);
});

test("one that is back a moment later was not lost", () => {
  mayServe("127.0.0.1", "b");
  writeFileSync(join(root, "later"), "c\n");
  expect(run("b", "c")).toEqual(TOUCHED);
});
