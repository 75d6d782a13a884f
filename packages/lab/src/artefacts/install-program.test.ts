import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installProgram } from "./install-program.ts";
import { testWorld } from "./testing/world.ts";

let into: string;

beforeEach(() => {
  into = mkdtempSync(join(tmpdir(), "quorate-programs-"));
});

afterEach(() => rmSync(into, { recursive: true, force: true }));

describe("installProgram", () => {
  it("brings what a dynamic program loads, and starts it with that", async () => {
    // The Node that runs this test loads the C library, wherever it is from.
    const program = realpathSync(process.execPath);
    expect(await installProgram(testWorld(), program, "kubelet", { into })).toEqual({
      ok: true,
      value: undefined,
    });
    const libraries = readdirSync(join(into, "lib", "kubelet"));
    expect(libraries).toContain("libc.so.6");
    const wrapper = readFileSync(join(into, "bin", "kubelet"), "utf8");
    const [, loader = ""] =
      /^#!\/bin\/sh\nexec \/opt\/quorate-lab\/lib\/kubelet\/(\S+) --library-path /.exec(wrapper) ?? [];
    expect(libraries).toContain(loader);
    expect(statSync(join(into, "bin", "kubelet")).mode & 0o111).toBe(0o111);

    // It runs with nothing but what was brought.
    const brought = join(into, "lib", "kubelet");
    const { stdout } = await testWorld().run({
      node: undefined,
      description: "run it",
      argv: [join(brought, loader), "--library-path", brought, join(brought, "node"), "--version"],
    });
    expect(stdout.trim()).toBe(process.version);
  });

  it("refuses a script", async () => {
    const script = join(into, "kubelet");
    writeFileSync(script, "#!/bin/sh\n");
    const result = await installProgram(testWorld(), script, "kubelet", { into });
    expect(result).toMatchObject({ ok: false, problems: [{ code: "lab-program-unknown", where: script }] });
  });
});
