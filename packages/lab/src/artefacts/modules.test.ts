import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

// What is built is what the modules require; the double has to be about the same, or every lab gets a copy of it.

const lab = resolve(import.meta.dirname, "../..");

test.each([
  ["kubernetes", "kubernetes-1.36", "k8s.io/kubernetes"],
  ["etcd", "etcd", "go.etcd.io/etcd/server/v3"],
  ["containerd", "containerd", "github.com/containerd/containerd/v2"],
])("the double of nixpkgs is about the %s that is built", (program, folder, required) => {
  const versions = JSON.parse(readFileSync(join(lab, "nixpkgs/nixos/programs.json"), "utf8"));
  const module = readFileSync(join(lab, "programs", folder, "go.mod"), "utf8");
  const [, version] = new RegExp(`\\s${required} v(\\S+)`).exec(module) ?? [];
  expect(version).toBeDefined();
  expect(versions[program]).toBe(version);
});
