import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { clusterOf } from "@quorate/cluster/testing";
import { writeFilesAtomic } from "@quorate/files";
import { changedPaths, temporaryFolder, treeOf } from "@quorate/files/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { childProgram } from "../../test/child.ts";
import { expectDone, expectEnd, NOW } from "../../test/folder.ts";
import { genCerts, inspectCertificates } from "../index.ts";

const small = clusterOf({ stacked: 1 });
const big = clusterOf({ stacked: 3, workers: 30 });

// These need a file system of their own, and so root, which continuous integration has.
const asRoot = process.getuid?.() === 0;
if (!asRoot) console.warn("full and read-only disks and other users are not tried: that needs root");

/** A small file system in memory, unmounted after the test. */
function mounted(options: string): string {
  const folder = join(temporaryFolder(), "mounted");
  mkdirSync(folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "quorate-test", folder]);
  onTestFinished(() => void execFileSync("umount", [folder]));
  return folder;
}

describe.runIf(asRoot)("a full disk", () => {
  it.each(["size=16k", "size=64k", "size=1m,nr_inodes=40"])(
    "of %s on the first run is one error, and leaves nothing behind",
    async (options) => {
      const folder = mounted(options);
      const directory = join(folder, "certs");
      const result = await genCerts({ cluster: small, certificates: directory, now: NOW });
      expect(expectEnd(result, "failed").map(({ code }) => code)).toEqual(["disk-full"]);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it("on a further run leaves the old files as they were, and room brings the new ones", async () => {
    const folder = mounted("size=1m");
    const directory = join(folder, "certs");
    expectDone(await genCerts({ cluster: small, certificates: directory, now: NOW }));
    const before = treeOf(directory);
    for (let round = 0; round < 2; round++) {
      const result = await genCerts({ cluster: big, certificates: directory, now: NOW });
      expect(result).toMatchObject({ ok: false, problems: [{ exit: "failed", code: "disk-full" }] });
      expect(changedPaths(before, treeOf(directory))).toEqual([]);
      expect(inspectCertificates({ cluster: small, certificates: directory, now: NOW })).toEqual([]);
    }
    execFileSync("mount", ["-o", "remount,size=16m", folder]);
    expectDone(await genCerts({ cluster: big, certificates: directory, now: NOW }));
    expect(inspectCertificates({ cluster: big, certificates: directory, now: NOW })).toEqual([]);
  });

  it("leaves the old file where an atomic write fails, and no other", () => {
    const folder = mounted("size=64k");
    const path = join(folder, "file");
    writeFilesAtomic([{ path, content: "old" }]);
    const before = treeOf(folder);
    const files = [
      { path, content: "new" },
      { path: join(folder, "other"), content: Buffer.alloc(100_000) },
    ];
    expect(() => writeFilesAtomic(files)).toThrow(/ENOSPC/);
    expect(treeOf(folder)).toEqual(before);
  });
});

describe.runIf(asRoot)("a folder that cannot be written", () => {
  it("because its file system is read-only is one error", async () => {
    const folder = mounted("size=4m");
    const directory = join(folder, "certs");
    expectDone(await genCerts({ cluster: small, certificates: directory, now: NOW }));
    const before = treeOf(directory);
    execFileSync("mount", ["-o", "remount,ro", folder]);
    // With nothing to be done, it is a look at what is there.
    const { rows, written } = expectDone(
      await genCerts({ cluster: small, certificates: directory, now: NOW }),
    );
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["kept"]));
    expect(written).toBe(0);
    const result = await genCerts({ cluster: big, certificates: directory, now: NOW });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ exit: "failed", code: "read-only-file-system" }],
    });
    expect(changedPaths(before, treeOf(directory))).toEqual([]);
    // Reading is all that an inspection does.
    expect(inspectCertificates({ cluster: small, certificates: directory, now: NOW })).toEqual([]);
    expect(await genCerts({ cluster: small, certificates: join(folder, "new"), now: NOW })).toMatchObject({
      ok: false,
      problems: [{ exit: "failed", code: "read-only-file-system" }],
    });
  });
});

