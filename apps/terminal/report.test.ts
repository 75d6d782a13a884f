import { type Problem, problemMaker } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { keptContext } from "../testing/context.ts";
import { report, tellJson } from "./report.ts";

const problem = problemMaker({
  broken: { severity: "error", exit: "failed", meaning: "it is broken" },
  wrong: { severity: "error", exit: "wrong-input", meaning: "it is wrong" },
  due: { severity: "warning", exit: "failed", meaning: "it is due" },
});
const broken = problem("broken", "node1", "it is broken", "Mend it.");
const wrong = problem("wrong", { where: "/cluster/machines.ts", line: 3, column: 7 }, "it is wrong");
const due = problem("due", "", "it is due", "Hurry.");

describe("how a command ends follows from the codes", () => {
  it.each<[string, readonly Problem[], number]>([
    ["nothing", [], 0],
    ["a warning", [due], 0],
    ["wrong input", [wrong], 2],
    ["wrong input and a warning", [due, wrong], 2],
    ["a failure", [broken], 1],
    ["a failure beside wrong input", [wrong, broken], 1],
  ])("%s", (_, problems, exit) => {
    for (const json of [false, true]) expect(report(problems, keptContext({ json }))).toBe(exit);
  });
});

describe("problems for a person", () => {
  const said = (problems: readonly Problem[], different: Parameters<typeof keptContext>[0] = {}) => {
    const context = keptContext({ cwd: "/cluster", ...different });
    report(problems, context);
    expect(context.lines).toEqual([]);
    return context.errors;
  };

  it.each<[string, readonly Problem[], readonly string[]]>([
    ["a place that is no path", [broken], ["node1: error: it is broken [broken]", "  hint: Mend it."]],
    ["a line of a file, from the working folder", [wrong], ["machines.ts:3:7: error: it is wrong [wrong]"]],
    ["no place", [due], ["warning: it is due [due]", "  hint: Hurry."]],
    ["the working folder", [problem("wrong", "/cluster", "no")], [".: error: no [wrong]"]],
    ["a folder nearby", [problem("wrong", "/a", "no")], ["../a: error: no [wrong]"]],
    [
      "a path with what steers a terminal",
      [problem("wrong", "/cluster/\u001b[1m", "no")],
      [String.raw`\u001b[1m: error: no [wrong]`],
    ],
    [
      "one hint of several in a row is said once, after the last",
      [broken, { ...broken, where: "node2" }, due, broken],
      [
        "node1: error: it is broken [broken]",
        "node2: error: it is broken [broken]",
        "  hint: Mend it.",
        "warning: it is due [due]",
        "  hint: Hurry.",
        "node1: error: it is broken [broken]",
        "  hint: Mend it.",
      ],
    ],
  ])("%s", (_, problems, lines) => {
    expect(said(problems)).toEqual(lines);
  });

  it("far away is told by its whole path", () => {
    expect(said([problem("wrong", "/x/y", "no")], { cwd: "/a/b/c" })).toEqual(["/x/y: error: no [wrong]"]);
  });

  it("a stack trace is for --verbose", () => {
    const traced = { ...due, stack: "Error: x\n    at y" };
    expect(said([traced])).toHaveLength(2);
    expect(said([traced], { verbose: true }).slice(2)).toEqual(["  Error: x", "      at y"]);
  });

  it("commands are told as they are typed", () => {
    const hinted = problem("wrong", "", "`quorate lab up` is missing", "Run `quorate generate`.");
    expect(said([hinted], { invocation: { kind: "npm", machines: undefined } })).toEqual([
      "error: `npm run lab -- up` is missing [wrong]",
      "  hint: Run `npm run generate`.",
    ]);
  });

  it("colours are there where they are wanted", () => {
    expect(said([broken], { color: true })[0]).toContain("\u001b[");
  });
});

describe("problems for a program", () => {
  it("are one value, without stack traces, and with the warnings that came before", () => {
    const context = keptContext({ json: true });
    report([due], context);
    expect(context.lines).toEqual([]);
    expect(context.errors).toEqual(["warning: it is due [due]", "  hint: Hurry."]);
    report([{ ...broken, stack: "x" }], context);
    expect(JSON.parse(context.lines.join("\n"))).toEqual({ ok: false, problems: [broken], warnings: [due] });
  });

  it("a result has the warnings too, where there are any", () => {
    const context = keptContext({ json: true });
    tellJson({ ok: true }, context);
    report([due], context);
    tellJson({ ok: true }, context);
    expect(context.lines.map((line) => JSON.parse(line))).toEqual([
      { ok: true },
      { ok: true, warnings: [due] },
    ]);
  });
});
