import { expect, test } from "vitest";
import { upLine } from "./up.ts";

test.each([
  { started: ["a"], ran: [], line: "The lab is up: 1 machine started" },
  { started: ["a", "b"], ran: [], line: "The lab is up: 2 machines started" },
  { started: ["a", "b"], ran: ["c"], line: "The lab is up: 2 machines started, 1 ran already" },
  { started: [], ran: ["a", "b"], line: "The lab is up already: 2 machines" },
  { started: [], ran: ["a"], line: "The lab is up already: 1 machine" },
])("$started.length started, $ran.length ran", ({ started, ran, line }) => {
  expect(upLine({ started, ran })).toBe(line);
});
