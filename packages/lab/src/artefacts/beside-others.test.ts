import { expect, test } from "vitest";
import { besideOthers } from "./beside-others.ts";

test.each([
  [2, 24_000, undefined],
  [2, 2_560, undefined],
  [2, 2_048, 1],
  [8, 2_560, 2],
  [8, 8_192, 6],
  [8, 16_384, undefined],
  [16, 16_384, 12],
  [4, 900, 1],
])("of %s processors, with %s MiB, it has %s", (processors, memory, has) => {
  const words = besideOthers(processors, memory);
  const limit = words.filter((word) => word.startsWith("GOMAXPROCS="));
  expect(limit).toEqual(has === undefined ? [] : [`GOMAXPROCS=${has}`]);
  expect(words.slice(-3)).toEqual(["nice", "-n", "19"]);
});
