import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { sideBySide } from "./subject.ts";

const run = (script: string) => execFileSync("sh", ["-c", script], { encoding: "utf8", maxBuffer: 1 << 26 });

test("scripts run at once, and none is mixed up with another, however long", () => {
  const long = (letter: string) => [
    `sleep 0.${letter === "a" ? 3 : 1}`,
    `head -c 300000 /dev/zero | tr '\\000' ${letter}`,
    "echo",
  ];
  const said = run(sideBySide([long("a"), [], long("b"), ["cat; echo end"]]));
  expect(said.split("\n").filter(Boolean)).toEqual(["a".repeat(300000), "b".repeat(300000), "end"]);
});

test("one that fails takes nothing from the others, and what it complains of is lost", () => {
  expect(run(sideBySide([["false"], ["echo one; exit 3"], ["nosuchcommand"], ["echo two"]]))).toMatch(
    /^\s*one\s+two\n$/,
  );
});
