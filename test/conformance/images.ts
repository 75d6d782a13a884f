import type { FolderImage } from "@quorate/lab";

/** A layer that make-layers makes, or the folder of the lab's own pause program. */
export type LayerName =
  | "agnhost"
  | "busybox"
  | "debian"
  | "etcd"
  | "kitten"
  | "nautilus"
  | "nginx"
  | "nonewprivs"
  | "pause"
  | "sample-apiserver";

/** An image that conformance specs run, of the very name that they ask for. */
export interface SpecImage extends Omit<FolderImage, "folders"> {
  readonly layers: readonly LayerName[];
}

const TESTS = "registry.k8s.io/e2e-test-images";

const agnhost = { layers: ["debian", "agnhost"], command: ["/agnhost"], arguments: ["pause"] } as const;
const busybox = { layers: ["busybox"], arguments: ["sh"] } as const;
const webserver = { command: ["/agnhost"], arguments: ["test-webserver"] } as const;
const nginx = { layers: ["nginx"], arguments: ["nginx", "-g", "daemon off;"] } as const;

/**
 * What the [Conformance] specs of the release that is built run. Programs are upstream's own where the lab can build
 * them (agnhost, kitten, nautilus, nonewprivs, sample-apiserver, etcd), and Debian's otherwise.
 */
export const SPEC_IMAGES: readonly SpecImage[] = [
  { reference: `${TESTS}/agnhost:2.63.0`, ...agnhost },
  { reference: `${TESTS}/agnhost:2.55`, ...agnhost },
  { reference: `${TESTS}/busybox:1.36.1-1`, ...busybox },
  { reference: `${TESTS}/busybox:1.37.0-1`, ...busybox },
  { reference: `${TESTS}/glibc-dns-testing:2.0.0`, layers: ["debian", "agnhost"] },
  { reference: `${TESTS}/kitten:1.8`, layers: ["agnhost", "kitten"], ...webserver },
  { reference: `${TESTS}/nautilus:1.8`, layers: ["agnhost", "nautilus"], ...webserver },
  { reference: `${TESTS}/nginx:1.15-4`, ...nginx },
  { reference: `${TESTS}/nginx:1.27-0`, ...nginx },
  { reference: `${TESTS}/nonewprivs:1.4`, layers: ["busybox", "nonewprivs"], arguments: ["nnp"] },
  { reference: `${TESTS}/nonroot:1.5`, ...busybox, user: "1234" },
  {
    reference: `${TESTS}/sample-apiserver:1.29.2`,
    layers: ["sample-apiserver"],
    command: ["/sample-apiserver"],
  },
  { reference: "registry.k8s.io/etcd:3.6.8-0", layers: ["etcd"], arguments: ["/usr/local/bin/etcd"] },
  { reference: "registry.k8s.io/pause:3.10.2", layers: ["pause"], command: ["/pause"] },
];

/** Those of {@link SPEC_IMAGES} that the tests ask for by another name now. `listed` is what `--list-images` prints. */
export function unknownImages(listed: string): readonly string[] {
  const known = new Set(listed.split("\n").map((line) => line.trim()));
  return SPEC_IMAGES.map(({ reference }) => reference).filter((reference) => !known.has(reference));
}
