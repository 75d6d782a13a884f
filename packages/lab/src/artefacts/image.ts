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

/** What a cluster's manifests call the images that they ask for. */
export interface ImageReferences {
  readonly coredns: string;
  readonly kubeVip: string;
}

/** Label of an image that is not what its name says, and of what it stands in for. */
export const STAND_IN_LABEL = "org.quorate.stand-in";

/**
 * The images, under the names that containerd's configuration in NixOS (`pause`), kube-vip's manifest and the
 * Deployment of CoreDNS use. `hello` is for trying pods and Services.
 */
export function labImages({ coredns, kubeVip }: ImageReferences): readonly Image[] {
  return [
    {
      name: "coredns",
      reference: coredns,
      recipe: "coredns",
      program: "coredns",
      command: ["/coredns"],
    },
    {
      name: "hello",
      reference: "docker.io/library/hello:latest",
      recipe: "stand-ins",
      program: "hello",
      command: ["/hello"],
    },
    {
      name: "kube-vip",
      reference: kubeVip,
      recipe: "stand-ins",
      program: "kube-vip",
      command: ["/kube-vip"],
      standsInFor: "kube-vip",
      pulled: true,
    },
    {
      name: "pause",
      reference: "docker.io/library/pause:latest",
      recipe: "stand-ins",
      program: "pause",
      command: ["/pause"],
    },
  ];
}

/** Recipes that every lab wants, wherever Kubernetes is from: of its own programs for hosts, and of its images. */
export const LAB_RECIPES: readonly RecipeName[] = [
  ...new Set(["stand-ins" as const, ...labImages({ coredns: "", kubeVip: "" }).map(({ recipe }) => recipe)]),
];
