import type { MachinePlan } from "../model/lab-plan.ts";
import type { SystemKind } from "../model/system-kind.ts";
import { BASE_TREE_RECIPE, type BaseTreeRecipe } from "./debian/recipe.ts";
import { debianRoot } from "./debian/root.ts";
import { NIXOS_TREE_RECIPE } from "./nixos/recipe.ts";
import { nixosRoot } from "./nixos/root.ts";

/** What there is to know of a kind of system, but for what a deployment is told. */
export interface HostSystem {
  /** For people. */
  readonly meaning: string;
  /** How the tree is made that all machines of a lab with such hosts lie on. */
  readonly tree: BaseTreeRecipe;
  /** Lines of bash that make a host's root, once its disk is mounted. */
  readonly mountRoot: (machine: MachinePlan, baseTree: string) => readonly string[];
}

/** What hosts may boot. */
export const SYSTEMS: { readonly [K in SystemKind]: HostSystem } = {
  debian: {
    meaning: "Debian's systemd, with what a double of nixpkgs makes of the configuration",
    tree: BASE_TREE_RECIPE,
    mountRoot: debianRoot,
  },
  nixos: {
    meaning: "NixOS: the flake's labConfigurations",
    tree: NIXOS_TREE_RECIPE,
    mountRoot: nixosRoot,
  },
};
