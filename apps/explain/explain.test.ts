import { FINDING_KINDS } from "@quorate/cluster";
import { expect, test } from "vitest";
import { keptContext } from "../testing/context.ts";
import { explain } from "./explain.ts";

const explained = (code: string, json = false) => {
  const context = keptContext({ json });
  return { exit: explain(code, context), out: context.lines, err: context.errors.join("\n") };
};

// Those of the rooms' tables are asked for by test/problems.test.ts, which has all of them.
test.each([...Object.keys(FINDING_KINDS), "generated-stale", "TS2322"])(
  "%s is explained by what it means, what is true then, what to run",
  (code) => {
    const { exit, out } = explained(code);
    expect(exit).toBe(0);
    expect(out.map((line) => line.split(": ")[0])).toEqual([code, "then", "run"]);
  },
);

test("what refuses touched nothing, what fails stops there, what warns goes on", () => {
  expect(explained("member-unknown").out[1]).toMatch(/^then: nothing was touched: whether /);
  expect(explained("network-changed").out[2]).toContain('(docs/deploy.md, "several passes")');
  // What is wrong with the input of other commands has no line of its own.
  expect(explained("certificate-missing").out[1]).toBe("then: nothing was touched");
  expect(explained("switch-failed").out[1]).toContain("no further node is touched");
  expect(explained("clock-drifts").out[1]).toContain("only said");
});

test("a code that is none is wrong input, with the one that may be meant", () => {
  const { exit, err } = explained("swich-failed");
  expect(exit).toBe(2);
  expect(err).toContain("Did you mean switch-failed?");
});

test("a code is taken as it stands behind a message", () => {
  expect(explained("[left-out]")).toMatchObject({ exit: 0, out: explained("left-out").out });
});

test("as JSON", () => {
  expect(JSON.parse(explained("left-out", true).out.join(""))).toMatchObject({ ok: true, code: "left-out" });
});
