import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments.ts";
import { SPEC_IMAGES, unknownImages } from "./images.ts";

describe("the command's arguments", () => {
  it("have defaults", () => {
    const { procs, ...rest } = readArguments([]);
    expect(rest).toEqual({
      cluster: "ipv4",
      focus: undefined,
      keep: "all",
      writeDocs: false,
      prepare: false,
    });
    expect(procs).toBeGreaterThan(0);
  });

  it("are a focus, a cluster, and what becomes of results", () => {
    expect(
      readArguments(["sig-auth|DNS", "--cluster", "dual-stack", "--procs", "8", "--again", "--write-docs"]),
    ).toEqual({
      cluster: "dual-stack",
      focus: /sig-auth|DNS/,
      procs: 8,
      keep: "passed",
      writeDocs: true,
      prepare: false,
    });
    expect(readArguments(["--fresh"]).keep).toBe("none");
    expect(readArguments(["--prepare"]).prepare).toBe(true);
  });

  it.each([
    [["a", "b"], "one focus"],
    [["("], "Invalid regular expression"],
    [["--again", "--fresh"], "do not go together"],
    [["--cluster", "ipv5"], "no cluster ipv5"],
    [["--procs", "-1"], "--procs"],
    [["--procs", "many"], "whole number"],
    [["--quick"], "--quick"],
  ])("%j are refused", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});

describe("the images of the specs", () => {
  it("have a name each, and layers", () => {
    const names = SPEC_IMAGES.map(({ reference }) => reference);
    expect(new Set(names).size).toBe(names.length);
    expect(SPEC_IMAGES.filter(({ layers }) => layers.length === 0)).toEqual([]);
  });

  it("are those that the tests ask for; what they ask for by another name now is said", () => {
    const listed = SPEC_IMAGES.map(({ reference }) => `${reference}\n`);
    expect(unknownImages(listed.join(""))).toEqual([]);
    expect(unknownImages(listed.slice(1).join(""))).toEqual([SPEC_IMAGES[0]?.reference]);
  });
});
