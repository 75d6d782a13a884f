import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clusterFolder, ONE_NODE } from "../testing/cluster-folder.ts";
import { keptContext } from "../testing/context.ts";
import { loadAgain, loadCluster } from "./load-cluster.ts";

describe("a machines.ts", () => {
  it("is read from where it was named, seen from the working folder", async () => {
    const cwd = clusterFolder();
    const context = keptContext({ cwd });
    const loaded = await loadCluster("./machines.ts", context);
    expect(loaded).toMatchObject({
      ok: true,
      value: { file: join(cwd, "machines.ts"), cluster: { name: "one" } },
    });
    expect(context.errors).toEqual([]);
  });

  it("that warns is read, and the warning kept for the result", async () => {
    const cwd = clusterFolder(ONE_NODE.replace('nameservers: ["192.0.2.1"]', "nameservers: []"));
    const context = keptContext({ cwd });
    expect(await loadCluster("machines.ts", context)).toMatchObject({ ok: true });
    expect(context.warnings).toMatchObject([{ code: "nameservers-none", where: join(cwd, "machines.ts") }]);
    expect(context.errors[0]).toMatch(/^machines\.ts:\d+:\d+: warning: /);
  });

  it.each([
    ["is missing", undefined, "machines-unreadable"],
    ["has no cluster", "export default 1;", "not-a-cluster"],
    ["breaks a rule", ONE_NODE.replace("192.0.2.100", "192.0.2.11"), "vip-is-machine"],
  ])("that %s is none, and the caller says why", async (_, text, code) => {
    const context = keptContext({ cwd: text === undefined ? "/nowhere" : clusterFolder(text) });
    expect(await loadCluster("machines.ts", context)).toMatchObject({
      ok: false,
      problems: [{ code, exit: "wrong-input" }],
    });
    expect([...context.lines, ...context.errors]).toEqual([]);
  });

  it("is read again without a word", async () => {
    const context = keptContext();
    const file = join(clusterFolder(`${ONE_NODE}console.log("again");\n`), "machines.ts");
    expect(await loadAgain(file, context)).toMatchObject({ name: "one" });
    expect(await loadAgain(join(clusterFolder("throw 1;"), "machines.ts"), context)).toBeUndefined();
    expect(context.errors).toEqual([]);
  });
});
