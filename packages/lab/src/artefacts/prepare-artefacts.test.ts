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
import { choosePrograms } from "./choose-programs.ts";
import { labImages } from "./image.ts";
import { prepareArtefacts } from "./prepare-artefacts.ts";
import {
  BUILT_SETS,
  KUBERNETES_MINORS,
  KUBERNETES_PROGRAMS,
  type KubernetesMinor,
  PROGRAM_SETS,
} from "./programs.ts";
import { RECIPE_NAMES } from "./recipes.ts";
import { elf } from "./testing/elf.ts";
import { testWorld } from "./testing/world.ts";

// Recipes that take no time, and programs that are static but do nothing: only their version is asked.

const ASKED = ["registry.k8s.io/coredns/coredns:v1", "ghcr.io/kube-vip/kube-vip:v1"];

let root: string;
const at = (...parts: readonly string[]) => join(root, ...parts);

type Version = string | ((path: string) => string);

const versionOf = (path: string) =>
  /\/etcd(ctl|utl)?$/.test(path) ? "etcd Version: 3.6.4\n" : "Kubernetes v1.36.1\n";

function world(version: Version = versionOf): LabWorld {
  const real = testWorld();
  return {
    ...real,
    run: async (command) =>
      command.argv.at(-1) === "version" && command.argv[0] === "env"
        ? { code: 0, stdout: "go version go1.26.8 linux/amd64\n", stderr: "" }
        : command.argv[1]?.endsWith("version")
          ? { code: 0, stdout: typeof version === "string" ? version : version(command.argv[0]), stderr: "" }
          : await real.run(command),
  };
}

