import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findProgram } from "./programs.ts";
import { type PullRequest, pullImage } from "./pull-image.ts";
import { listen, type Registry, startRegistry } from "./testing/registry.ts";
import { testWorld } from "./testing/world.ts";

// The real skopeo against a registry of one image, on loopback.

const skopeo = findProgram(process.env["PATH"] ?? "", "skopeo");
if (skopeo === undefined && process.env["CI"])
  throw new Error("skopeo is not on PATH; scripts/setup installs it");
const title = skopeo === undefined ? "pullImage (not run: skopeo is not on PATH)" : "pullImage, by skopeo";

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "quorate-pull-"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

function pull(world: ReturnType<typeof testWorld>, reference: string, more: Partial<PullRequest> = {}) {
  return pullImage(world, { cache, reference, architecture: "amd64", skopeo, ...more });
}

/** Lets skopeo talk to a registry of this machine without TLS, as a user's own settings may. */
function trust(host: string): void {
  const folder = join(cache, ".config", "containers");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "registries.conf"), `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
  vi.stubEnv("HOME", cache);
}

/** A world that waits for its programs as long as they take, on a machine that is busy. */
function patientWorld(): ReturnType<typeof testWorld> {
  const world = testWorld();
  return { ...world, run: ({ timeoutSeconds: _, ...command }) => world.run(command) };
}

const archives = () => readdirSync(cache).filter((name) => name.startsWith("image-"));

describe.skipIf(skopeo === undefined)(title, () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await startRegistry("kube-vip/kube-vip", "v1.2.3");
    trust(registry.host);
  });
  afterEach(() => registry.close());

  it("brings an image under the name that it was asked for by, and keeps it", async () => {
    const world = patientWorld();
    const reference = `${registry.host}/kube-vip/kube-vip:v1.2.3`;
    const first = await pull(world, reference);
    expect(first).toMatchObject({ kind: "pulled" });
    expect(archives()).toHaveLength(1);
    expect(archives()[0]).toContain(`-${registry.digest.slice(0, 16)}.tar`);

    const path = first.kind === "pulled" ? first.path : "";
    const index = JSON.parse(execFileSync("tar", ["-xOf", path, "index.json"], { encoding: "utf8" }));
    expect(index.manifests).toHaveLength(1);
    expect(index.manifests[0].digest).toBe(`sha256:${registry.manifestDigest}`);
    expect(index.manifests[0].annotations["org.opencontainers.image.ref.name"]).toBe(reference);

    // A second time nobody is asked.
    await registry.close();
    expect(await pull(world, reference)).toEqual(first);
  });

  it("finds none where the registry has none, and asks again the next time", async () => {
    const world = patientWorld();
    const reference = `${registry.host}/kube-vip/kube-vip:v9`;
    expect(await pull(world, reference)).toEqual({ kind: "absent", why: "no registry gives it" });
    expect(archives()).toEqual([]);
    registry.tag("v9");
    expect(await pull(world, reference)).toMatchObject({ kind: "pulled" });
  });

  it("leaves nothing of an image that breaks off", async () => {
    registry.breakLayer();
    const result = await pull(patientWorld(), `${registry.host}/kube-vip/kube-vip:v1.2.3`);
    expect(result).toEqual({ kind: "absent", why: "its registry did not give all of it" });
    expect(archives()).toEqual([]);
  });

  it("takes no image for another architecture", async () => {
    const reference = `${registry.host}/kube-vip/kube-vip:v1.2.3`;
    expect(await pull(patientWorld(), reference)).toMatchObject({ kind: "pulled" });
    expect(await pull(patientWorld(), reference, { architecture: "arm64" })).toMatchObject({
      kind: "absent",
    });
    expect(archives()).toHaveLength(1);
  });

  it("does not wait for a registry that never answers", async () => {
    const silent: Server = createServer();
    const host = await listen(silent);
    trust(host);
    const world = testWorld();
    const result = await pull(world, `${host}/kube-vip:v1`);
    silent.close();
    expect(result).toEqual({ kind: "absent", why: "no registry gives it" });
    expect(world.ran.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([2]);
  });
});

describe("pullImage without skopeo", () => {
  it("says so, unless the image is there", async () => {
    const world = testWorld();
    const given = { skopeo: undefined };
    const absent = { kind: "absent", why: "there is no skopeo on PATH to pull it with" };
    expect(await pull(world, "registry.test/a:v1", given)).toEqual(absent);
    expect(await pull(world, "registry.test/a:v1", { ...given, cache: join(cache, "none") })).toEqual(absent);
    expect(world.ran).toEqual([]);
    expect(existsSync(join(cache, "none"))).toBe(false);
  });

  it("takes what is not whole for nothing", async () => {
    mkdirSync(join(cache, "image-0123456789abcdef-0123456789abcdef.tar.1.unfinished"));
    utimesSync(cache, 0, 0);
    expect(await pull(testWorld(), "registry.test/a:v1", { skopeo: undefined })).toMatchObject({
      kind: "absent",
    });
  });
});
