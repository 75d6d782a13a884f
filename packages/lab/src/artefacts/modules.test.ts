import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it, test } from "vitest";
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

test("the line that is built is the one of the nixpkgs in flake.lock, as somebody saw there", () => {
  const { nodes } = JSON.parse(readFileSync(resolve(lab, "../../flake.lock"), "utf8"));
  // Another commit there: look into its pkgs/by-name/ku/kubernetes/package.nix, and write both here. Where the lines
  // part, packages/lab/programs gets a module of that one. With NIXPKGS test/nixos/double.test.ts asks the tree itself.
  const seen = { rev: "8eeec934ae0dbeca3d7868c059568a65c08b2fc3", line: "1.36" };
  expect({ rev: nodes.nixpkgs.locked.rev, line: KUBERNETES_MINORS[0] }).toEqual(seen);
});

test("Kubernetes' tests are those of the release that is built", () => {
  const release = (name: string) => requiredOf(name, "k8s.io/kubernetes");
  expect(release("conformance")).toBe(release(`kubernetes-${KUBERNETES_MINORS[0]}`));
});

describe("what several modules are made of is compiled once", () => {
  const shared = [
    "k8s.io/api",
    "k8s.io/apimachinery",
    "k8s.io/client-go",
    "k8s.io/kube-openapi",
    "k8s.io/klog/v2",
  ];
  const below = [
    "golang.org/x/net",
    "golang.org/x/oauth2",
    "golang.org/x/sys",
    "golang.org/x/term",
    "golang.org/x/text",
  ];
  const kubernetes = moduleText(`kubernetes-${KUBERNETES_MINORS[0]}`);

  it.each([
    ["the stand-ins", readFileSync(join(lab, "artefacts/stand-ins/go.mod"), "utf8")],
    ["CoreDNS", moduleText("coredns")],
    ["Kubernetes' tests", moduleText("conformance")],
  ])("%s have client-go, and all below it, of Kubernetes' versions", (_, text) => {
    const versions = (of: string) => [...shared, ...below].map((name) => `${name} ${usedVersion(of, name)}`);
    expect(versions(text)).toEqual(versions(kubernetes));
  });
});

it("CoreDNS has every plugin that the emitted Corefile names", () => {
  const emitted = readFileSync(resolve(lab, "../../nix/generated/nodes/node1.nix"), "utf8");
  const [, corefile = ""] = /Corefile = ''\n([\s\S]*?)\n\s*'';/.exec(emitted) ?? [];
  const indent = /^( *)errors$/m.exec(corefile)?.[1] ?? "";
  const named = [...corefile.matchAll(new RegExp(`^${indent}([a-z_]+)\\b`, "gm"))].map(([, name]) => name);
  const main = readFileSync(join(lab, "programs/coredns/main.go"), "utf8");
  const built = [...main.matchAll(/coredns\/plugin\/(\w+)"/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(5);
  // The package of `prometheus` is called otherwise.
  expect(named.filter((name) => !built.includes(name === "prometheus" ? "metrics" : name))).toEqual([]);
});

/** What a go.mod has of a module: where it is replaced, what by. */
function usedVersion(text: string, name: string): string | undefined {
  return (
    new RegExp(`\\s${name} => ${name} v(\\S+)`).exec(text)?.[1] ??
    new RegExp(`\\s${name} v(\\S+)`).exec(text)?.[1]
  );
}
