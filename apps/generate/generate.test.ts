import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clusterFolder } from "../testing/cluster-folder.ts";
import { keptContext } from "../testing/context.ts";
import { generate } from "./generate.ts";

const FILES = ["fingerprints.json", "kube-vip/one.json", "machines.nix", "nodes/one.nix"];

/** Runs generate in a folder, as a person or as a program. */
async function run(cwd: string, check: boolean, json = false) {
  const context = keptContext({ cwd, json });
  const code = await generate({ machines: "machines.ts", check }, context);
  return { code, context, out: context.lines.join("\n"), err: context.errors.join("\n") };
}

describe("generate", () => {
  it("writes, says what changed, and says so when nothing is to be done", async () => {
    const folder = clusterFolder();
    expect(await run(folder, true)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /^nix\/generated: error: 4 generated files are stale: .*\[generated-stale\]\n/,
      ),
    });
    expect(await run(folder, false)).toMatchObject({
      code: 0,
      out: "nix/generated: 4 new (4 files for 1 node)",
      err: "",
    });
    expect(await run(folder, false)).toMatchObject({
      code: 0,
      out: "nix/generated is up to date: 4 files for 1 node",
    });
    expect((await run(folder, true)).code).toBe(0);
  });

  it("tells a program what it did, and what is stale", async () => {
    const folder = clusterFolder();
    const first = await run(folder, false, true);
    expect(JSON.parse(first.out)).toEqual({
      ok: true,
      folder: join(folder, "nix/generated"),
      files: 4,
      missing: FILES,
      changed: [],
      obsolete: [],
      foreign: [],
    });
    writeFileSync(join(folder, "nix/generated/machines.nix"), "{ }\n");
    rmSync(join(folder, "nix/generated/nodes/one.nix"));
    const check = await run(folder, true, true);
    expect(check.code).toBe(2);
    expect(JSON.parse(check.out)).toMatchObject({
      ok: false,
      problems: [
        {
          code: "generated-stale",
          message: "2 generated files are stale: machines.nix (changed), nodes/one.nix (missing)",
          hint: "Run `quorate generate`, look at what changes, and commit it.",
        },
      ],
    });
    expect(readFileSync(join(folder, "nix/generated/machines.nix"), "utf8")).toBe("{ }\n");
  });

  it("leaves alone what it did not make, and says so", async () => {
    const folder = clusterFolder();
    await run(folder, false);
    writeFileSync(join(folder, "nix/generated/notes.txt"), "mine");
    expect((await run(folder, false)).err).toBe(
      "nix/generated/notes.txt was not made by generate and is left alone",
    );
  });

  it("interrupted while it writes, says that each file is whole", async () => {
    const { context } = await run(clusterFolder(), false);
    context.interrupt();
    expect(context.errors).toEqual([
      "error: interrupted: each file of nix/generated is whole, as it was or as it is to be [interrupted]",
      "  hint: Run the same command again: it completes them.",
    ]);
  });
});
