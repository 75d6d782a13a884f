import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "./testing/registry.ts";
import { testWorld } from "./testing/world.ts";

// The real scripts, and a server on loopback that gives an archive, half of it, another one, or none.

const recipes = resolve(import.meta.dirname, "../../artefacts");

let root: string;
let archive: Buffer;
let server: Server;
let base: string;
/** What the server does with the next requests, one after another; then it gives what is asked for. */
let moods: ("break" | "other" | "no ranges")[];
/** What it was asked for: the octet that a transfer begins at. */
let begun: number[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "quorate-release-"));
  mkdirSync(join(root, "tree/etcd-v1"), { recursive: true });
  for (const name of ["etcd", "etcdctl", "README"])
    writeFileSync(join(root, "tree/etcd-v1", name), name.repeat(9_999));
  spawnSync("tar", ["-czf", join(root, "archive.tar.gz"), "-C", join(root, "tree"), "etcd-v1"]);
  archive = readFileSync(join(root, "archive.tar.gz"));
  moods = [];
  begun = [];
  server = createServer((request, response) => {
    if (request.url !== "/etcd.tar.gz") {
      response.writeHead(404).end();
      return;
    }
    const mood = moods.shift();
    const from =
      mood === "no ranges" ? 0 : Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    begun.push(from);
    if (from >= archive.length) {
      response.writeHead(416, { "content-range": `bytes */${archive.length}` }).end();
      return;
    }
    const body = mood === "other" ? Buffer.alloc(archive.length, 1) : archive.subarray(from);
    const range = { "content-range": `bytes ${from}-${archive.length - 1}/${archive.length}` };
    response.writeHead(from > 0 ? 206 : 200, { "content-length": body.length, ...(from > 0 ? range : {}) });
    if (mood !== "break") response.end(body);
    else response.write(body.subarray(0, body.length / 2), () => response.destroy());
  });
  base = `http://${await listen(server)}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(root, { recursive: true, force: true });
});

const digest = (algorithm: string) => `${algorithm}:${createHash(algorithm).update(archive).digest("hex")}`;

async function fetch({ path = "etcd.tar.gz", sum = digest("sha256"), from = base, folder = "etcd-v1" } = {}) {
  const words = [`${from}/${path}`, sum, folder, "etcd", "etcdctl"];
  const { code, stderr } = await testWorld().run({
    node: undefined,
    description: "fetch it",
    argv: [
      ...(["bash", join(recipes, "make-artefact"), join(root, "cache"), "etcd-1"] as const),
      ...["bash", join(recipes, "fetch-release"), ...words],
    ],
  });
  return { code, stderr: stderr.trim() };
}

const made = () =>
  existsSync(join(root, "cache/etcd-1")) ? readdirSync(join(root, "cache/etcd-1/bin")).sort() : undefined;

describe("fetch-release", () => {
  it.each(["sha256", "sha512"])("takes programs out of what has the digest, %s", async (algorithm) => {
    expect(await fetch({ sum: digest(algorithm) })).toEqual({ code: 0, stderr: "" });
    expect(made()).toEqual(["etcd", "etcdctl"]);
    expect(readFileSync(join(root, "cache/etcd-1/bin/etcd"), "utf8")).toBe("etcd".repeat(9_999));
    expect(readdirSync(join(root, "cache")).sort()).toEqual([".lock-etcd-1", "etcd-1"]);
    await fetch({ sum: digest(algorithm) });
    expect(begun).toEqual([0]);
  });

  it("refuses what has another, shows nothing of it, and asks for all of it the next time", async () => {
    moods = ["other"];
    const { code, stderr } = await fetch();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^\S+\/etcd\.tar\.gz is not what upstream has published: its sha256 is [0-9a-f]{64}, and not /,
    );
    expect(made()).toBeUndefined();
    expect((await fetch()).code).toBe(0);
    expect(begun).toEqual([0, 0]);
  });

  it("goes on where a transfer broke off, in the same run and in the next", async () => {
    moods = ["break"];
    expect((await fetch()).code).toBe(0);
    expect(begun).toHaveLength(2);
    expect(begun[1]).toBeGreaterThan(0);
    expect(made()).toEqual(["etcd", "etcdctl"]);

    rmSync(join(root, "cache"), { recursive: true });
    moods = ["break", "break", "break"];
    begun = [];
    const { code, stderr } = await fetch();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `${base}/etcd.tar.gz: nobody answers there, or the transfer broke off`,
    });
    expect(made()).toBeUndefined();
    expect((await fetch()).code).toBe(0);
    expect(begun[3]).toBeGreaterThan(0);
  });

  it("begins anew where a server can't go on, or what it had before was something else", async () => {
    moods = ["break", "break", "break", "no ranges", "no ranges", "no ranges", "no ranges"];
    await fetch();
    expect(await fetch()).toEqual({ code: 0, stderr: "" });

    rmSync(join(root, "cache"), { recursive: true });
    mkdirSync(join(root, "cache/.work-etcd-1"), { recursive: true });
    writeFileSync(join(root, "cache/.work-etcd-1/archive"), "of yesterday");
    moods = [];
    expect(await fetch()).toEqual({ code: 0, stderr: "" });
  });

  it("fetches nothing anew where a run was killed between the last octet and the digest", async () => {
    mkdirSync(join(root, "cache/.work-etcd-1"), { recursive: true });
    writeFileSync(join(root, "cache/.work-etcd-1/archive"), archive);
    expect((await fetch()).code).toBe(0);
    expect(begun).toEqual([]);
  });

  it.each([
    ["no such file", { path: "etcd-9.tar.gz" }, "the server has no such file"],
    ["nobody there", { from: "http://127.0.0.1:9" }, "nobody answers there, or the transfer broke off"],
  ])("says in a sentence that there is %s", async (_, given, words) => {
    const { code, stderr } = await fetch(given);
    expect(code).toBe(1);
    expect(stderr).toContain(words);
    expect(made()).toBeUndefined();
  });

  it("takes a file that is itself the program", async () => {
    expect((await fetch({ folder: "-" })).code).toBe(0);
    expect(made()).toEqual(["etcd"]);
  });
});
