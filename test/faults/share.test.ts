import { expect, test } from "vitest";
import { labOf, readShare, shareOf } from "./share.ts";

test.each(["", "0/3", "4/3", "1", "1/0", "a/3", "1/3/5", "-1/3", "1.5/3"])("%j is no share", (text) => {
  expect(readShare(text)).toBeUndefined();
});

test("all shares have each once", () => {
  const all = [...Array(134).keys()];
  const shares = ["1/3", "2/3", "3/3"].map(readShare).filter((share) => share !== undefined);
  expect(shares.flatMap((share) => shareOf(all, share)).sort((a, b) => a - b)).toEqual(all);
  expect(shares.map(labOf)).toEqual(["faults-1", "faults-2", "faults-3"]);
});

test("who is alone has all", () => {
  const share = { part: 1, of: 1 };
  expect(shareOf(["a", "b"], share)).toEqual(["a", "b"]);
  expect(labOf(share)).toBe("faults");
});
