import type { Recipe } from "./recipe.ts";

/**
 * All that the lab makes from source, a row each: a folder of `packages/lab/programs` with a `go.mod` whose tools are
 * the programs, and what there is to say of it. Who wants one names it: {@link PROGRAM_SETS} what hosts run, and
 * {@link labImages} what lies in images.
 */
const RECIPES = {
  "kubernetes-1.36": { ...kubernetes("1.36"), module: "../programs/kubernetes-1.36" },
  "kubernetes-1.35": { ...kubernetes("1.35"), module: "../programs/kubernetes-1.35" },
  etcd: {
    description: "build etcd",
    usually: "half a minute, once",
    script: "build-programs",
    module: "../programs/etcd",
    diskMiB: 640,
    renamed: { server: "etcd" },
  },
  containerd: {
    description: "build containerd",
    usually: "a minute, once",
    script: "build-programs",
    module: "../programs/containerd",
    diskMiB: 768,
    // File systems that hosts don't have; one of them would need C.
    tags: ["no_btrfs", "no_zfs"],
  },
  cni: {
    description: "build CNI's plugins",
    usually: "seconds, once",
    script: "build-programs",
    module: "../programs/cni",
    diskMiB: 128,
  },
  coredns: {
    description: "build CoreDNS",
    usually: "seconds where Kubernetes was built a moment ago, else 2 minutes, once",
    script: "build-programs",
    module: "../programs/coredns",
    diskMiB: 768,
  },
  "stand-ins": {
    description: "build the lab's own images",
    usually: "seconds where Kubernetes was built a moment ago, else 2 minutes, once",
    script: "build-stand-ins",
    module: "stand-ins",
    diskMiB: 1_216,
  },
  conformance: {
    description: "build Kubernetes' own tests and the programs that they run in pods",
    usually: "about 3 minutes where Kubernetes was built a moment ago, else 8, once",
    script: "build-tests",
    module: "../programs/conformance",
    diskMiB: 3_072,
    memoryMiB: 2_560,
    keptDays: 7,
    versionFor: { module: "k8s.io/kubernetes", package: "k8s.io/component-base/version" },
    tests: { "e2e.test": "k8s.io/kubernetes/test/e2e" },
    files: {
      module: "k8s.io/kubernetes",
      folders: {
        kitten: "test/images/kitten/html",
        nautilus: "test/images/nautilus/html",
        porter: "test/images/agnhost/porter",
      },
    },
  },
} as const satisfies { readonly [name: string]: Recipe };

/** A recipe by its name. */
export type RecipeName = keyof typeof RECIPES;

/** All of these. */
export const RECIPE_NAMES = Object.keys(RECIPES) as readonly RecipeName[];

/** Whether there is a recipe of this name. */
export function isRecipe(name: string): name is RecipeName {
  return Object.hasOwn(RECIPES, name);
}

/** A row of the table, with what it may have and has not. */
export function recipeOf(name: RecipeName): Recipe {
  return RECIPES[name];
}

/** What every minor of Kubernetes wants. */
function kubernetes(minor: string) {
  return {
    description: `build Kubernetes ${minor}`,
    usually: "about 6 minutes, once",
    script: "build-programs",
    diskMiB: 3_072,
    // The linker alone takes 1,760 of them for kube-apiserver, while another processor compiles.
    memoryMiB: 2_560,
    keptDays: 7,
    // Programs of other people's modules don't know their version; they are told as upstream's own build tells them.
    versionFor: { module: "k8s.io/kubernetes", package: "k8s.io/component-base/version" },
  } as const;
}
