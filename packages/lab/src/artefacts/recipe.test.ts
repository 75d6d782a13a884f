import { existsSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUILT_SETS } from "./programs.ts";
import { artefactName, dependsOn, RECIPES } from "./recipe.ts";

const recipes = resolve(import.meta.dirname, "../../artefacts");

describe("the recipes", () => {
  it("name files that are there", () => {
    for (const recipe of Object.values(RECIPES)) {
      expect(dependsOn(recipe).filter((path) => !existsSync(resolve(recipes, path)))).toEqual([]);
      expect(existsSync(resolve(recipes, recipe.module, "go.mod"))).toBe(true);
    }
  });

  it("build all that hosts don't have from Debian", () => {
    expect(Object.keys(RECIPES).sort()).toEqual([...BUILT_SETS, "stand-ins"].sort());
  });
});

describe("artefactName", () => {
  const files = fc.uniqueArray(fc.record({ path: fc.string(), text: fc.string() }), {
    selector: ({ path }) => path,
    minLength: 1,
  });

  it("does not depend on the order of the files", () => {
    fc.assert(
      fc.property(files, (list) => {
        expect(artefactName(RECIPES.kubernetes, list.toReversed())).toBe(
          artefactName(RECIPES.kubernetes, list),
        );
      }),
    );
  });

  it("changes with any text, and with what lies in which file", () => {
    const name = artefactName(RECIPES.kubernetes, [{ path: "a", text: "bc" }]);
    expect(name).toMatch(/^kubernetes-[0-9a-f]{16}$/);
    expect(artefactName(RECIPES.kubernetes, [{ path: "a", text: "bd" }])).not.toBe(name);
    expect(artefactName(RECIPES.kubernetes, [{ path: "ab", text: "c" }])).not.toBe(name);
  });
});
