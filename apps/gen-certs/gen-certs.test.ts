import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clusterFolder, ONE_NODE } from "../testing/cluster-folder.ts";
import { keptContext } from "../testing/context.ts";
import { genCerts } from "./gen-certs.ts";

async function run(cwd: string, json = false, certificates = "certs") {
  const context = keptContext({ cwd, json });
  const code = await genCerts({ machines: "machines.ts", certificates }, context);
  return { code, context, out: context.lines, err: context.errors.join("\n") };
}

describe("genCerts", () => {
  it("shows every certificate, and how many are new", async () => {
    const folder = clusterFolder();
    const first = await run(folder);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out[0]).toMatch(/^NAME +WHERE +STATUS +EXPIRES +SUBJECT +SANS$/);
    expect(first.out.at(-1)).toMatch(/^certs: \d+ new, 0 kept, \d+ files written$/);
    expect(first.out.find((line) => line.startsWith("etcd-peer "))).toContain("192.0.2.11");
    expect((await run(folder)).out.at(-1)).toMatch(/^certs: 0 new, \d+ kept, nothing written$/);
  });

  it("tells a program", async () => {
    const folder = clusterFolder();
    const { code, out } = await run(folder, true);
    expect(code).toBe(0);
    expect(JSON.parse(out.join("\n"))).toMatchObject({
      ok: true,
      folder: join(folder, "certs"),
      written: expect.any(Number),
      rows: expect.arrayContaining([expect.objectContaining({ name: "etcd-ca", status: "new" })]),
    });
  });

  it("refuses another cluster's folder: wrong input", async () => {
    const folder = clusterFolder();
    await run(folder);
    writeFileSync(join(folder, "machines.ts"), ONE_NODE.replace('"one"', '"two"'));
    const { code, err } = await run(folder);
    expect(code).toBe(2);
    expect(err).toMatch(/^certs\/quorate\.json: error: .*\[folder-of-another-cluster\]$/m);
  });

  it("interrupted, says what the folder holds", async () => {
    const { context } = await run(clusterFolder());
    context.interrupt();
    expect(context.errors[0]).toMatch(
      /^error: interrupted: certs may be incomplete; each of its files is whole/,
    );
  });
});
