import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Image, labImages } from "./image.ts";
import { blobPath, ociArchitecture, ociLayout } from "./oci-layout.ts";

const IMAGES = labImages(["registry.k8s.io/coredns/coredns:v1", "ghcr.io/kube-vip/kube-vip:v1"]);
const layer = { digest: "ab".repeat(32), size: 10240 };

interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

function read(image: Image) {
  const files = new Map(ociLayout(image, layer, "amd64").map(({ path, text }) => [path, text]));
  const follow = ({ digest, size }: Descriptor) => {
    const [algorithm, hex = ""] = digest.split(":");
    const text = files.get(blobPath(hex)) ?? "";
    expect(algorithm).toBe("sha256");
    expect(createHash("sha256").update(text).digest("hex")).toBe(hex);
    expect(Buffer.byteLength(text)).toBe(size);
    return JSON.parse(text);
  };
  const index = JSON.parse(files.get("index.json") ?? "");
  const manifest = follow(index.manifests[0]);
  return { files, index, manifest, config: follow(manifest.config) };
}

describe("ociLayout", () => {
  it.each(IMAGES.map((image) => [image.name, image] as const))(
    "of %s leads from its name to its layer",
    (_, image) => {
      const { files, index, manifest, config } = read(image);
      expect(files.get("oci-layout")).toBe('{"imageLayoutVersion":"1.0.0"}');
      expect(index.manifests).toHaveLength(1);
      expect(index.manifests[0].annotations["io.containerd.image.name"]).toBe(image.reference);
      expect(manifest.layers).toEqual([
        {
          mediaType: "application/vnd.oci.image.layer.v1.tar",
          digest: `sha256:${layer.digest}`,
          size: 10240,
        },
      ]);
      expect(config.rootfs.diff_ids).toEqual([`sha256:${layer.digest}`]);
      expect(config.config.Entrypoint).toEqual(image.command);
    },
  );

  it("labels what stands in for something else, and nothing else", () => {
    const labelled = IMAGES.map((image) => [image.name, read(image).config.config.Labels]);
    expect(Object.fromEntries(labelled)).toEqual({
      coredns: {},
      hello: {},
      "kube-vip": { "org.quorate.stand-in": "kube-vip" },
      pause: {},
    });
  });

  it("names the tag after the last colon", () => {
    const recipe = "stand-ins" as const;
    const image = { name: "x", reference: "localhost:5000/x:v1", recipe, program: "x", command: ["/x"] };
    expect(read(image).index.manifests[0].annotations["org.opencontainers.image.ref.name"]).toBe("v1");
  });
});

describe("ociArchitecture", () => {
  it.each([
    ["x64", "amd64"],
    ["arm64", "arm64"],
    ["riscv64", undefined],
  ])("of %s is %s", (name, expected) => {
    expect(ociArchitecture(name)).toBe(expected);
  });
});
