import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { KUBERNETES_MINORS } from "./programs.ts";

// What is built is what the modules require; the double has to be about the same, or every lab gets a copy of it.

const lab = resolve(import.meta.dirname, "../..");
const moduleText = (name: string) => readFileSync(join(lab, "programs", name, "go.mod"), "utf8");
const requiredOf = (name: string, required: string) =>
  new RegExp(`\\s${required} v(\\S+)`).exec(moduleText(name))?.[1];

test.each([
  ["kubernetes", `kubernetes-${KUBERNETES_MINORS[0]}`, "k8s.io/kubernetes"],
  ["etcd", "etcd", "go.etcd.io/etcd/server/v3"],
  ["containerd", "containerd", "github.com/containerd/containerd/v2"],
])("the double of nixpkgs is about the %s that is built", (program, name, required) => {
  const versions = JSON.parse(readFileSync(join(lab, "nixpkgs/nixos/programs.json"), "utf8"));
  const version = requiredOf(name, required);
  expect(version).toBeDefined();
  expect(versions[program]).toBe(version);
});

test.each([
  ...KUBERNETES_MINORS.map((minor) => ({ name: `kubernetes-${minor}`, minor })),
  // Tests are those of the Kubernetes that they are run against.
  { name: "conformance", minor: KUBERNETES_MINORS[0] },
])("the module $name is of Kubernetes $minor, staging modules and all", ({ name, minor }) => {
  const text = moduleText(name);
  const version = requiredOf(name, "k8s.io/kubernetes") ?? "";
  expect(version.startsWith(`${minor}.`)).toBe(true);
  const staging = [...text.matchAll(/^\s*(k8s\.io\/\S+) => \1 v0\.(\S+)$/gm)].map(([, , one]) => `1.${one}`);
  expect(staging.length).toBeGreaterThan(20);
  expect(new Set(staging)).toEqual(new Set([version]));
});

test("Kubernetes' tests are those of the release that is built", () => {
  const release = (name: string) => requiredOf(name, "k8s.io/kubernetes");
  expect(release("conformance")).toBe(release(`kubernetes-${KUBERNETES_MINORS[0]}`));
});
