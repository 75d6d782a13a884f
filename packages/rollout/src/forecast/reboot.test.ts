import { expect, test } from "vitest";
import type { SystemParts } from "../observe/host/systems.ts";
import { known, unknown } from "../observe/known.ts";
import { testPath } from "../testing/observations.ts";
import { rebootReasons } from "./reboot.ts";

const parts: SystemParts = {
  path: testPath("a"),
  kernel: `${testPath("linux-6.12.8")}/bzImage`,
  initrd: `${testPath("initrd")}/initrd`,
  modules: testPath("modules"),
  inhibitors: "",
  parameters: "loglevel=4",
};

test.each<[string, Partial<SystemParts>, readonly string[]]>([
  ["nothing of that", { path: testPath("b") }, []],
  ["a kernel", { kernel: `${testPath("linux-6.12.9")}/bzImage` }, ["kernel linux-6.12.8 → linux-6.12.9"]],
  [
    "the same version built anew",
    { kernel: `/nix/store/${"1".repeat(32)}-linux-6.12.8/bzImage` },
    ["kernel"],
  ],
  [
    "parameters and the initial ramdisk",
    { parameters: "quiet", initrd: "" },
    ["initial ramdisk", "kernel parameters"],
  ],
])("%s", (_, changes, reasons) => {
  expect(rebootReasons(known(parts), known({ ...parts, ...changes }))).toEqual(known(reasons));
});

test("what is not known on either side is not known", () => {
  expect(rebootReasons(unknown("a"), known(parts))).toEqual(unknown("a"));
  expect(rebootReasons(known(parts), unknown("b"))).toEqual(unknown("b"));
});
