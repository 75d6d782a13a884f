import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import table from "../../nixpkgs/nixos/needs.json" with { type: "json" };
import { oldestOf } from "./needs.ts";
import { KUBERNETES_MINORS, PROGRAM_SET_NAMES, PROGRAM_SETS } from "./programs.ts";
import { compareVersions } from "./version.ts";

const adaptations = readdirSync(resolve(import.meta.dirname, "../../nixpkgs/nixos/adaptations"));

test("every row is of a program that tells its version, of one bound, and of an adaptation that is there", () => {
  for (const { program, need, ...bounds } of table) {
    const set = PROGRAM_SET_NAMES.find((name) => name === program);
    expect(set !== undefined && PROGRAM_SETS[set].tellVersion, program).toBe(true);
    expect([bounds.before, bounds.from].filter((bound) => bound !== undefined)).toHaveLength(1);
    if (need !== "refused") expect(adaptations).toContain(`${need}.nix`);
  }
});

test("every adaptation but that of containers is a row's", () => {
  const files = adaptations.filter((file) => !["container.nix", "default.nix"].includes(file));
  expect(files.sort()).toEqual(
    table
      .filter(({ need }) => need !== "refused")
      .map(({ need }) => `${need}.nix`)
      .sort(),
  );
});

test("what is refused is older than all that the lab builds, and nothing is adapted to what is refused", () => {
  expect(oldestOf("kubernetes")).toBe("1.34");
  expect(oldestOf("containerd")).toBeUndefined();
  for (const minor of KUBERNETES_MINORS) {
    expect(compareVersions(minor, oldestOf("kubernetes") ?? "")).toBeGreaterThanOrEqual(0);
  }
  for (const { program, before, need } of table) {
    const set = PROGRAM_SET_NAMES.find((name) => name === program) ?? "cni";
    if (need !== "refused" && before !== undefined) {
      expect(compareVersions(before, oldestOf(set) ?? "")).toBeGreaterThan(0);
    }
  }
});
