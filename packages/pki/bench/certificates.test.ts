import { expect, it } from "vitest";
import { benchCertificates } from "./certificates.ts";

it("measures what it says, on a size that takes a moment", async () => {
  const rows = await benchCertificates([1, 3], { repeat: 1 });
  expect(rows.map(({ nodes, opensslExtrapolated }) => [nodes, opensslExtrapolated])).toEqual([
    [1, false],
    [3, false],
  ]);
  const [one, three] = rows;
  expect(one?.opensslSample).toBe((one?.certificates ?? 0) - 3);
  expect(three?.certificates).toBeGreaterThan(one?.certificates ?? 0);
  for (const row of rows) {
    for (const value of Object.values(row)) if (typeof value === "number") expect(value).toBeGreaterThan(0);
    expect(row.timesFaster).toBeCloseTo(row.opensslMs / row.totalMs, 6);
  }
});
