import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { Server } from "node:net";
import { gzipSync } from "node:zlib";

/** A registry of one image on loopback, as the OCI distribution specification has it for whoever pulls. */
export interface Registry {
  /** As it stands in an image's reference. */
  readonly host: string;
  /** Of the image's manifest, sha256 in hex. */
  readonly digest: string;
  /** Gives the image one more tag. */
  tag(name: string): void;
  /** From now on half of a layer is all that comes of it. */
  breakLayer(): void;
  close(): Promise<void>;
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

/** Starts a registry that has one image of one layer under this name and tag. */
export async function startRegistry(repository: string, firstTag: string): Promise<Registry> {
  const blobs = new Map<string, Buffer>();
  const store = (blob: Buffer) => {
    const digest = createHash("sha256").update(blob).digest("hex");
    blobs.set(`sha256:${digest}`, blob);
    return { digest: `sha256:${digest}`, size: blob.length };
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
        rootfs: { type: "layers", diff_ids: [`sha256:${createHash("sha256").update(tar).digest("hex")}`] },
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
  const digest = createHash("sha256").update(manifest).digest("hex");
  const names = new Set([firstTag, `sha256:${digest}`]);
  let broken = false;

  const server = createServer((request, response) => {
    const [, kind, name = ""] =
      new RegExp(`^/v2/${repository}/(manifests|blobs)/(.+)$`).exec(request.url ?? "") ?? [];
    const blob = kind === "blobs" ? blobs.get(name) : undefined;
    if (request.url === "/v2/") send(response, 200, "application/json", Buffer.from("{}"));
    else if (kind === "manifests" && names.has(name)) send(response, 200, MANIFEST, manifest);
    else if (blob === undefined) send(response, 404, "application/json", Buffer.from('{"errors":[]}'));
    else if (broken && name === layer.digest) {
      response.writeHead(200, { "content-length": blob.length });
      response.write(blob.subarray(0, blob.length / 2), () => response.destroy());
    } else send(response, 200, "application/octet-stream", blob);
  });
  const host = await listen(server);
  return {
    host,
    digest,
    tag: (name) => names.add(name),
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

function send(response: ServerResponse, status: number, type: string, body: Buffer): void {
  const digest = createHash("sha256").update(body).digest("hex");
  response.writeHead(status, {
    "content-type": type,
    "content-length": body.length,
    "docker-content-digest": `sha256:${digest}`,
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
