import { describe, expect, it } from "vitest";
import { exitOf, failed, problemMaker, succeeded } from "./problem.ts";

const problem = problemMaker({
  "disk-full": { severity: "error", exit: "failed", meaning: "the disk is full" },
  "name-wrong": { severity: "error", exit: "wrong-input", meaning: "a name is wrong" },
  "soon-due": { severity: "warning", exit: "failed", meaning: "something is due" },
});
const full = problem("disk-full", "/var", "no space is left");
const wrong = problem("name-wrong", { where: "machines.ts", line: 3 }, "a name is wrong", "Correct it");
const due = problem("soon-due", "node1", "its certificate is due");

describe("a problem", () => {
  it("has the severity and the exit of its code", () => {
    expect([full, wrong, due].map(({ severity, exit }) => [severity, exit])).toEqual([
      ["error", "failed"],
      ["error", "wrong-input"],
      ["warning", "failed"],
    ]);
  });

  it("is at a place, with a hint where there is one", () => {
    expect(wrong).toEqual({
      code: "name-wrong",
      severity: "error",
      exit: "wrong-input",
      where: "machines.ts",
      line: 3,
      message: "a name is wrong",
      hint: "Correct it",
    });
    expect(full).not.toHaveProperty("hint");
  });

  it("holds nothing that steers a terminal", () => {
    const { message, hint } = problem("disk-full", "", "a\u001b[31mb", "c\u001b[0md");
    expect(message + hint).not.toContain("\u001b");
  });
});

it.each([
  { problems: [], exit: undefined },
  { problems: [due], exit: undefined },
  { problems: [wrong], exit: "wrong-input" },
  { problems: [wrong, due], exit: "wrong-input" },
  { problems: [wrong, full], exit: "failed" },
  { problems: [full], exit: "failed" },
])("a command with $problems.length problems ends with $exit", ({ problems, exit }) => {
  expect(exitOf(problems)).toBe(exit);
});

it("is told by results", () => {
  expect(succeeded(1)).toEqual({ ok: true, value: 1 });
  expect(failed(full, wrong)).toEqual({ ok: false, problems: [full, wrong] });
});
