import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BUILT_SETS, PROGRAM_SETS } from "../artefacts/programs.ts";
import { artefactsProblems, otherMinor } from "./check-artefacts.ts";

describe("a folder of artefacts that somebody names", () => {
  let folder: string;

  const put = (path: string, mode: number, text = "") => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), mode);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quorate-check-artefacts-"));
    for (const set of BUILT_SETS) {
      for (const name of PROGRAM_SETS[set].programs) put(`${PROGRAM_SETS[set].folder}/${name}`, 0o755);
    }
    for (const path of ["bin/flannel", "cni/flannel"]) put(path, 0o755);
    put("images/pause.tar", 0o644);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("can be used where all is there", () => {
    expect(artefactsProblems(folder)).toEqual([]);
    put("contents.json", 0o644, '{"programs":{"kubernetes":"1.34.1","etcd":"3.6.4"},"images":{}}');
    expect(artefactsProblems(folder)).toEqual([]);
  });

  test.each([
    [undefined, "1.34.1", false],
    ["1.34", "1.34.1", false],
    ["1.3", "1.34.1", true],
    ["1.36", "1.34.1", true],
  ])("where Kubernetes %s is asked for, and it has %s, is refused: %s", (wanted, version, refused) => {
    put("contents.json", 0o644, `{"programs":{"kubernetes":"${version}","etcd":"3.6.4"},"images":{}}`);
    const message = `the folder that QUORATE_LAB_ARTEFACTS names has Kubernetes ${version}, and ${wanted} is asked for`;
    expect(otherMinor(folder, wanted).map((one) => one.message)).toEqual(refused ? [message] : []);
  });

  test.each<[string, () => void, string]>([
    ["a program missing", () => rmSync(join(folder, "bin/kubelet")), "need: bin/kubelet"],
    ["etcd missing", () => rmSync(join(folder, "bin/etcd")), "need: bin/etcd"],
    ["a plugin missing", () => rmSync(join(folder, "cni/portmap")), "need: cni/portmap"],
    ["a program that is none", () => chmodSync(join(folder, "bin/kubectl"), 0o644), "need: bin/kubectl"],
    ["a folder for a program", () => replaceByFolder("cni/flannel"), "need: cni/flannel"],
    ["no image", () => rmSync(join(folder, "images/pause.tar")), "need: images/*.tar"],
    ["images as a file", () => replaceByFile("images"), "need: images/*.tar"],
    ["two things missing", () => removeAll("images", "bin/flannel"), "need: bin/flannel, images/*.tar"],
    ["contents that are no JSON", () => put("contents.json", 0o644, "{"), "contents.json"],
    ["contents of another shape", () => put("contents.json", 0o644, '{"programs":[]}'), "contents.json"],
    [
      "contents without etcd",
      () => put("contents.json", 0o644, '{"programs":{"kubernetes":"1.34.1"},"images":{}}'),
      "contents.json",
    ],
    ["contents of nothing", () => put("contents.json", 0o644, "null"), "contents.json"],
  ])("is refused with %s", (_, spoil, message) => {
    spoil();
    const problems = artefactsProblems(folder);
    expect(problems).toMatchObject([{ code: "lab-artefacts-invalid", where: folder }]);
    expect(problems[0]?.message).toContain(message);
  });

  test.each([
    ["/dev/null", "is no folder"],
    ["/dev/null/below", "is not there"],
    ["/nowhere/at/all", "is not there"],
  ])("is refused as %s", (path, message) => {
    expect(artefactsProblems(path)[0]?.message).toMatch(new RegExp(`${message}$`));
  });

  const removeAll = (...paths: readonly string[]) => {
    for (const path of paths) rmSync(join(folder, path), { recursive: true });
  };
  const replaceByFolder = (path: string) => {
    removeAll(path);
    mkdirSync(join(folder, path));
  };
  const replaceByFile = (path: string) => {
    removeAll(path);
    put(path, 0o644);
  };
});
