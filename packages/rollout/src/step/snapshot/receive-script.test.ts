import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readManifest } from "../../snapshot/manifest.ts";
import { TEST_STEPS } from "../../testing/steps.ts";
import { receiveScript } from "./receive-script.ts";

// The script as it is run on the machine of whoever deploys.

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-receive-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();
const body = Buffer.from("all that is in etcd\0\n".repeat(5_000));
const whole = Buffer.concat([body, sha256(body)]);

/** Receives a database; `told` is what the host says of it. */
function receive(
  database: Buffer,
  told: Buffer = database,
  arrives = Number.POSITIVE_INFINITY,
  place = "sent",
  beside: readonly string[] = [],
  comes: readonly string[] = beside,
) {
  const sent = join(folder, place);
  mkdirSync(sent);
  writeFileSync(join(sent, "snapshot.db"), database);
  const status = { hash: 1, revision: 42, totalKey: 7, totalSize: 9, version: "3.6.0" };
  const taken = {
    ...{ takenAt: "2026-11-26T12:00:00Z", etcdVersion: "3.6.16", bytes: told.length },
    ...{ sha256: sha256(told).toString("hex"), status },
  };
  writeFileSync(join(sent, "taken.json"), `${JSON.stringify(taken)}\n`);
  for (const name of comes) writeFileSync(join(sent, name), "a secret", { mode: 0o644 });
  const tar = execFileSync("tar", ["-cf", "-", "-C", sent, "--", "taken.json", "snapshot.db", ...comes], {
    maxBuffer: 2 ** 24,
  });
  const known = { ...TEST_STEPS.snapshot.origin, takenOn: "db1", run: "r", by: "it's me@here" };
  const target = join(folder, "new place", "test-20261126-120000-3f9a");
  const words = ["-c", receiveScript(65, beside), "sh", target, JSON.stringify(known), "github:no/folder"];
  return {
    target,
    all: join(folder, "new place"),
    ...spawnSync("sh", words, { input: tar.subarray(0, Math.min(arrives, tar.length)), encoding: "utf8" }),
  };
}

describe("a snapshot that arrives", () => {
  test("is there whole, for nobody else to read, and out of git", () => {
    const { status, stderr, target, all } = receive(whole);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(readdirSync(all).sort()).toEqual([".gitignore", "test-20261126-120000-3f9a"]);
    expect(readFileSync(join(all, ".gitignore"), "utf8").split("\n")).toContain("*");
    for (const [path, mode] of [
      [all, 0o700],
      [target, 0o700],
      [join(target, "snapshot.db"), 0o600],
      [join(target, "manifest.json"), 0o600],
    ] as const) {
      expect(statSync(path).mode & 0o777).toBe(mode);
    }
    expect(readFileSync(join(target, "snapshot.db")).equals(whole)).toBe(true);
    expect(readManifest(readFileSync(join(target, "manifest.json"), "utf8"))).toMatchObject({
      ...TEST_STEPS.snapshot.origin,
      ...{ takenOn: "db1", run: "r", by: "it's me@here", commit: "", revision: 42, keys: 7 },
      ...{ bytes: whole.length, sha256: sha256(whole).toString("hex"), etcdVersion: "3.6.16" },
    });
  });

  test("has what opens it beside it, for nobody else to read, or is nowhere", () => {
    const { status, stderr, target } = receive(whole, whole, Number.POSITIVE_INFINITY, "sent", ["token"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(statSync(join(target, "token")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(target, "manifest.json"), "utf8")).not.toContain("a secret");
    rmSync(target, { recursive: true });
    const without = receive(whole, whole, Number.POSITIVE_INFINITY, "again", ["token"], []);
    expect(without).toMatchObject({ status: 65, stderr: expect.stringContaining("before it was whole") });
    expect(readdirSync(without.all)).toEqual([".gitignore"]);
  });

  test("is nowhere where it is another than was sent", () => {
    const { status, stderr, all } = receive(whole.subarray(0, -1), whole);
    expect(status).toBe(65);
    expect(stderr).toContain("other ones than");
    expect(readdirSync(all)).toEqual([".gitignore"]);
  });

  test("is nowhere where it ends too early", () => {
    const { status, stderr, all } = receive(whole, whole, 10_000);
    expect(status).toBe(65);
    expect(stderr).toContain("it ended before it was whole");
    expect(readdirSync(all)).toEqual([".gitignore"]);
  });

  test("is nowhere where nothing comes", () => {
    expect(receive(whole, whole, 0)).toMatchObject({ status: 65 });
    expect(receive(whole, whole, 0, "again")).toMatchObject({ status: 65 });
  });

  test("is nowhere where etcd's own hash says something else", () => {
    const altered = Buffer.from(whole);
    altered[3] = 0;
    const { status, stderr, all } = receive(altered);
    expect(status).toBe(65);
    expect(stderr).toContain("its own hash is another");
    expect(readdirSync(all)).toEqual([".gitignore"]);
  });
});
