import { describe, expect, it } from "vitest";
import { type Outcome, type Reason, renderOutcome, unexplained, withOutcomes } from "./render.ts";

const outcome: Outcome = {
  cluster: "ipv4",
  known: {
    release: "v1.36.3",
    specs: ["[sig-a] one", "[sig-a] two | three", "[sig-b] four"],
    results: {
      "[sig-a] one": { outcome: "passed", seconds: 1 },
      "[sig-a] two | three": { outcome: "failed", seconds: 2, message: "no" },
    },
  },
};

const reasons: readonly Reason[] = [{ spec: "[sig-a] two | three", why: "one LAN", clusters: ["ipv4"] }];

describe("the table of a cluster", () => {
  it("counts by group, and says that a part was run, and why what failed did", () => {
    expect(renderOutcome(outcome, reasons).split("\n")).toEqual([
      "Kubernetes v1.36.3, cluster `ipv4`: 3 specs, 1 passed, 1 failed; **a part of it was run: 1 have no result**.",
      "",
      "| group | specs | passed | failed | not run |",
      "|---|---:|---:|---:|---:|",
      "| sig-a | 2 | 1 | 1 | 0 |",
      "| sig-b | 1 | 0 | 0 | 1 |",
      "| all | 3 | 1 | 1 | 1 |",
      "",
      "| failed | why |",
      "|---|---|",
      "| [sig-a] two \\| three | one LAN |",
    ]);
  });

  it("says what nobody has explained, in this cluster", () => {
    expect(unexplained(outcome, reasons)).toEqual([]);
    const dual: Outcome = { ...outcome, cluster: "dual-stack" };
    expect(unexplained(dual, reasons)).toEqual(["[sig-a] two | three"]);
    expect(renderOutcome(dual, reasons)).toContain("**not explained yet**");
  });

  it("takes its place in the document, and leaves the others'", () => {
    const document = "before\n<!-- ipv4 -->\nold\n<!-- end of ipv4 -->\nafter\n";
    const text = withOutcomes(document, [outcome], reasons);
    expect(text).toBe(
      `before\n<!-- ipv4 -->\n${renderOutcome(outcome, reasons)}\n<!-- end of ipv4 -->\nafter\n`,
    );
    expect(withOutcomes(text, [outcome], reasons)).toBe(text);
    expect(() => withOutcomes("nothing", [outcome], reasons)).toThrow("no place for ipv4");
  });
});
