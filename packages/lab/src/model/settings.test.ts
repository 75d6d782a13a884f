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
