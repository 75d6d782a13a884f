import { expect, test } from "vitest";
import { parseNeighbours } from "./router-daemon.ts";

test.each([
  [
    '[{"conf":{"neighbor_address":"fd00::2"}},{"conf":{"neighbor_address":"10.0.0.11"}}]',
    ["10.0.0.11", "fd00::2"],
  ],
  ["[]", []],
  ["null", undefined],
  ["Error: connection refused", undefined],
  ["", undefined],
] as const)("the neighbours in %s", (text, addresses) => {
  expect(parseNeighbours(text)).toEqual(addresses);
});
