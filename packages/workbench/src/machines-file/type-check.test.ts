import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMPILER_OPTIONS, CompilerUnavailable, parseDiagnostics, typeCheck } from "./type-check.ts";

const folder = mkdtempSync(join(tmpdir(), "quorate-type-check-"));
const file = join(folder, "machines.ts");
beforeAll(() => writeFileSync(file, "export default 1;\n"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A compiler that is a shell script. */
function compiler(script: string) {
  const tsc = join(folder, "tsc");
  writeFileSync(tsc, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { tsc, types: file, typeRoot: folder };
}

describe("the compiler", () => {
  test("that finds nothing is believed", async () => {
    expect(await typeCheck(file, compiler("exit 0"))).toEqual([]);
  });

  test("that finds something is quoted", async () => {
    const diagnostics = await typeCheck(
      file,
      compiler("echo 'machines.ts(1,8): error TS9: no'; echo '  deeper'; exit 2"),
    );
    expect(diagnostics).toEqual([{ file, line: 1, column: 8, code: 9, message: "no" }]);
  });

  test.each([
    ["fails without a word", "exit 1"],
    ["crashes", "kill -SEGV $$"],
    ["comes to no end", "exec sleep 600"],
  ])("that %s counts as none", async (_, script) => {
    const limit = script.includes("sleep") ? 200 : 60_000;
    await expect(typeCheck(file, compiler(script), limit)).rejects.toThrow(CompilerUnavailable);
  });

  test("that is not there counts as none", async () => {
    const absent = { tsc: join(folder, "absent"), types: file, typeRoot: folder };
    await expect(typeCheck(file, absent)).rejects.toThrow(CompilerUnavailable);
  });
});

test("lines that are no diagnostics are passed over", () => {
  expect(parseDiagnostics("Version 7\n\nerror TS5: somewhere\n", folder)).toEqual([]);
});

test("an editor that opens the template checks machines.ts as this does", () => {
  const template = new URL("../../../../templates/cluster/tsconfig.json", import.meta.url);
  const { compilerOptions } = JSON.parse(readFileSync(template, "utf8"));
  expect(compilerOptions).toEqual(COMPILER_OPTIONS);
});
