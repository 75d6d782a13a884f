import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LabWorld } from "../world.ts";
import { labImages } from "./image.ts";
import { prepareArtefacts } from "./prepare-artefacts.ts";
import { KUBERNETES_PROGRAMS } from "./programs.ts";
import { elf } from "./testing/elf.ts";
import { testWorld } from "./testing/world.ts";

// Recipes that take no time, and programs that are static but do nothing: only their version is asked.

const REFERENCES = { coredns: "registry.test/coredns:v1", kubeVip: "registry.test/kube-vip:v1" };

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
  given: {
    readonly path?: string;
    readonly version?: string;
    readonly architecture?: string;
    readonly inUse?: readonly string[];
  } = {},
) {
  const { path = at("bin"), version, architecture = "x64", inUse = [] } = given;
  return prepareArtefacts(world(version), {
    cache: at("cache"),
    recipes: at("recipes"),
    path,
    architecture,
    images: REFERENCES,
    pull: true,
    inUse,
  });
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-prepare-"));
  mkdirSync(at("recipes", "stand-ins"), { recursive: true });
  mkdirSync(at("bin"));
  writeFileSync(at("static"), elf([{ type: 1 }]));
  cpSync(resolve(import.meta.dirname, "../../artefacts/make-artefact"), at("recipes", "make-artefact"));
  const copies = (names: readonly string[]) =>
    `mkdir -p "$2/bin"; for one in ${names.join(" ")}; do cp ${at("static")} "$2/bin/$one"; done`;
  const standIns = ["flannel", "cni-flannel", ...labImages(REFERENCES).map(({ program }) => program)];
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
      value: {
        kubernetesFrom: "debian",
        contents: {
          programs: { kubernetes: "1.20.2" },
          images: { coredns: "stand-in", "kube-vip": "stand-in" },
        },
      },
    });
    const path = first.ok ? first.value.path : "";
    expect(readdirSync(path).sort()).toEqual(["bin", "cni", "contents.json", "images"]);
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
      value: { kubernetesFrom: "path", contents: { programs: { kubernetes: "1.36.1" } } },
    });
    expect(artefacts().some((name) => name.startsWith("kubernetes-"))).toBe(false);
  });

  it("sees that a program on PATH has been replaced", async () => {
    putOnPath(...KUBERNETES_PROGRAMS);
    const before = await prepare();
    writeFileSync(at("bin", "kubelet"), elf([{ type: 1 }, { type: 1 }]));
    const after = await prepare({ version: "Kubernetes v1.36.2\n" });
    expect(after).toMatchObject({ ok: true, value: { contents: { programs: { kubernetes: "1.36.2" } } } });
    expect(after).not.toEqual(before);
  });

  it("takes none from PATH where a part of it is missing", async () => {
    putOnPath(...KUBERNETES_PROGRAMS.slice(1));
    expect(await prepare()).toMatchObject({ ok: true, value: { kubernetesFrom: "debian" } });
  });

  it("takes what is beside Kubernetes on PATH, and leaves to Debian what can't run on a host", async () => {
    putOnPath(...KUBERNETES_PROGRAMS, "etcd", "etcdctl", "runc", "containerd", "ctr");
    putOnPath("host-local", "bridge", "loopback", "portmap");
    writeFileSync(at("bin", "runc"), "#!/bin/sh\n");
    const result = await prepare();
    const path = result.ok ? result.value.path : "";
    // containerd's shim is not there.
    expect(result.ok && result.value.contents.programs).toEqual({ kubernetes: "1.36.1", etcd: "1.36.1" });
    expect(readdirSync(join(path, "bin")).sort()).toEqual(
      [...KUBERNETES_PROGRAMS, "etcd", "etcdctl", "flannel"].sort(),
    );
    expect(readdirSync(join(path, "cni")).sort()).toEqual([
      ...["bridge", "flannel", "host-local", "loopback", "portmap"],
    ]);
  });

  it("takes nothing beside a Kubernetes that it has built", async () => {
    putOnPath("etcd", "etcdctl");
    const result = await prepare({ version: "Kubernetes v1.20.2\n" });
    expect(result.ok && result.value.contents.programs).toEqual({ kubernetes: "1.20.2" });
  });

  it("removes what is old, but for what a lab has", async () => {
    const old = (name: string) => {
      mkdirSync(at("cache", name), { recursive: true });
      utimesSync(at("cache", name), 0, 0);
      return at("cache", name);
    };
    const inUse = [old("lab-0000000000000000")];
    old("lab-1111111111111111");
    old("kubernetes-2222222222222222");
    const result = await prepare({ inUse });
    const made = result.ok ? basename(result.value.path) : "";
    const kinds = artefacts().filter((name) => name.startsWith("lab-") || name.startsWith("kubernetes-"));
    expect(kinds.filter((name) => /(.)\1{15}$/.test(name))).toEqual(["lab-0000000000000000"]);
    expect(kinds).toContain(made);
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