function prepare(
  given: {
    readonly path?: string;
    readonly version?: Version;
    readonly architecture?: string;
    readonly kubernetes?: KubernetesMinor;
    readonly k3s?: string;
    readonly inUse?: readonly string[];
  } = {},
) {
  const { path = at("bin"), version, architecture = "x64", inUse = [], kubernetes, k3s } = given;
  return prepareArtefacts(world(version), {
    cache: at("cache"),
    recipes: at("recipes"),
    path,
    architecture,
    images: ASKED,
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(k3s === undefined ? {} : { k3s }),
    pull: true,
    inUse,
  });
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-prepare-"));
  mkdirSync(at("bin"));
  for (const folder of ["recipes/stand-ins", ...RECIPE_NAMES.map((name) => `programs/${name}`)]) {
    mkdirSync(at(folder), { recursive: true });
    writeFileSync(at(folder, "go.mod"), "module one\n\ngo 1.26.0\n");
  }
  writeFileSync(at("static"), elf([{ type: 1 }]));
  cpSync(resolve(import.meta.dirname, "../../artefacts/make-artefact"), at("recipes", "make-artefact"));
  const copies = (names: readonly string[]) =>
    `mkdir -p "$2/bin"; for one in ${names.join(" ")}; do cp ${at("static")} "$2/bin/$one"; done`;
  const standIns = ["flannel", "cni-flannel", "k3s", ...labImages(ASKED).map(({ program }) => program)];
  const sets = BUILT_SETS.flatMap((set) =>
    PROGRAM_SETS[set].builtBy.map((recipe) => `${recipe}) ${copies(PROGRAM_SETS[set].programs)} ;;`),
  );
  const images = labImages(ASKED)
    .filter(({ recipe }) => recipe !== "stand-ins")
    .map(({ recipe, program }) => `${recipe}) ${copies([program])} ;;`);
  const cases = [...sets, ...images].join("\n");
  writeFileSync(at("recipes", "build-programs"), `case $(basename "$3") in\n${cases}\nesac\n`);
  writeFileSync(at("recipes", "build-stand-ins"), `${copies(standIns)}\n`);
  writeFileSync(at("recipes", "go-environment"), "");
  writeFileSync(at("recipes", "fetch-modules"), `echo "$(basename "$1") \${4-}" >> ${at("fetched")}\n`);
  // Of what labs do not want; it is there, and not run.
  writeFileSync(at("recipes", "build-tests"), "exit 1\n");
  putOnPath("go");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function putOnPath(...names: readonly string[]): void {
  for (const name of names) {
    cpSync(at("static"), at("bin", name));
    chmodSync(at("bin", name), 0o755);
  }
}

const BUILT = BUILT_SETS.flatMap((set) =>
  PROGRAM_SETS[set].folder === "bin" ? PROGRAM_SETS[set].programs : [],
);

function artefacts(): readonly string[] {
  return readdirSync(at("cache")).filter((name) => !name.startsWith("."));
}

describe("prepareArtefacts", () => {
  it("puts all together that hosts look for, and does so once", async () => {
    const first = await prepare();
    expect(first).toMatchObject({
      ok: true,
      value: {
        kubernetesFrom: "built",
        contents: {
          programs: { kubernetes: "1.36.1", etcd: "3.6.4", containerd: "1.36.1" },
          images: { coredns: "built", "kube-vip": "stand-in" },
        },
      },
    });
    const path = first.ok ? first.value.path : "";
    expect(readdirSync(path).sort()).toEqual(["bin", "cni", "contents.json", "images"]);
    expect(readdirSync(join(path, "bin")).sort()).toEqual([...BUILT, "flannel", "k3s"].sort());
    expect(readdirSync(join(path, "cni")).sort()).toEqual([
      ...["bridge", "flannel", "host-local", "loopback", "portmap"],
    ]);
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

  it("fetches the modules of what is built later, beside what is built first, and needs none of it", async () => {
    const fetched = () => (existsSync(at("fetched")) ? readFileSync(at("fetched"), "utf8").split("\n") : []);
    await prepare();
    // The first of them may be all that there was time for.
    expect(fetched()[0]).toBe("etcd ");
    expect(fetched()).not.toContain("kubernetes-1.36 ");
    rmSync(at("fetched"));
    await prepare();
    expect(fetched()).toEqual([]);
    rmSync(at("cache"), { recursive: true });
    writeFileSync(at("recipes", "fetch-modules"), "exit 1\n");
    expect((await prepare()).ok).toBe(true);
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
    const after = await prepare({ version: (path) => versionOf(path).replace("1.36.1", "1.36.2") });
    expect(after).toMatchObject({ ok: true, value: { contents: { programs: { kubernetes: "1.36.2" } } } });
    expect(after).not.toEqual(before);
  });

  it("takes none from PATH where a part of it is missing, and says so", async () => {
    putOnPath(...KUBERNETES_PROGRAMS.slice(1));
    const real = world();
    const said: string[] = [];
    const chosen = await choosePrograms({ ...real, say: (_, line) => said.push(line) }, at("bin"));
    expect(chosen).toEqual({ ok: true, value: new Map() });
    expect(said).toEqual(["kubernetes: not that on PATH, which lacks kube-apiserver"]);
    expect(await prepare()).toMatchObject({ ok: true, value: { kubernetesFrom: "built" } });
  });

  it("says of what is beside Kubernetes on PATH what it lacks", async () => {
    putOnPath(...KUBERNETES_PROGRAMS, "etcd", "etcdctl", "containerd", "bridge");
    const said: string[] = [];
    await choosePrograms({ ...world(), say: (_, line) => said.push(line) }, at("bin"));
    expect(said).toEqual([
      "etcd: not that on PATH, which lacks etcdutl",
      "containerd: not that on PATH, which lacks containerd-shim-runc-v2, ctr",
    ]);
  });

  it("takes what is beside Kubernetes on PATH, and builds what is not or can't run on a host", async () => {
    putOnPath(...KUBERNETES_PROGRAMS, "etcd", "etcdctl", "etcdutl", "containerd", "ctr");
    putOnPath("host-local", "bridge", "loopback", "portmap");
    for (const name of ["runc", "containerd-shim-runc-v2"])
      writeFileSync(at("bin", name), "#!/bin/sh\n", { mode: 0o755 });
    const result = await prepare();
    const path = result.ok ? result.value.path : "";
    expect(result.ok && Object.keys(result.value.contents.programs).sort()).toEqual([
      "containerd",
      "etcd",
      "kubernetes",
    ]);
    expect(
      artefacts()
        .map((name) => name.replace(/-[0-9a-f]+$/, ""))
        .sort(),
    ).toEqual(["containerd", "coredns", "lab", "stand-ins"]);
    // Debian's runc, since nothing else is there.
    expect(readdirSync(join(path, "bin")).sort()).toEqual([...BUILT, "flannel", "k3s"].sort());
    expect(readdirSync(join(path, "cni"))).toHaveLength(5);
  });

  it("takes flannel from PATH, under the names that hosts know, and tells its version", async () => {
    putOnPath(...KUBERNETES_PROGRAMS, "host-local", "bridge", "loopback", "portmap");
    for (const name of ["flanneld", "flannel"]) {
      writeFileSync(at("bin", name), elf([{ type: 1 }, { type: name.length }]));
      chmodSync(at("bin", name), 0o755);
    }
    const result = await prepare();
    expect(result).toMatchObject({ ok: true, value: { contents: { programs: { flannel: "1.36.1" } } } });
    const path = result.ok ? result.value.path : "";
    expect(readFileSync(join(path, "bin/flannel"))).toEqual(readFileSync(at("bin/flanneld")));
    expect(readFileSync(join(path, "cni/flannel"))).toEqual(readFileSync(at("bin/flannel")));
  });

  it("takes a real k3s, the one that is named first, with Kubernetes on PATH or not", async () => {
    const standIn = readFileSync(at("static"));
    const real = (folder: string, parts: number) => {
      mkdirSync(at(folder), { recursive: true });
      const text = elf(Array.from({ length: parts }, () => ({ type: 1 })));
      writeFileSync(at(folder, "k3s"), text);
      chmodSync(at(folder, "k3s"), 0o755);
      return text;
    };
    const k3sOf = async (named?: string) => {
      const made = await prepare({ ...(named === undefined ? {} : { k3s: named }) });
      return made.ok ? readFileSync(join(made.value.path, "bin/k3s")) : made.problems[0]?.message;
    };
    expect(await k3sOf()).toEqual(standIn);
    const onPath = real("bin", 2);
    expect(await k3sOf()).toEqual(onPath);
    const named = real("elsewhere", 3);
    expect(await k3sOf(at("elsewhere/k3s"))).toEqual(named);
    expect(await k3sOf(at("nowhere/k3s"))).toContain("QUORATE_K3S");
  });

  it("takes a runc of PATH that is static", async () => {
    putOnPath(...KUBERNETES_PROGRAMS, "runc");
    const result = await prepare();
    expect(result).toMatchObject({ ok: true, value: { contents: { programs: { runc: "1.36.1" } } } });
  });

  it("takes nothing beside a Kubernetes that it has built", async () => {
    putOnPath("etcd", "etcdctl", "etcdutl", "runc");
    const result = await prepare();
    expect(result.ok && Object.keys(result.value.contents.programs)).not.toContain("runc");
    expect(artefacts().some((name) => name.startsWith("etcd-"))).toBe(true);
  });

  it("builds the minor that is asked for, unless PATH has it", async () => {
    const [other = "1.35"] = KUBERNETES_MINORS.slice(1);
    const version = (path: string) => versionOf(path).replace("1.36", other);
    const built = () => artefacts().filter((name) => name.startsWith("kubernetes-"));
    putOnPath(...KUBERNETES_PROGRAMS);
    expect(await prepare({ kubernetes: other, version })).toMatchObject({
      value: { kubernetesFrom: "path" },
    });
    expect(built()).toEqual([]);
    expect(await prepare({ kubernetes: other })).toMatchObject({ value: { kubernetesFrom: "built" } });
    expect(built()).toHaveLength(1);
    expect(built()[0]).toContain(`kubernetes-${other}-`);
  });

  it("refuses programs of two versions, and names one of each", async () => {
    putOnPath(...KUBERNETES_PROGRAMS);
    const version = (path: string) => (path.endsWith("/kubelet") ? "Kubernetes v1.35.4\n" : versionOf(path));
    expect(await prepare({ version })).toMatchObject({
      ok: false,
      problems: [
        {
          code: "lab-programs-differ",
          where: at("bin/kubelet"),
          message: `it is kubelet 1.35.4, and ${at("bin/kube-apiserver")} is 1.36.1: hosts get programs of one version`,
        },
      ],
    });
    expect(existsSync(at("cache"))).toBe(false);
  });

  it.each([
    [
      "Kubernetes v1.33.9\n",
      [],
      "kube-apiserver",
      "it is kubernetes 1.33.9, and hosts can be configured for 1.34 and newer",
    ],
    [
      "etcd Version: 3.4.23\n",
      ["etcd", "etcdctl", "etcdutl"],
      "etcd",
      "it is etcd 3.4.23, and hosts can be configured for 3.5 and newer",
    ],
  ])("refuses what is too old by its name: %s", async (version, beside, program, message) => {
    putOnPath(...KUBERNETES_PROGRAMS, ...beside);
    const old = (path: string) => path.includes("/etcd") === (program === "etcd");
    const result = await prepare({ version: (path) => (old(path) ? version : "1.36.1") });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: "lab-program-too-old", where: at("bin", program), message }],
    });
    expect(existsSync(at("cache"))).toBe(false);
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

  it.each([
    ["is a script", "#!/bin/sh\n", versionOf],
    [
      "tells no version",
      undefined,
      (path: string) => (path.endsWith("/kubelet") ? "what?" : versionOf(path)),
    ],
  ])("builds nothing for a Kubernetes of which a program %s", async (_, text, version) => {
    putOnPath(...KUBERNETES_PROGRAMS);
    if (text !== undefined) writeFileSync(at("bin", "kubelet"), text);
    expect(await prepare({ version })).toMatchObject({
      ok: false,
      problems: [{ code: "lab-program-unknown", where: at("bin", "kubelet") }],
    });
    expect(existsSync(at("cache"))).toBe(false);
  });

  it("leaves nothing behind of what can't be put together", async () => {
    putOnPath(...KUBERNETES_PROGRAMS, "runc");
    const version = (path: string) => (path.endsWith("/runc") ? "what?" : versionOf(path));
    expect(await prepare({ version })).toMatchObject({
      ok: false,
      problems: [{ code: "lab-program-unknown", where: at("bin", "runc") }],
    });
    expect(artefacts().length).toBeGreaterThan(0);
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
