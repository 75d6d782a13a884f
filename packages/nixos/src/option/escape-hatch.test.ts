import { describe, expect, it } from "vitest";
import { applyEscapeHatch } from "./escape-hatch.ts";

describe("applyEscapeHatch", () => {
  it("lays what is named by path over what is named, and that over ours", () => {
    const ours = { time: { timeZone: "UTC" }, boot: { kernelParams: ["a"] }, kept: true };
    const hatch = {
      nixos: { time: { timeZone: "Europe/Berlin" }, boot: { kernelParams: ["b"] } },
      nixosUnchecked: { "time.timeZone": "Europe/Rome", 'environment.etc."x.conf".text': "x" },
    };
    expect(applyEscapeHatch(ours, hatch)).toEqual({
      time: { timeZone: "Europe/Rome" },
      boot: { kernelParams: ["a", "b"] },
      environment: { etc: { "x.conf": { text: "x" } } },
      kept: true,
    });
  });

  it("does not depend on the order of the paths", () => {
    const [one, other] = [{ "a.b": 1 }, { a: { b: 2 } }];
    for (const nixosUnchecked of [
      { ...one, ...other },
      { ...other, ...one },
    ]) {
      expect(applyEscapeHatch({}, { nixos: {}, nixosUnchecked })).toEqual({ a: { b: 1 } });
    }
  });

  it("takes no path that Nix would not", () => {
    expect(() => applyEscapeHatch({}, { nixos: {}, nixosUnchecked: { "a..b": 1 } })).toThrow(
      "not an option path: a..b",
    );
  });
});
