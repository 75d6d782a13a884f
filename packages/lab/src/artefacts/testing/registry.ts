import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { Server } from "node:net";
import { gzipSync } from "node:zlib";

/** A registry of one image on loopback, as the OCI distribution specification has it for whoever pulls. */
export interface Registry {
  /** As it stands in an image's reference. */
  readonly host: string;
  /** Of what its tags mean, an index of images by architecture; sha256 in hex. */
  readonly digest: string;
  /** Of the manifest of the image, which is for amd64. */
  readonly manifestDigest: string;
  /** Gives the image one more tag. */
  tag(name: string): void;
  /** From now on half of a layer is all that comes of it. */
  breakLayer(): void;
  close(): Promise<void>;
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";

/** Starts a registry that has one image of one layer under this name and tag. */
export async function startRegistry(repository: string, firstTag: string): Promise<Registry> {
  const blobs = new Map<string, Buffer>();
  const store = (blob: Buffer) => {
    blobs.set(descriptor(blob).digest, blob);
    return descriptor(blob);
  };
  // An empty tar file: two blocks of zeros, filled up to a record.
  const tar = Buffer.alloc(10_240);
  const layer = store(gzipSync(tar));
  const config = store(
    Buffer.from(
      JSON.stringify({
        architecture: "amd64",
        os: "linux",
        config: { Entrypoint: ["/kube-vip"] },
        rootfs: { type: "layers", diff_ids: [descriptor(tar).digest] },
      }),
    ),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
      layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", ...layer }],
    }),
  );
  const inIndex = { mediaType: MANIFEST, ...descriptor(manifest) };
  const index = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [{ ...inIndex, platform: { architecture: "amd64", os: "linux" } }],
    }),
  );
  const tags = new Set([firstTag]);
  const { digest } = descriptor(index);
  let broken = false;

  const server = createServer((request, response) => {
    const [, kind, name = ""] =
      new RegExp(`^/v2/${repository}/(manifests|blobs)/(.+)$`).exec(request.url ?? "") ?? [];
    const blob = kind === "blobs" ? blobs.get(name) : undefined;
    if (request.url === "/v2/") send(response, 200, "application/json", Buffer.from("{}"));
    else if (kind === "manifests" && (tags.has(name) || name === digest)) send(response, 200, INDEX, index);
    else if (kind === "manifests" && name === inIndex.digest) send(response, 200, MANIFEST, manifest);
    else if (blob === undefined) send(response, 404, "application/json", Buffer.from('{"errors":[]}'));
    else if (broken && name === layer.digest) {
      response.writeHead(200, { "content-length": blob.length });
      response.write(blob.subarray(0, blob.length / 2), () => response.destroy());
    } else send(response, 200, "application/octet-stream", blob);
  });
  const host = await listen(server);
  return {
    host,
    digest: hex(digest),
    manifestDigest: hex(inIndex.digest),
    tag: (name) => tags.add(name),
    breakLayer: () => {
      broken = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Starts a server on loopback; returns where, as in `127.0.0.1:40000`. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return `127.0.0.1:${address.port}`;
}

/** How a registry calls some content. */
function descriptor(content: Buffer): { readonly digest: string; readonly size: number } {
  return { digest: `sha256:${createHash("sha256").update(content).digest("hex")}`, size: content.length };
}

function hex(digest: string): string {
  return digest.slice("sha256:".length);
}

function send(response: ServerResponse, status: number, type: string, body: Buffer): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": body.length,
    "docker-content-digest": descriptor(body).digest,
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
