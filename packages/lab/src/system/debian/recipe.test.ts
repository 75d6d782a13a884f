import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { CGROUP_FUNCTIONS, REMOVE_CGROUP_SCRIPT } from "../../machine/cgroup-script.ts";
import { CLOCK } from "./clock-program.ts";
import { BASE_TREE_RECIPE, recipeDigest } from "./recipe.ts";

describe("the base tree's recipe", () => {
  test("names each package and each path once, packages in order", () => {
    const { packages, files, links } = BASE_TREE_RECIPE;
    expect(packages).toEqual([...new Set(packages)].sort());
    const paths = [...files, ...links].map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("has another name when anything in it is another", () => {
    const digest = recipeDigest(BASE_TREE_RECIPE);
    expect(recipeDigest({ ...BASE_TREE_RECIPE })).toBe(digest);
    expect(recipeDigest({ ...BASE_TREE_RECIPE, suite: "sid" })).not.toBe(digest);
    expect(recipeDigest({ ...BASE_TREE_RECIPE, files: BASE_TREE_RECIPE.files.slice(1) })).not.toBe(digest);
  });

  test("starts only units that it has", () => {
    const units = BASE_TREE_RECIPE.files.map(({ path }) => path.split("/").at(-1));
    for (const { target } of BASE_TREE_RECIPE.links) expect(units).toContain(target.replace("../", ""));
  });
});

describe("the scripts", () => {
  const scripts = BASE_TREE_RECIPE.files.filter(({ text }) => /^#!\/bin\/(ba)?sh\n/.test(text));

  test.each([
    ...scripts.map(({ path, text }) => [path, text] as const),
    ["cgroup functions", CGROUP_FUNCTIONS] as const,
    ["cgroup removal", REMOVE_CGROUP_SCRIPT] as const,
  ])("%s is something that the shell can read", (_, text) => {
    const checked = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    expect(checked).toMatchObject({ status: 0, stderr: "" });
    expect(text).not.toContain("undefined");
  });

  test("the clock's program is Perl", () => {
    const checked = spawnSync("perl", ["-c"], { input: CLOCK, encoding: "utf8" });
    if (checked.error !== undefined) throw checked.error;
    expect(checked.status).toBe(0);
  });
});
