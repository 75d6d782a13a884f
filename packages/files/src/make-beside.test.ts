import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeBeside, removeUnfinished } from "./make-beside.ts";
import { temporaryFolder } from "./testing/folder.ts";
import { zombie } from "./testing/zombie.ts";

describe("makeBeside", () => {
  it("puts a folder in its place when it is whole, and not before", async () => {
    const folder = temporaryFolder();
    const target = join(folder, "tree");
    const made = await makeBeside(target, async (beside) => {
      mkdirSync(beside);
      writeFileSync(join(beside, "file"), "one");
      expect(existsSync(target)).toBe(false);
      return { ok: true, value: 5 };
    });
    expect(made).toEqual({ ok: true, value: 5 });
    expect(readFileSync(join(target, "file"), "utf8")).toBe("one");
    expect(readdirSync(folder)).toEqual(["tree"]);
  });

  it.each([
    ["says no", async () => ({ ok: false })],
    ["throws", () => Promise.reject(new Error("no space"))],
  ])("leaves nothing behind where the making %s", async (_, end) => {
    const folder = temporaryFolder();
    const making = makeBeside<{ readonly ok: boolean }>(join(folder, "tree"), async (beside) => {
      mkdirSync(beside);
      return await end();
    });
    await making.then(
      ({ ok }) => expect(ok).toBe(false),
      (error: Error) => expect(error.message).toBe("no space"),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it("takes what another run has made meanwhile", async () => {
    const folder = temporaryFolder();
    const target = join(folder, "tree");
    await makeBeside(target, async (beside) => {
      mkdirSync(beside);
      mkdirSync(target);
      writeFileSync(join(target, "theirs"), "");
      return { ok: true };
    });
    expect(readdirSync(folder)).toEqual(["tree"]);
    expect(readdirSync(target)).toEqual(["theirs"]);
  });
});

describe("removeUnfinished", () => {
  it("removes what ended processes left, and nothing else", async () => {
    const folder = temporaryFolder();
    const killed = await zombie(
      import.meta.url,
      `const { makeBeside } = await load("./make-beside.ts");
       const { mkdirSync } = await load("node:fs");
       void makeBeside(${JSON.stringify(join(folder, "a"))}, async (beside) => {
         mkdirSync(beside);
         print(beside);
         await new Promise(() => {});
       });`,
    );
    const kept = [`b.${process.pid}.unfinished`, "c.unfinished", "d"];
    for (const name of kept) mkdirSync(join(folder, name));
    expect(existsSync(killed)).toBe(true);
    removeUnfinished(folder);
    expect(readdirSync(folder).sort()).toEqual(kept);
  });

  it("has nothing to do where there is no folder", () => {
    expect(() => removeUnfinished(join(temporaryFolder(), "absent"))).not.toThrow();
  });
});
