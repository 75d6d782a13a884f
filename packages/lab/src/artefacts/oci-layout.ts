import { createHash } from "node:crypto";
import { type Image, STAND_IN_LABEL } from "./image.ts";

/** A file of an OCI image layout, its path relative to the layout. */
export interface LayoutFile {
  readonly path: string;
  readonly text: string;
}

/** The one layer of an image: a tar file, not compressed. */
export interface Layer {
  /** sha256 in hex. */
  readonly digest: string;
  /** Octets. */
  readonly size: number;
}

/** An architecture by the name that OCI and Go give it. */
export type OciArchitecture = "amd64" | "arm64";

/** Node's name of an architecture in OCI's words; `undefined` for one that the lab does not run on. */
export function ociArchitecture(nodeName: string): OciArchitecture | undefined {
  switch (nodeName) {
    case "x64":
      return "amd64";
    case "arm64":
      return "arm64";
    default:
      return undefined;
  }
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CONFIG = "application/vnd.oci.image.config.v1+json";
const LAYER = "application/vnd.oci.image.layer.v1.tar";

/** Path of a blob in a layout. */
export function blobPath(digest: string): string {
  return `blobs/sha256/${digest}`;
}

/** What an image is beside its layers. */
export interface ImageConfig {
  /** The name that it is imported under. */
  readonly reference: string;
  readonly command?: readonly string[];
  /** What the command is told unless a pod says otherwise. */
  readonly arguments?: readonly string[];
  /** Default: root. */
  readonly user?: string;
  /** What it stands in for, where that is another than its name says. */
  readonly standsInFor?: string;
}

/** An image with its layers, the lowest first. */
export interface LayeredImage {
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
}

/** Everything of an image's layout but the layer's blob itself. */
export function ociLayout(image: Image, layer: Layer, architecture: OciArchitecture): readonly LayoutFile[] {
  return ociArchive([{ config: image, layers: [layer] }], architecture);
}

/**
 * Everything of a layout but the layers' blobs themselves (OCI image specification 1.0), for several images that may
 * share layers. It holds no time: the same layers give the same images.
 */
export function ociArchive(
  images: readonly LayeredImage[],
  architecture: OciArchitecture,
): readonly LayoutFile[] {
  const made = images.map((image) => ociImage(image, architecture));
  const files = new Map(made.flatMap(({ files }) => files.map((file) => [file.path, file])));
  const index = { schemaVersion: 2, manifests: made.map(({ entry }) => entry) };
  return [
    { path: "oci-layout", text: JSON.stringify({ imageLayoutVersion: "1.0.0" }) },
    { path: "index.json", text: JSON.stringify(index) },
    ...files.values(),
  ];
}

/** An image's own files, and what the index says of it. */
function ociImage({ config: image, layers }: LayeredImage, architecture: OciArchitecture) {
  const config = blob(CONFIG, {
    architecture,
    os: "linux",
    config: {
      User: image.user,
      Entrypoint: image.command,
      Cmd: image.arguments,
      WorkingDir: "/",
      Labels: labels(image),
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
  });
  const manifest = blob(MANIFEST, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: config.descriptor,
    layers: layers.map(({ digest, size }) => ({ mediaType: LAYER, digest: `sha256:${digest}`, size })),
  });
  const annotations = {
    "io.containerd.image.name": image.reference,
    "org.opencontainers.image.ref.name": image.reference.slice(image.reference.lastIndexOf(":") + 1),
  };
  return { files: [config.file, manifest.file], entry: { ...manifest.descriptor, annotations } };
}

function labels({ standsInFor }: ImageConfig): { readonly [name: string]: string } {
  return standsInFor === undefined ? {} : { [STAND_IN_LABEL]: standsInFor };
}

function blob(mediaType: string, content: unknown) {
  const text = JSON.stringify(content);
  const digest = createHash("sha256").update(text).digest("hex");
  return {
    file: { path: blobPath(digest), text },
    descriptor: { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(text) },
  };
}
