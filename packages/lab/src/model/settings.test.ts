import { describe, expect, test } from "vitest";
import { checkedLabSettings, labSettings } from "./settings.ts";

describe("the settings of a lab", () => {
  test("are the same checked and unchecked where nothing is set", () => {
    expect(checkedLabSettings({ QUORATE_LAB_STATE: "" })).toEqual({ ok: true, value: labSettings() });
    expect(labSettings().artefacts).toEqual({ kind: "made" });
  });

  test("are what the environment says, with its paths made plain", () => {
    const environment = {
      QUORATE_LAB_STATE: "/srv/labs/",
      QUORATE_LAB_CACHE: "/srv//x/../cache",
      QUORATE_LAB_ARTEFACTS: "/opt/kubernetes-1.34",
    };
    expect(checkedLabSettings(environment)).toMatchObject({
      value: {
        stateRoot: "/srv/labs",
        cacheRoot: "/srv/cache",
        artefacts: { kind: "given", folder: "/opt/kubernetes-1.34" },
      },
    });
  });

  test.each([
    ["QUORATE_LAB_RELEASES", ["http://127.0.0.1:8080", "https://mirror.example/a/", "http://[::1]:80"]],
    ["QUORATE_LAB_IMAGES", ["stand-ins"]],
  ])("take in %s", (name, values) => {
    for (const value of ["", ...values]) expect(checkedLabSettings({ [name]: value }).ok, value).toBe(true);
  });

  test.each([
    [
      "QUORATE_LAB_RELEASES",
      ["mirror.example", "file:///srv", "--help", "https://", "http:// a", "http://-o", "no"],
    ],
    ["QUORATE_LAB_IMAGES", ["standins", "real", "1"]],
  ])("refuse in %s what is no source", (name, values) => {
    for (const value of values) {
      const result = checkedLabSettings({ [name]: value });
      const problems = result.ok ? [] : result.problems;
      expect(problems, value).toMatchObject([
        { code: "lab-source-unknown", message: expect.stringContaining(name) },
      ]);
      expect(problems[0]?.hint).toContain(name);
    }
  });

  test.each(["QUORATE_LAB_STATE", "QUORATE_LAB_CACHE", "QUORATE_LAB_ARTEFACTS"])("refuse in %s", (name) => {
    for (const path of ["labs", "./labs", "..", "/", "/..", "/my labs", "/a:b", "/a,b", "/a\nb"]) {
      const result = checkedLabSettings({ [name]: path });
      const problems = result.ok ? [] : result.problems;
      expect(
        problems.map(({ code }) => code),
        path,
      ).toEqual(["lab-path"]);
      expect(problems[0]?.message).toContain(name);
      expect(problems[0]?.hint).toContain(name);
    }
  });
});
