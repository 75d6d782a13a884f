import { K3S_VERSIONS } from "@quorate/cluster";
import { expect, test } from "vitest";
import { versionWords } from "../plan/version.ts";
import { compareK3s, etcdInK3s, etcdMinorPatterns, k3sWith } from "./k3s-etcd.ts";

test.each([
  ["1.31.14+k3s1", "none"],
  ["1.32.0+k3s1", "3.5.16"],
  ["1.32.10+k3s1", "3.5.21"],
  ["1.32.11+k3s1", "3.5.25"],
  ["1.32.11+k3s3", "3.5.26"],
  ["1.32.13+k3s1", "3.5.26"],
  ["1.32.14+k3s1", "3.5.26 or later"],
  ["1.33.0+k3s1", "3.5.21"],
  ["1.33.6+k3s1", "3.5.21"],
  ["v1.33.7+k3s1", "3.5.25"],
  ["1.33.7+k3s3", "3.5.26"],
  ["1.33.10+k3s1", "3.5.26"],
  ["1.33.11+k3s1", "3.6.7"],
  ["1.33.13+k3s1", "3.6.12"],
  ["1.33.13+k3s2", "3.6.14"],
  ["1.33.13+k3s3", "3.6.14 or later"],
  ["1.34.0+k3s1", "3.6.14 or later"],
  ["1.34.8+k3s1", "3.6.7"],
  ["1.35.6+k3s1", "3.6.12"],
  ["1.36.6+k3s1", "3.6.14 or later"],
  ["1.37.1+k3s1", "3.7.1"],
  ["1.38.0+k3s1", "3.7.1 or later"],
  // A release candidate, upstream's own, and nothing.
  ["1.33.11-rc1+k3s1", "none"],
  ["1.33.11", "none"],
  ["", "none"],
])("in k3s %s is etcd %s", (k3s, expected) => {
  const inside = etcdInK3s(k3s);
  const words = inside === undefined ? "none" : versionWords(inside.version);
  expect(inside === undefined || inside.sure ? words : `${words} or later`).toBe(expected);
});

test("every minor of k3s that machines.ts may say is among them", () => {
  const patterns = etcdMinorPatterns()
    .map(([, all]) => all)
    .join("|");
  for (const minor of K3S_VERSIONS) expect(patterns).toContain(`|${minor}.[`);
  expect(etcdMinorPatterns().at(-1)).toEqual(["3.7", "1.37.[0]+k3s[1-9]|1.37.1+k3s1"]);
});

test("says which releases have one", () => {
  const has = ({ minor, patch }: { minor: number; patch: number }) => minor === 5 && patch >= 26;
  const of33 = "1.33.7+k3s3 or later, before 1.33.11+k3s1";
  expect(k3sWith(has, 30)).toEqual(["1.32.11+k3s3 or later", of33]);
  expect(k3sWith(has, 33)).toEqual([of33]);
  expect(k3sWith(has, 34)).toEqual([]);
});

test.each([
  ["1.33.7+k3s1", "1.33.7+k3s3", -1],
  ["1.33.10+k3s1", "1.33.9+k3s2", 1],
  ["1.34.1+k3s1", "v1.34.1+k3s1", 0],
  ["1.34.1", "1.34.1+k3s1", undefined],
])("%s beside %s: %s", (one, other, expected) => {
  const found = compareK3s(one, other);
  expect(found === undefined ? undefined : Math.sign(found)).toBe(expected);
});
