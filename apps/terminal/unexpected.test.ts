import { expect, it } from "vitest";
import { unexpected } from "./unexpected.ts";

it.each<[string, unknown, object]>([
  [
    "a system error",
    Object.assign(new Error("ENOSPC: x"), { code: "ENOSPC", path: "/certs/a" }),
    { code: "file-system", where: "/certs/a", message: "no space left on the disk", exit: "failed" },
  ],
  [
    "a system error that has no words of its own",
    Object.assign(new Error("EXDEV: too far"), { code: "EXDEV", path: "/a" }),
    { code: "unexpected", where: "/a", message: "something went wrong that should not: EXDEV: too far" },
  ],
  [
    "a fault",
    new TypeError("x is not y"),
    { code: "unexpected", where: "", stack: expect.stringMatching(/at /) },
  ],
  ["a text", "oops", { code: "unexpected", message: "something went wrong that should not: oops" }],
])("%s", (_, error, told) => {
  expect(unexpected(error)).toMatchObject(told);
});
