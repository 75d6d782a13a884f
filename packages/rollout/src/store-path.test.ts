import type { HostName } from "@quorate/cluster";
import { describe, expect, test } from "vitest";
import { parseStorePath, unbuiltStorePath } from "./store-path.ts";

const hash = "0123456789abcdfghijklmnpqrsvwxyz";

describe("a store path", () => {
  test.each([
    `/nix/store/${hash}-a`,
    `/nix/store/${hash}-nixos-system-node1-24.05.20240531.63dacb4`,
    `/nix/store/${hash}-A+b._?=c`,
    `/nix/store/${hash}-${"n".repeat(211)}`,
  ])("%s", (path) => {
    expect(parseStorePath(path)).toBe(path);
  });

  test.each([
    "",
    "/run/current-system",
    `/nix/store/${hash}`,
    `/nix/store/${hash}-`,
    `/nix/store/${hash.slice(1)}-a`,
    `/nix/store/${hash}0-a`,
    `/nix/store/${hash.toUpperCase()}-a`,
    `/nix/store/${hash}-${"n".repeat(212)}`,
    `/nix/store/${hash}-a/bin`,
    `/nix/store/${hash}-a b`,
    `/nix/store/${hash}-$(reboot)`,
    `/nix/store/${hash}-a\n`,
    `/gnu/nix/store/${hash}-a`,
  ])("is not %j", (path) => {
    expect(parseStorePath(path)).toBeUndefined();
  });

  test("that only a build could tell names its node and what it is", () => {
    expect(unbuiltStorePath("node1" as HostName, "disko.drv")).toBe(
      "/nix/store/NOT-BUILT-YET-node1-disko.drv",
    );
  });
});
