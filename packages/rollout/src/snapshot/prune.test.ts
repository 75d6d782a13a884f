import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snapshotsToPrune } from "./prune.ts";

const now = Date.parse("2026-11-26T12:00:00Z");
const name = (day: string, of = "home") => `${of}-${day}-120000-3f9a`;

describe("snapshots that go", () => {
  test.each<[string, readonly string[], number, number, readonly string[]]>([
    ["none", [], 1, 1, []],
    ["none that is alone, however old", [name("20200101")], 1, 1, []],
    [
      "those beyond the newest",
      [name("20261126"), name("20261125"), name("20261124")],
      2,
      30,
      [name("20261124")],
    ],
    [
      "those that are older",
      [name("20261126"), name("20261116"), name("20261115")],
      20,
      10,
      [name("20261115")],
    ],
    [
      "none of another cluster",
      [name("20200101", "home-2"), name("20261126"), name("20261125")],
      1,
      1,
      [name("20261125")],
    ],
    ["nothing that is none of ours", ["notes.txt", ".gitignore", "home-copy", name("20261126")], 1, 1, []],
    [
      "what was not received whole, a day later",
      [`.incoming-${name("20261126")}`, `.incoming-${name("20261124")}`],
      1,
      1,
      [`.incoming-${name("20261124")}`],
    ],
  ])("%s", (_, names, keep, days, gone) => {
    expect(snapshotsToPrune(names, "home", { keep, days }, now)).toEqual(gone);
  });

  test("are never the newest, and of those that stay none is too old and they are not too many", () => {
    const days = fc.integer({ min: 0, max: 400 }).map((ago) => {
      const day = new Date(now - ago * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
      return name(day);
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(days, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 90 }),
        (names, keep, most) => {
          const gone = snapshotsToPrune(names, "home", { keep, days: most }, now);
          const left = names.filter((one) => !gone.includes(one)).sort();
          expect(left).toContain([...names].sort().at(-1));
          expect(left.length).toBeLessThanOrEqual(keep);
          const oldest = new Date(now - (most + 1) * 86_400_000)
            .toISOString()
            .slice(0, 10)
            .replaceAll("-", "");
          expect(left.slice(0, -1).every((one) => one.slice(5, 13) > oldest)).toBe(true);
        },
      ),
    );
  });
});
