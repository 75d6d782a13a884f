import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testWorld } from "../artefacts/testing/world.ts";
import { showArtefacts } from "./show-artefacts.ts";

let root: string;
const at = (...parts: readonly string[]) => join(root, ...parts);
const shown = () => readdirSync(at("lab/programs")).sort();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-show-"));
  for (const name of ["lab-1", "lab-2"]) {
    mkdirSync(at(name, "bin"), { recursive: true });
    writeFileSync(at(name, "bin/kubelet"), name, { mode: 0o755 });
  }
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test("what is made is shown under its name, beside what was there before, and takes no room", async () => {
  for (const name of ["lab-1", "lab-2", "lab-1"]) {
    expect(await showArtefacts(testWorld(), at("lab"), "made", at(name))).toEqual({ ok: true, value: name });
  }
  expect(shown()).toEqual(["lab-1", "lab-2"]);
  expect(statSync(at("lab/programs/lab-2/bin/kubelet")).ino).toBe(statSync(at("lab-2/bin/kubelet")).ino);
});

test("what is given is copied, links and all, and shown anew when it has changed", async () => {
  symlinkSync("kubelet", at("lab-1/bin/link"));
  const first = await showArtefacts(testWorld(), at("lab"), "given", at("lab-1"));
  const again = await showArtefacts(testWorld(), at("lab"), "given", at("lab-1"));
  expect(again).toEqual(first);
  writeFileSync(at("lab-1/bin/kubelet"), "another one");
  const second = await showArtefacts(testWorld(), at("lab"), "given", at("lab-1"));
  expect(shown()).toEqual([first, second].map((result) => (result.ok ? result.value : "")).sort());
  const file = at("lab/programs", (first.ok ? first.value : undefined) ?? "", "bin/link");
  expect(readFileSync(file, "utf8")).toBe("lab-1");
});

test("of a bare lab nothing is shown, and the folder is there", async () => {
  expect(await showArtefacts(testWorld(), at("lab"), "none", at("none"))).toEqual({
    ok: true,
    value: undefined,
  });
  expect(shown()).toEqual([]);
});

test("what can't be copied leaves nothing behind, nor does a run that was killed", async () => {
  mkdirSync(at("lab/programs/lab-3.999999999.unfinished"), { recursive: true });
  expect(await showArtefacts(testWorld(), at("lab"), "made", at("lab-3"))).toMatchObject({
    ok: false,
    problems: [{ code: "lab-command-failed", message: expect.stringContaining("show hosts their programs") }],
  });
  expect(shown()).toEqual([]);
  expect(existsSync(at("lab-3"))).toBe(false);
});
