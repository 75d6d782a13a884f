import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { operatorKey } from "./operator-key.ts";

let cwd = "";
let said: string[] = [];
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "quorate-operator-key-"));
  said = [];
});
afterEach(() => rmSync(cwd, { recursive: true }));

const ask = (named?: string) =>
  operatorKey(
    { folder: join(cwd, named ?? "certs"), named: named !== undefined },
    { say: (_, line) => said.push(line) },
  );

function genCerts(folder: string): void {
  mkdirSync(join(cwd, folder, "operator"), { recursive: true });
  writeFileSync(join(cwd, folder, "operator/id_ed25519.pub"), `key of ${folder}`);
}

test.each([
  [undefined, "certs"],
  ["others", "others"],
])("the key of the folder %s is that of %s", (named, folder) => {
  genCerts(folder);
  expect(ask(named)).toEqual({ ok: true, value: `key of ${folder}` });
  expect(said).toEqual([]);
});

test("a folder that was named and is not there is refused, whatever else is there", () => {
  genCerts("certs");
  expect(ask("nope")).toMatchObject({
    ok: false,
    problems: [{ code: "lab-certificates-missing", exit: "wrong-input", where: join(cwd, "nope") }],
  });
});

test("without certificates any key will do, and that is said", () => {
  expect(ask()).toEqual({ ok: true, value: undefined });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("accept any ssh key");
});
