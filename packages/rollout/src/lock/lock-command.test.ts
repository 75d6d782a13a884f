import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostName } from "@quorate/cluster";
import type { Command } from "@quorate/command";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { QUORATE_DIRECTORY } from "../on-host.ts";
import { TEST_PATHS as paths } from "../testing/steps.ts";
import type { Holder } from "./holder.ts";
import {
  askLockCommand,
  breakLockCommand,
  keepLockCommand,
  readLockAnswer,
  releaseLockCommand,
  rememberDeploymentCommand,
  takeLockCommand,
} from "./lock-command.ts";

// The scripts are run by a real shell, on a folder of this test's.

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "quorate-lock-")), "quorate");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

const host = "node1" as HostName;
const holder = (run: string): Holder => ({
  run,
  by: "me@here",
  command: "deploy 'it'\\''s'",
  since: 7,
  identity: "{}",
});
const [mine, other] = [holder("20261126-a"), holder("20261126-b")];

function ask(command: Command) {
  const script = command.argv.at(-1)?.replaceAll(QUORATE_DIRECTORY, folder) ?? "";
  const stdout = execFileSync("sh", ["-c", script], { encoding: "utf8" });
  return readLockAnswer({ code: 0, stdout, stderr: "" });
}
const take = (who: Holder, seen: string | undefined = "", over?: string) =>
  ask(takeLockCommand(paths, host, who, { seen, over }));
const age = (seconds: number) => {
  const then = Date.now() / 1000 - seconds;
  utimesSync(join(folder, "lock"), then, then);
};

describe("the lock on a host", () => {
  test("is taken where nobody has it, and told of with who has it", () => {
    expect(take(mine)).toEqual({ kind: "ours" });
    expect(readFileSync(join(folder, "lock"), "utf8")).toBe(`held ${mine.run}\n${JSON.stringify(mine)}\n`);
    expect(readdirSync(folder)).toEqual(["lock"]);
    expect(take(other)).toMatchObject({
      kind: "theirs",
      lock: { state: "held", run: mine.run, holder: mine },
    });
    // Asked again by whoever has it.
    expect(take(mine)).toEqual({ kind: "ours" });
  });

  test("is lost by who is no more heard of, and kept by who is", () => {
    take(mine);
    age(60);
    expect(take(other, mine.run).kind).toBe("theirs");
    expect(ask(keepLockCommand(paths, host, mine))).toEqual({ kind: "ours" });
    const kept = ask(askLockCommand(paths, host));
    expect("lock" in kept && kept.lock.age).toBeLessThan(60);
    age(91);
    expect(take(other, mine.run)).toEqual({ kind: "ours" });
    expect(ask(keepLockCommand(paths, host, mine))).toMatchObject({
      kind: "theirs",
      lock: { run: other.run },
    });
  });

  test("is taken at once from a run that is known to be dead, and from no other", () => {
    take(mine);
    expect(take(other, mine.run, "somebody").kind).toBe("theirs");
    expect(take(other, mine.run, mine.run)).toEqual({ kind: "ours" });
  });

  test("is not taken where another run had it since the look", () => {
    take(mine);
    ask(releaseLockCommand(paths, host, mine));
    expect(take(other, "")).toMatchObject({ kind: "moved", lock: { state: "released", run: mine.run } });
    expect(take(other, "before")).toMatchObject({ kind: "moved" });
    expect(take(other, mine.run)).toEqual({ kind: "ours" });
    // Where nobody looked there is nothing to compare with.
    ask(releaseLockCommand(paths, host, other));
    expect(ask(takeLockCommand(paths, host, mine, { seen: undefined, over: undefined }))).toEqual({
      kind: "ours",
    });
  });

  test("is given back by who has it, and by nobody else", () => {
    take(mine);
    expect(ask(releaseLockCommand(paths, host, other)).kind).toBe("theirs");
    expect(ask(askLockCommand(paths, host))).toMatchObject({ lock: { state: "held" } });
    expect(ask(releaseLockCommand(paths, host, mine))).toEqual({ kind: "ours" });
    expect(ask(askLockCommand(paths, host))).toMatchObject({ lock: { state: "released", holder: mine } });
  });

  test("is written down where nobody has had it, as that of who has deployed", () => {
    expect(ask(rememberDeploymentCommand(paths, host, mine))).toEqual({ kind: "ours" });
    expect(ask(askLockCommand(paths, host))).toMatchObject({ lock: { state: "released", holder: mine } });
    take(other, mine.run);
    expect(ask(rememberDeploymentCommand(paths, host, mine)).kind).toBe("theirs");
    expect(ask(askLockCommand(paths, host))).toMatchObject({ lock: { state: "held", holder: other } });
  });

  test("is broken for the run that was meant", () => {
    take(mine);
    expect(ask(breakLockCommand(paths, host, other.run)).kind).toBe("theirs");
    expect(ask(breakLockCommand(paths, host, mine.run))).toEqual({ kind: "ours" });
    expect(ask(keepLockCommand(paths, host, mine))).toMatchObject({
      kind: "theirs",
      lock: { state: "released" },
    });
  });

  test("that is not understood is nobody's", () => {
    take(mine);
    writeFileSync(join(folder, "lock"), "x");
    expect(take(other)).toEqual({ kind: "ours" });
    rmSync(join(folder, "lock"));
    expect(ask(askLockCommand(paths, host))).toMatchObject({ lock: { state: "none", run: "" } });
  });
});

test.each([
  [{ code: 255, stdout: "", stderr: "lost" }],
  [{ code: undefined, stdout: "lock-answer=ours\n", stderr: "" }],
  [{ code: 0, stdout: "Welcome!\n", stderr: "" }],
])("an answer that is none says nothing: %j", (output) => {
  expect(readLockAnswer(output)).toEqual({ kind: "unasked" });
});
