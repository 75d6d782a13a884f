import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Cluster } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { temporaryFolder, treeOf } from "@quorate/files/testing";
import { emitCluster, type GeneratedFile } from "@quorate/nixos";
import { describe, expect, it } from "vitest";
import example from "../../../../examples/three-masters-bgp.ts";
import { compareGenerated, isOurs, writeGenerated } from "./generated-folder.ts";

const cluster = resolvedCluster(example);
const emit = (one: Cluster): readonly GeneratedFile[] => emitCluster(one, { inputsDigest: "" });
const files = emit(cluster);
const fewer = emit({ ...cluster, nodes: cluster.nodes.slice(1) });
const [gone] = cluster.nodes;
if (gone === undefined) throw new Error("the example has no nodes");

const nothing = { missing: [], changed: [], obsolete: [], foreign: [] };

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

describe("isOurs", () => {
  const text = files.find(({ path }) => path.startsWith("nodes/"))?.text ?? "";
  it.each([
    ["machines.nix", "", true],
    ["nodes/gone.nix", text, true],
    ["nodes/handmade.nix", "{ }", false],
    [".machines.nix.0123456789ab.tmp", "", true],
    ["nodes/.gone.nix.0123456789ab.tmp", "", true],
    [".mine.0123456789ab.tmp", "", false],
    [".mine.tmp", "", false],
    ["nodes/README.md", text, false],
  ])("%s with %j: %s", async (path, content, ours) => {
    const folder = temporaryFolder();
    put(folder, path, content);
    expect(await isOurs(folder, path)).toBe(ours);
  });

  it("says no of a link, wherever it leads", async () => {
    const folder = temporaryFolder();
    put(folder, "nodes/a.nix", text);
    for (const [name, target] of [
      ["b.nix", "a.nix"],
      ["c.nix", "nowhere"],
    ] as const) {
      symlinkSync(target, join(folder, "nodes", name));
      expect(await isOurs(folder, `nodes/${name}`)).toBe(false);
    }
  });
});

describe("writeGenerated", () => {
  it("makes a folder what it should be, and then has nothing to do", async () => {
    const folder = join(temporaryFolder(), "nix/generated");
    expect(await writeGenerated(folder, files)).toEqual({
      ...nothing,
      missing: files.map(({ path }) => path),
    });
    for (const { path, text } of files) expect(readFileSync(join(folder, path), "utf8")).toBe(text);
    expect(await writeGenerated(folder, files)).toEqual(nothing);
  });

  it("removes what it made for a node that is gone, and nothing that somebody else wrote", async () => {
    const folder = temporaryFolder();
    await writeGenerated(folder, files);
    const theirs = ["notes.txt", "nodes/handmade.nix", "nodes/node.nix.orig", "kube-vip/handmade.json"];
    for (const path of theirs) put(folder, path, "{}");
    const ours = [`kube-vip/${gone.name}.json`, `nodes/${gone.name}.nix`];
    expect(await compareGenerated(folder, fewer)).toMatchObject({
      obsolete: ours,
      foreign: theirs.toSorted(),
    });
    await writeGenerated(folder, fewer);
    expect(ours.filter((path) => existsSync(join(folder, path)))).toEqual([]);
    expect(theirs.filter((path) => readFileSync(join(folder, path), "utf8") === "{}")).toEqual(theirs);
    expect(await compareGenerated(folder, fewer)).toEqual({ ...nothing, foreign: theirs.toSorted() });
  });

  it("removes a folder with its last file", async () => {
    const folder = temporaryFolder();
    await writeGenerated(folder, files);
    await writeGenerated(
      folder,
      files.filter(({ path }) => !path.startsWith("kube-vip/")),
    );
    expect(readdirSync(folder).sort()).toEqual(["fingerprints.json", "machines.nix", "nodes"]);
  });

  it("puts a file in the place of a link that leads nowhere", async () => {
    const folder = temporaryFolder();
    symlinkSync("nowhere", join(folder, "machines.nix"));
    expect((await writeGenerated(folder, files)).changed).toEqual(["machines.nix"]);
    expect(await writeGenerated(folder, files)).toEqual(nothing);
  });

  it("changes nothing where the folder is a link that leads nowhere", async () => {
    const parent = temporaryFolder();
    symlinkSync("nowhere", join(parent, "generated"));
    const before = treeOf(parent);
    await expect(writeGenerated(join(parent, "generated"), files)).rejects.toMatchObject({ code: "EEXIST" });
    expect(treeOf(parent)).toEqual(before);
  });
});
