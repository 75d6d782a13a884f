import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

// What is built is what the modules require; the double has to be about the same, or every lab gets a copy of it.

const lab = resolve(import.meta.dirname, "../..");

test.each([
  ["kubernetes", "k8s.io/kubernetes"],
  ["etcd", "go.etcd.io/etcd/server/v3"],
  ["containerd", "github.com/containerd/containerd/v2"],
])("the double of nixpkgs is about the %s that is built", (program, required) => {
  const versions = JSON.parse(readFileSync(join(lab, "nixpkgs/nixos/programs.json"), "utf8"));
  const module = readFileSync(join(lab, "programs", program, "go.mod"), "utf8");
  const [, version] = new RegExp(`\\s${required} v(\\S+)`).exec(module) ?? [];
  expect(version).toBeDefined();
  expect(versions[program]).toBe(version);
});
