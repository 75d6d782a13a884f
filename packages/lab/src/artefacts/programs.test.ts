import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findProgram, findSet, KUBERNETES_PROGRAMS } from "./programs.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-path-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(folder: string, ...names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const path = join(root, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
    chmodSync(path, 0o755);
    return path;
  });
}

const path = (...folders: readonly string[]) => folders.map((one) => join(root, one)).join(delimiter);
const places = (files: ReturnType<typeof findSet>) => files?.map((file) => file.path);

describe("findSet of Kubernetes", () => {
  it("is all of it or nothing", () => {
    const [first = "", ...others] = KUBERNETES_PROGRAMS;
    put("one", ...others);
    expect(findSet(path("one"), "kubernetes")).toBeUndefined();
    put("two", first);
    expect(places(findSet(path("one", "two"), "kubernetes"))).toHaveLength(6);
  });

  it("is the programs, and not what nixpkgs wraps around them", () => {
    put("bin", ...KUBERNETES_PROGRAMS, ".kubelet-wrapped");
    expect(places(findSet(path("bin"), "kubernetes"))).toContain(join(root, "bin/.kubelet-wrapped"));
    expect(places(findSet(path("bin"), "kubernetes"))).not.toContain(join(root, "bin/kubelet"));
  });
});

describe("findSet", () => {
  it.each([
    ["etcd", ["etcd", "etcdctl", "etcdutl"]],
    ["containerd", ["containerd", "containerd-shim-runc-v2", "ctr"]],
    ["runc", ["runc"]],
    ["cni", ["host-local", "bridge", "loopback", "portmap"]],
    ["flannel", ["flanneld"]],
  ] as const)("of %s is all of it or nothing", (set, names) => {
    const placed = put("bin", ...names);
    expect(places(findSet(path("bin"), set))).toEqual(placed);
    rmSync(placed.at(-1) ?? "");
    expect(findSet(path("bin"), set)).toBeUndefined();
  });

  it("knows CNI's bridge from another program of that name", () => {
    put("iproute2", "bridge");
    const plugins = put("cni", "host-local", "bridge", "loopback", "portmap");
    expect(places(findSet(path("iproute2", "cni"), "cni"))).toEqual(plugins);
  });
});

describe("findSet of flannel's plugin", () => {
  it("is the one among CNI's plugins, and not the daemon, which NixOS calls the same", () => {
    put("daemon", "flannel");
    expect(findSet(path("daemon"), "flannel-plugin")).toBeUndefined();
    const [, plugin] = put("cni", "host-local", "flannel");
    expect(places(findSet(path("daemon", "cni"), "flannel-plugin"))).toEqual([plugin]);
    expect(findSet(path("daemon", "cni"), "flannel")).toBeUndefined();
  });
});

describe("findProgram", () => {
  it("looks in whole paths alone, for what can be run", () => {
    writeFileSync(join(root, "go"), "");
    expect(findProgram(root, "go")).toBeUndefined();
    expect(findProgram(`.${delimiter}${delimiter}bin`, "sh")).toBeUndefined();
    const [go] = put("bin", "go");
    expect(findProgram(path("none", "bin"), "go")).toBe(go);
  });
});
