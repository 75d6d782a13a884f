import { describe, expect, it } from "vitest";
import { BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER } from "../testing/clusters.ts";
import { emitCluster } from "./emit-cluster.ts";
import { isGenerated, isGeneratedPath, NIX_HEADER } from "./generated-files.ts";

describe("isGeneratedPath", () => {
  it.each([BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER])("knows every file of $name", (cluster) => {
    const paths = emitCluster(cluster, { inputsDigest: "" }).map(({ path }) => path);
    expect(paths.filter((path) => !isGeneratedPath(path))).toEqual([]);
  });

  it.each([
    ["nodes/gone.nix", true],
    ["kube-vip/gone.json", true],
    ["machines.nix", true],
    ["fingerprints.json", true],
    ["machines.nix.orig", false],
    ["nodes/README.md", false],
    ["nodes/.nix", false],
    ["nodes/a/b.nix", false],
    ["nodes/a.json", false],
    ["other/a.nix", false],
    ["x/machines.nix", false],
    ["nodes", false],
    ["nodes.nix", false],
    ["", false],
  ])("%s: %s", (path, made) => {
    expect(isGeneratedPath(path)).toBe(made);
  });
});

describe("isGenerated", () => {
  it.each([BGP_CLUSTER, DUAL_STACK_CLUSTER, IPV6_CLUSTER])("knows every file of $name", (cluster) => {
    const files = emitCluster(cluster, { inputsDigest: "" });
    expect(files.filter((file) => !isGenerated(file))).toEqual([]);
  });

  it.each([
    ["nodes/a.nix", `# ${NIX_HEADER}\r\n{ }\r\n`, true],
    ["nodes/a.nix", "{ }", false],
    ["nodes/a.nix", `{ }\n# ${NIX_HEADER}\n`, false],
    ["kube-vip/a.json", '{ "kind": "Pod", "metadata": { "name": "kube-vip" } }', true],
    ["kube-vip/a.json", '{ "kind": "Pod", "metadata": { "name": "mine" } }', false],
    ["kube-vip/a.json", '{ "kind": "Service", "metadata": { "name": "kube-vip" } }', false],
    ["kube-vip/a.json", "null", false],
    ["kube-vip/a.json", "{", false],
    ["fingerprints.json", "{}", true],
    ["notes.txt", `# ${NIX_HEADER}\n`, false],
  ])("%s with %j: %s", (path, text, made) => {
    expect(isGenerated({ path, text })).toBe(made);
  });
});
