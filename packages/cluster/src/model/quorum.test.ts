import { expect, it } from "vitest";
import { quorumOf } from "./quorum.ts";

it.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [10, 6],
])("of %i members %i have to agree", (members, quorum) => {
  expect(quorumOf(members)).toBe(quorum);
});
