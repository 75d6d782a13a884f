import type { RecipeName } from "./recipes.ts";

/** An image that the lab brings, since its hosts reach no registry. */
export interface Image {
  /** Name of its file, without the ending. */
  readonly name: string;
  /** The very name by which manifests and containerd ask for it. */
  readonly reference: string;
  /** The recipe whose result has its program. */
  readonly recipe: RecipeName;
  /** The program in it; it lies at /<program>. */
  readonly program: string;
  readonly command: readonly string[];
  /** What it stands in for; `undefined` where it is itself what is wanted. */
  readonly standsInFor?: string;
  /** Whether the real one is used where a registry gives it. Default: no. */
  readonly pulled?: boolean;
}

/** Label of an image that is not what its name says, and of what it stands in for. */
export const STAND_IN_LABEL = "org.quorate.stand-in";

/** What the lab has for the images that manifests ask for, by these without their versions. */
const OF_CLUSTERS = {
  "registry.k8s.io/coredns/coredns": {
    name: "coredns",
    recipe: "coredns",
    program: "coredns",
    command: ["/coredns"],
  },
  "ghcr.io/kube-vip/kube-vip": {
    name: "kube-vip",
    recipe: "stand-ins",
    program: "kube-vip",
    command: ["/kube-vip"],
    standsInFor: "kube-vip",
    pulled: true,
  },
} as const satisfies { readonly [repository: string]: Omit<Image, "reference"> };

/** What every lab has beside: containerd's configuration in NixOS asks for `pause`; `hello` is to try pods with. */
const OWN: readonly Image[] = ["hello", "pause"].map((name) => ({
  name,
  reference: `docker.io/library/${name}:latest`,
  recipe: "stand-ins",
  program: name,
  command: [`/${name}`],
}));

/** The images that a lab brings to a cluster whose manifests ask for these, sorted by name. */
export function labImages(asked: readonly string[]): readonly Image[] {
  const found = asked.flatMap((reference) => {
    const row = rowOf(reference);
    return row === undefined ? [] : [{ ...row, reference }];
  });
  return [...found, ...OWN].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Images that manifests ask for and that no lab has: a host that has a way to a registry pulls them. */
export function strangeImages(asked: readonly string[]): readonly string[] {
  return asked.filter((reference) => rowOf(reference) === undefined);
}

/** Recipes that every lab wants, wherever Kubernetes is from: of its own programs for hosts, and of its images. */
export const LAB_RECIPES: readonly RecipeName[] = [
  ...new Set<RecipeName>(["stand-ins", ...Object.values(OF_CLUSTERS).map(({ recipe }) => recipe)]),
];

function rowOf(reference: string): Omit<Image, "reference"> | undefined {
  const repository = reference.slice(0, reference.lastIndexOf(":"));
  return Object.hasOwn(OF_CLUSTERS, repository)
    ? OF_CLUSTERS[repository as keyof typeof OF_CLUSTERS]
    : undefined;
}
