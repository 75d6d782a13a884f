import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
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
    const [, loader = ""] = /\nexec "\$lib\/(\S+)" --library-path /.exec(wrapper) ?? [];
    expect(libraries).toContain(loader);
    expect(statSync(join(into, "bin", "kubelet")).mode & 0o111).toBe(0o111);

    // It runs with nothing but what was brought, wherever that lies, and through a link.
    const moved = `${into}-moved`;
    onTestFinished(() => rmSync(moved, { recursive: true, force: true }));
    renameSync(into, moved);
    symlinkSync(join(moved, "bin", "kubelet"), join(moved, "link"));
    for (const program of ["bin/kubelet", "link"]) {
      const argv = [join(moved, program), "--version"] as const;
      const { stdout } = await testWorld().run({ node: undefined, description: "run it", argv });
      expect(stdout.trim()).toBe(process.version);
    }
  });

  it("refuses a script", async () => {
    const script = join(into, "kubelet");
    writeFileSync(script, "#!/bin/sh\n");
    const result = await installProgram(testWorld(), script, "kubelet", { into });
    expect(result).toMatchObject({ ok: false, problems: [{ code: "lab-program-unknown", where: script }] });
  });
});