describe.runIf(asRoot)("another user", () => {
  const start = childProgram();
  const nobody = 65534;

  it.each<[string, number, number]>([
    ["cannot read the folder", 0o700, 0],
    ["can read but not write the folder", 0o755, 0],
  ])("who %s gets one error", async (_, mode, owner) => {
    const base = temporaryFolder();
    chmodSync(base, 0o755);
    const directory = join(base, "certs");
    mkdirSync(directory);
    chmodSync(directory, mode);
    chownSync(directory, owner, owner);
    const result = await start(directory, 0, nobody).result;
    expect(result).toMatchObject({
      ok: false,
      problems: [{ exit: "failed", code: "permission-denied", severity: "error" }],
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it("who cannot read a file in it gets one error, and changes nothing", async () => {
    const base = temporaryFolder();
    chmodSync(base, 0o755);
    const directory = join(base, "certs");
    mkdirSync(directory);
    chownSync(directory, nobody, nobody);
    const first = await start(directory, 0, nobody).result;
    expect(first?.ok).toBe(true);
    chownSync(join(directory, "authorities/etcd-ca.key"), 0, 0);
    const before = treeOf(directory);
    const result = await start(directory, 0, nobody).result;
    expect(result).toMatchObject({ ok: false, problems: [{ exit: "failed", code: "permission-denied" }] });
    expect(changedPaths(before, treeOf(directory))).toEqual([]);
  });
});

describe("a folder that there cannot be", () => {
  it.each([
    ["a name that is too long", () => join(temporaryFolder(), "x".repeat(300), "certs")],
    ["a link to itself", () => linkToItself(join(temporaryFolder(), "link"))],
    ["a place where nobody makes folders", () => "/proc/quorate-test"],
  ])("because of %s is refused in one sentence", async (_, folder) => {
    const result = await genCerts({ cluster: small, certificates: folder(), now: NOW });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ exit: "wrong-input", code: "folder-impossible" }],
    });
  });

  function linkToItself(path: string): string {
    symlinkSync(path, path);
    return path;
  }
});

describe.runIf(asRoot)("permissions that the owner lacks", () => {
  it("are given, and told; a key that is read-only stays so", async () => {
    const directory = join(temporaryFolder(), "certs");
    expectDone(await genCerts({ cluster: small, certificates: directory, now: NOW }));
    const modes = (...paths: readonly string[]) =>
      paths.map((path) => statSync(join(directory, path)).mode & 0o777);
    chmodSync(join(directory, "operator/kubeconfig"), 0);
    chmodSync(join(directory, "operator/admin.crt"), 0);
    chmodSync(join(directory, "authorities/etcd-ca.key"), 0o400);
    const { warnings, written } = expectDone(
      await genCerts({ cluster: small, certificates: directory, now: NOW }),
    );
    expect(warnings).toMatchObject([
      {
        code: "folder-too-narrow",
        message: "permissions were too narrow and are set right: operator/admin.crt, operator/kubeconfig",
      },
    ]);
    expect(written).toBe(0);
    expect(modes("operator/kubeconfig", "operator/admin.crt", "authorities/etcd-ca.key")).toEqual([
      0o600, 0o644, 0o400,
    ]);
  });
});

describe.runIf(asRoot)("permissions that an owner who is nobody special lacks", () => {
  it("are given as well: nothing is read before", async () => {
    const directory = join(temporaryFolder(), "certs");
    expectDone(await genCerts({ cluster: small, certificates: directory, now: NOW }));
    const narrow = ["authorities/etcd-ca.key", "operator/kubeconfig", "operator"];
    for (const path of narrow) chmodSync(join(directory, path), 0);
    chownSync(dirname(directory), NOBODY, NOBODY);
    for (const path of [".", ...readdirSync(directory, { recursive: true, encoding: "utf8" })]) {
      chownSync(join(directory, path), NOBODY, NOBODY);
    }
    const made = await as(NOBODY, () => genCerts({ cluster: small, certificates: directory, now: NOW }));
    const { warnings, written } = expectDone(made);
    expect(warnings).toMatchObject([
      {
        code: "folder-too-narrow",
        message:
          "permissions were too narrow and are set right: operator, authorities/etcd-ca.key, operator/kubeconfig",
      },
    ]);
    expect(written).toBe(0);
    expect(narrow.map((path) => statSync(join(directory, path)).mode & 0o777)).toEqual([0o600, 0o600, 0o700]);
  });

  const NOBODY = 65_534;

  /** Does something as another user: what is only root's to read is not read meanwhile. */
  async function as<T>(user: number, work: () => Promise<T>): Promise<T> {
    process.seteuid?.(user);
    try {
      return await work();
    } finally {
      process.seteuid?.(0);
    }
  }
});

describe("something in the way", () => {
  it.each(["file", "file/certs"])("%s is one error", async (name) => {
    const base = temporaryFolder();
    writeFileSync(join(base, "file"), "mine");
    const directory = join(base, name);
    const result = await genCerts({ cluster: small, certificates: directory, now: NOW });
    expect(result).toMatchObject({ ok: false, problems: [{ exit: "wrong-input", code: "not-a-folder" }] });
    expect(inspectCertificates({ cluster: small, certificates: directory, now: NOW }).length).toBe(1);
    expect(readdirSync(base)).toEqual(["file"]);
  });
});
