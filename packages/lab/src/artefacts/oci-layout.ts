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

/**
 * Everything of an image's layout but the layer's blob itself (OCI image specification 1.0). It holds no time:
 * the same layer gives the same image.
 */
export function ociLayout(image: Image, layer: Layer, architecture: OciArchitecture): readonly LayoutFile[] {
  const config = blob(CONFIG, {
    architecture,
    os: "linux",
    config: { Entrypoint: image.command, WorkingDir: "/", Labels: labels(image) },
    rootfs: { type: "layers", diff_ids: [`sha256:${layer.digest}`] },
  });
  const manifest = blob(MANIFEST, {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: config.descriptor,
    layers: [{ mediaType: LAYER, digest: `sha256:${layer.digest}`, size: layer.size }],
  });
  const index = {
    schemaVersion: 2,
    manifests: [
      {
        ...manifest.descriptor,
        annotations: {
          "io.containerd.image.name": image.reference,
          "org.opencontainers.image.ref.name": image.reference.slice(image.reference.lastIndexOf(":") + 1),
        },
      },
    ],
  };
  return [
    { path: "oci-layout", text: JSON.stringify({ imageLayoutVersion: "1.0.0" }) },
    { path: "index.json", text: JSON.stringify(index) },
    config.file,
    manifest.file,
  ];
}

function labels({ standsInFor }: Image): { readonly [name: string]: string } {
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
