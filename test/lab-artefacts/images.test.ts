import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { labImages, strangeImages } from "@quorate/lab";
import { CLUSTER_IMAGES, emitCluster } from "@quorate/nixos";
import { expect, test } from "vitest";
import threeMastersArp from "../../examples/three-masters-arp.ts";
import threeMastersBgp from "../../examples/three-masters-bgp.ts";
import { ROOT } from "../support/quorate.ts";

// The hosts of a lab reach no registry: an image that is asked for by another name would never be there.

test.each(Object.entries({ threeMastersArp, threeMastersBgp }))(
  "the lab brings every image that %s asks for",
  (_, definition) => {
    const cluster = resolvedCluster(definition);
    const asked = emitCluster(cluster, { inputsDigest: "" }).flatMap(({ text }) =>
      [...text.matchAll(/\bimage"?\s*[=:]\s*"([^"]+)"/g)].map(([, image]) => image),
    );
    expect(new Set(asked)).toEqual(new Set(CLUSTER_IMAGES));
    expect(strangeImages(CLUSTER_IMAGES)).toEqual([]);
    const brought = labImages(CLUSTER_IMAGES).map(({ reference }) => reference);
    expect(CLUSTER_IMAGES.filter((image) => !brought.includes(image))).toEqual([]);
  },
);

test("the CoreDNS that is packed is of the version that its image's name says", () => {
  const module = readFileSync(join(ROOT, "packages/lab/programs/coredns/go.mod"), "utf8");
  const [, version] = /\sgithub\.com\/coredns\/coredns (v\S+)/.exec(module) ?? [];
  expect(CLUSTER_IMAGES).toContain(`registry.k8s.io/coredns/coredns:${version}`);
});
