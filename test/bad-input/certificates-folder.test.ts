import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clusterFolder, machinesText, quorate, startQuorate } from "../support/quorate.ts";

// What becomes of a folder's troubles at the program's door: packages/pki has the troubles themselves.

describe("genCerts", () => {
  it("twice at once on one folder makes one set of certificates; who gives way says so", async () => {
    const folder = clusterFolder(machinesText());
    const runs = await Promise.all([1, 2, 3].map(() => startQuorate(folder, "genCerts", "certs", "--json")));
    for (const { code, out } of runs.filter((run) => run.code !== 0)) {
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ ok: false, problems: [{ code: "folder-locked" }] });
    }
    const written = runs
      .filter(({ code }) => code === 0)
      .map(({ out }) => (JSON.parse(out) as { written: number }).written);
    expect(written.filter((files) => files > 0).length).toBe(1);
    expect(quorate(folder, "genCerts", "certs").out).toMatch(/: 0 new, \d+ kept, nothing written\n$/);
  });

  it("refuses another cluster's folder with exit code 2, and does not touch it", () => {
    const folder = clusterFolder(machinesText());
    expect(quorate(folder, "genCerts", "certs").code).toBe(0);
    const marker = readFileSync(join(folder, "certs/quorate.json"), "utf8");
    writeFileSync(
      join(folder, "machines.ts"),
      machinesText((text) => text.replace('"small"', '"other"')),
    );
    const run = quorate(folder, "genCerts", "certs");
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toMatch(/^certs\/quorate\.json: error: .* \[folder-of-another-cluster\]\n {2}hint: /);
    expect(readFileSync(join(folder, "certs/quorate.json"), "utf8")).toBe(marker);
  });

  it.each([
    ["a file", (path: string) => writeFileSync(path, "mine"), "not-a-folder"],
    ["a link to nothing", (path: string) => symlinkSync("nowhere", path), "not-a-folder"],
    [
      "somebody's own folder",
      (path: string) => {
        mkdirSync(path);
        writeFileSync(join(path, "mine"), "mine");
      },
      "folder-not-ours",
    ],
  ])("says in one sentence that %s is in the way", (_, put, finding) => {
    const folder = clusterFolder(machinesText());
    put(join(folder, "certs"));
    const run = quorate(folder, "genCerts", "certs");
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toMatch(new RegExp(`^certs: error: .* \\[${finding}\\]\\n {2}hint: .*\\n$`));
    expect(readdirSync(folder).sort()).toEqual(["certs", "machines.ts"]);
  });

  it("takes a folder with an odd name", () => {
    const folder = clusterFolder(machinesText());
    const name = "a b'c\"$(d) é";
    expect(quorate(folder, "genCerts", name)).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(join(folder, name, "hosts"))).toEqual(["one", "three", "two"]);
  });
});
