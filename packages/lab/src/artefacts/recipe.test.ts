import { existsSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LAB_RECIPES } from "./image.ts";
import { PROGRAM_SETS } from "./programs.ts";
import { artefactName, dependsOn, recipeOptions } from "./recipe.ts";
import { RECIPE_NAMES, recipeOf } from "./recipes.ts";

const recipes = resolve(import.meta.dirname, "../../artefacts");

describe("the recipes", () => {
  it("name files that are there", () => {
    for (const recipe of RECIPE_NAMES.map(recipeOf)) {
      expect(dependsOn(recipe).filter((path) => !existsSync(resolve(recipes, path)))).toEqual([]);
      expect(existsSync(resolve(recipes, recipe.module, "go.mod"))).toBe(true);
    }
  });

  it("are wanted by somebody, each", () => {
    const ofSets = Object.values(PROGRAM_SETS).flatMap(({ builtBy }) => builtBy);
    // What Kubernetes' own tests want is for test/conformance, and in no lab's folder.
    expect([...RECIPE_NAMES].sort()).toEqual([...ofSets, ...LAB_RECIPES, "conformance"].sort());
  });

  it("tell their script what is in their row", () => {
    expect(recipeOptions(recipeOf("cni"))).toEqual([]);
    expect(recipeOptions(recipeOf("etcd"))).toEqual(["--rename", "server", "etcd"]);
    expect(recipeOptions(recipeOf("conformance")).slice(3)).toEqual([
      ...["--tests-of", "k8s.io/kubernetes/test/e2e", "e2e.test"],
      ...["--files-of", "k8s.io/kubernetes", "test/images/kitten/html", "kitten"],
      ...["--files-of", "k8s.io/kubernetes", "test/images/nautilus/html", "nautilus"],
      ...["--files-of", "k8s.io/kubernetes", "test/images/agnhost/porter", "porter"],
    ]);
    expect(recipeOptions(recipeOf("containerd"))).toEqual(["--tags", "no_btrfs,no_zfs"]);
  });
});

describe("artefactName", () => {
  const recipe = recipeOf("kubernetes-1.36");
  const nameOf = (files: Parameters<typeof artefactName>[1]) =>
    artefactName("kubernetes-1.36", files, recipeOptions(recipe));
  const files = fc.uniqueArray(fc.record({ path: fc.string(), text: fc.string() }), {
    selector: ({ path }) => path,
    minLength: 1,
  });

  it("does not depend on the order of the files", () => {
    fc.assert(
      fc.property(files, (list) => {
        expect(nameOf(list.toReversed())).toBe(nameOf(list));
      }),
    );
  });

  it("changes with any text, and with what lies in which file", () => {
    const name = nameOf([{ path: "a", text: "bc" }]);
    expect(name).toMatch(/^kubernetes-1\.36-[0-9a-f]{16}$/);
    expect(nameOf([{ path: "a", text: "bd" }])).not.toBe(name);
    expect(nameOf([{ path: "ab", text: "c" }])).not.toBe(name);
  });

  it("changes with what the script is told", () => {
    const tagged = { ...recipe, tags: ["seccomp"] };
    expect(artefactName("kubernetes-1.36", [], recipeOptions(tagged))).not.toBe(nameOf([]));
  });
});
