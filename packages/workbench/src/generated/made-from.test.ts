import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { otherSource } from "./made-from.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quorate-made-from-"));
  await writeFile(join(folder, "machines.ts"), "");
  await writeFile(join(folder, "staging.ts"), "");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ["made from the file itself", '{ "#from": "machines.ts" }', "machines.ts", undefined],
  ["made from another file beside it", '{ "#from": "staging.ts" }', "machines.ts", "staging.ts"],
  ["the other way round", '{ "#from": "machines.ts" }', "staging.ts", "machines.ts"],
  ["made from a file that was renamed since", '{ "#from": "old.ts" }', "machines.ts", undefined],
  ["made by a version that did not say", '{ "node1": "0" }', "machines.ts", undefined],
  ["with something else in that place", '{ "#from": 1 }', "machines.ts", undefined],
  ["with a path in that place", '{ "#from": "../machines.ts" }', "staging.ts", undefined],
  ["that cannot be read", "{", "machines.ts", undefined],
])("knows whose files a folder holds: %s", async (_, fingerprints, file, expected) => {
  await writeFile(join(folder, "fingerprints.json"), fingerprints);
  expect(await otherSource(folder, join(folder, file))).toBe(expected);
});

it("says nothing of a folder that is not there", async () => {
  expect(await otherSource(join(folder, "nothing"), join(folder, "machines.ts"))).toBeUndefined();
});
