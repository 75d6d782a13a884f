import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LabWorld } from "../world.ts";
import { IMAGES } from "./image.ts";
import { prepareArtefacts } from "./prepare-artefacts.ts";
import { KUBERNETES_PROGRAMS } from "./programs.ts";
import { elf } from "./testing/elf.ts";
import { testWorld } from "./testing/world.ts";

// Recipes that take no time, and programs that are static but do nothing: only their version is asked.

let root: string;
const at = (...parts: readonly string[]) => join(root, ...parts);

function world(version = "Kubernetes v1.36.1\n"): LabWorld {
  const real = testWorld();
  return {
    ...real,
    run: async (command) =>
      command.argv[1] === "--version" ? { code: 0, stdout: version, stderr: "" } : await real.run(command),
  };
}

function prepare(
  given: { readonly path?: string; readonly version?: string; readonly architecture?: string } = {},
) {
  const { path = at("bin"), version, architecture = "x64" } = given;
  return prepareArtefacts(world(version), { cache: at("cache"), recipes: at("recipes"), path, architecture });
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-prepare-"));
  mkdirSync(at("recipes", "stand-ins"), { recursive: true });
  mkdirSync(at("bin"));
  writeFileSync(at("static"), elf([{ type: 1 }]));
  cpSync(resolve(import.meta.dirname, "../../artefacts/make-artefact"), at("recipes", "make-artefact"));
  const copies = (names: readonly string[]) =>
    `mkdir -p "$2/bin"; for one in ${names.join(" ")}; do cp ${at("static")} "$2/bin/$one"; done`;
  const standIns = ["flannel", "cni-flannel", ...IMAGES.map(({ program }) => program)];
  writeFileSync(at("recipes", "fetch-toolchain"), "true\n");
  writeFileSync(at("recipes", "build-kubernetes"), `${copies(KUBERNETES_PROGRAMS)}\n`);
  writeFileSync(at("recipes", "build-stand-ins"), `${copies(standIns)}\n`);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function putOnPath(...names: readonly string[]): void {
  for (const name of names) {
    cpSync(at("static"), at("bin", name));
    chmodSync(at("bin", name), 0o755);
  }
}

function artefacts(): readonly string[] {
  return readdirSync(at("cache")).filter((name) => !name.startsWith("."));
}

describe("prepareArtefacts", () => {
  it("puts all together that hosts look for, and does so once", async () => {
    const first = await prepare({ version: "Kubernetes v1.20.2\n" });
    expect(first).toMatchObject({
      ok: true,
      value: { kubernetesFrom: "debian", kubernetesVersion: "1.20.2" },
    });
    const path = first.ok ? first.value.path : "";
    expect(readdirSync(path).sort()).toEqual(["bin", "cni", "images", "kubernetes-version"]);
    expect(readdirSync(join(path, "bin")).sort()).toEqual([...KUBERNETES_PROGRAMS, "flannel"].sort());
    expect(readdirSync(join(path, "cni"))).toEqual(["flannel"]);
    expect(readdirSync(join(path, "images")).sort()).toEqual([
      "coredns.tar",
      "hello.tar",
      "kube-vip.tar",
      "pause.tar",
    ]);
    // It is not made again: its version would be another now.
    expect(await prepare({ version: "Kubernetes v9.9.9\n" })).toEqual(first);
    expect(artefacts().filter((name) => name.endsWith(".unfinished"))).toEqual([]);
  });

  it("packs the same images from the same programs, to the octet", async () => {
    const first = await prepare();
    const image = (path: string) => readFileSync(join(path, "images", "pause.tar"));
    const before = image(first.ok ? first.value.path : "");
    rmSync(at("cache"), { recursive: true });
    const second = await prepare();
    expect(image(second.ok ? second.value.path : "").equals(before)).toBe(true);
  });

  it("takes Kubernetes from PATH where all of it is there, and builds none", async () => {
    putOnPath(...KUBERNETES_PROGRAMS);
    expect(await prepare()).toMatchObject({
      ok: true,
      value: { kubernetesFrom: "path", kubernetesVersion: "1.36.1" },
    });
    expect(artefacts().some((name) => name.startsWith("kubernetes-"))).toBe(false);
  });

  it("sees that a program on PATH has been replaced", async () => {
    putOnPath(...KUBERNETES_PROGRAMS);
    const before = await prepare();
    writeFileSync(at("bin", "kubelet"), elf([{ type: 1 }, { type: 1 }]));
    const after = await prepare({ version: "Kubernetes v1.36.2\n" });
    expect(after).toMatchObject({ ok: true, value: { kubernetesVersion: "1.36.2" } });
    expect(after).not.toEqual(before);
  });

  it("takes none from PATH where a part of it is missing", async () => {
    putOnPath(...KUBERNETES_PROGRAMS.slice(1));
    expect(await prepare()).toMatchObject({ ok: true, value: { kubernetesFrom: "debian" } });
  });

  it("leaves nothing behind of what can't be put together", async () => {
    putOnPath(...KUBERNETES_PROGRAMS);
    writeFileSync(at("bin", "kubelet"), "#!/bin/sh\n");
    expect(await prepare()).toMatchObject({
      ok: false,
      problems: [{ code: "lab-program-unknown", where: at("bin", "kubelet") }],
    });
    expect(artefacts().filter((name) => name.startsWith("lab-"))).toEqual([]);
    cpSync(at("static"), at("bin", "kubelet"));
    expect(await prepare({ version: "what?" })).toMatchObject({
      ok: false,
      problems: [{ code: "lab-program-unknown" }],
    });
    expect(artefacts().filter((name) => name.startsWith("lab-"))).toEqual([]);
  });

  it("refuses a machine that it has no images for", async () => {
    expect(await prepare({ architecture: "riscv64" })).toMatchObject({
      ok: false,
      problems: [{ code: "lab-architecture-unknown" }],
    });
    expect(existsSync(at("cache"))).toBe(false);
  });
});
