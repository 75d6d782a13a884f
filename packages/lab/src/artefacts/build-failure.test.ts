import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { buildFailure } from "./build-failure.ts";
import { findProgram } from "./programs.ts";
import { listen } from "./testing/registry.ts";
import { testWorld } from "./testing/world.ts";
import { zipOf } from "./testing/zip.ts";

const job = { description: "build etcd", script: "build-programs" };

test.each([
  ["x: write /cache/go/build/a: no space left on device", "the disk is full", "QUORATE_LAB_CACHE"],
  ["/usr/lib/go/pkg/tool/linux_amd64/link: signal: killed", "there was too little memory", "more memory"],
  ["fatal error: runtime: cannot allocate memory", "there was too little memory", "more memory"],
  ["a@v1: reading http://p.test/a/@v/v1.zip: 404 Not Found", "a module could not be had", "GOPROXY"],
  ["module lookup disabled by GOPROXY=off", "a module could not be had", "GOPROXY"],
  [
    'a@v1: Get "https://p.test/a/@v/v1.mod": tls: failed to verify certificate: x509: unknown authority',
    "a server's certificate is none that this machine trusts",
    "update-ca-certificates",
  ],
  [
    "https://m.test/k.tar.gz is not what upstream has published: its sha512 is 1, and not 2",
    "another file came than upstream's",
    "nothing of it was used",
  ],
  ["https://m.test/k.tar.gz: the server has no such file", "the server has not got it", "under this name"],
  [
    "https://m.test/k.tar.gz: nobody answers there, or the transfer broke off",
    "it did not come whole",
    "goes on from there",
  ],
  ["https://m.test/k.tar.gz: it could not be written here", "the disk is full", "QUORATE_LAB_CACHE"],
  [
    "https://m.test/k.tar.gz: the server's certificate is not one that is trusted here",
    "a server's certificate is none that this machine trusts",
    "QUORATE_LAB_RELEASES",
  ],
  ["dial tcp: lookup p.test: no such host", "no proxy of Go modules could be reached", "GOPROXY"],
  [
    "verifying a@v1: checksum mismatch",
    "what was fetched is not what go.sum says",
    "nothing of them was built",
  ],
])("%s", (line, words, hint) => {
  const said = buildFailure("etcd", job, { code: 1, stdout: "compiling\n", stderr: `${line}\nmore\n` });
  expect(said.message).toBe(`could not build etcd, since ${words}: ${line}`);
  expect(said.hint).toContain(hint);
});

test("what nobody knows is repeated as it was said", () => {
  const said = buildFailure("etcd", job, { code: 2, stdout: "a.go:1: undefined: x\n", stderr: "" });
  expect(said.message).toBe("could not build etcd: build-programs ended with 2: a.go:1: undefined: x");
});

// The real script and the machine's own Go, with a module of one program from a server on loopback.
describe("a build by Go", () => {
  const script = resolve(import.meta.dirname, "../../artefacts/build-programs");
  const go = findProgram(process.env["PATH"] ?? "", "go") ?? "";
  let root: string;
  let server: Server;
  let base: string;
  let files: Map<string, Buffer>;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "quorate-build-"));
    const goMod = "module example.test/m\n\ngo 1.24\n";
    const main = 'package main\n\nfunc main() { println("hello") }\n';
    const tree = "example.test/m@v1.0.0";
    files = new Map([
      ["v1.0.0.info", Buffer.from('{"Version":"v1.0.0"}')],
      ["v1.0.0.mod", Buffer.from(goMod)],
      ["v1.0.0.zip", zipOf({ [`${tree}/go.mod`]: goMod, [`${tree}/cmd/hello/main.go`]: main })],
    ]);
    server = createServer((request, response) => {
      const file = files.get((request.url ?? "").split("/").at(-1) ?? "");
      if (file === undefined) response.writeHead(404).end();
      else response.end(file);
    });
    base = `http://${await listen(server)}`;
    mkdirSync(join(root, "module"));
    const tool = "tool example.test/m/cmd/hello\n\nrequire example.test/m v1.0.0 // indirect\n";
    writeFileSync(join(root, "module/go.mod"), `module x\n\ngo 1.24\n\n${tool}`);
    writeFileSync(join(root, "module/go.sum"), "");
    // What it is when all is as it should be.
    const settings = [`GOPROXY=${base}`, "GOSUMDB=off", `GOMODCACHE=${join(root, "kept/modules")}`];
    await run(
      "env",
      "-C",
      join(root, "module"),
      ...settings,
      go,
      "mod",
      "download",
      "-modcacherw",
      "example.test/m",
    );
    rmSync(join(root, "kept"), { recursive: true, force: true });
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
    rmSync(root, { recursive: true, force: true });
  });

  async function run(...argv: readonly [string, ...string[]]) {
    return await testWorld().run({ node: undefined, description: "run it", argv });
  }

  async function build(proxy = base) {
    const words = [
      script,
      join(root, "work"),
      join(root, "output"),
      join(root, "module"),
      go,
      join(root, "kept"),
    ];
    const output = await run("env", `GOPROXY=${proxy}`, "GOSUMDB=off", "bash", ...words);
    return output.code === 0
      ? "built"
      : buildFailure("m", { ...job, description: "build m" }, output).message;
  }

  it("makes a program of what is as go.sum says", async () => {
    expect(await build()).toBe("built");
    const { stderr } = spawnSync(join(root, "output/bin/hello"));
    expect(stderr.toString()).toBe("hello\n");
  });

  it("makes none of what is not", async () => {
    const sums = readFileSync(join(root, "module/go.sum"), "utf8");
    const other = createHash("sha256").update("other").digest("base64");
    writeFileSync(join(root, "module/go.sum"), sums.replace(/(v1\.0\.0 h1:)\S+/, `$1${other}`));
    expect(await build()).toContain("could not build m, since what was fetched is not what go.sum says: ");
  });

  it("says that the proxy has not all of it", async () => {
    files.delete("v1.0.0.zip");
    expect(await build()).toContain(
      "could not build m, since a module could not be had: example.test/m@v1.0.0",
    );
  });

  it("says that the proxy can't be reached", async () => {
    expect(await build("http://127.0.0.1:9")).toContain("since no proxy of Go modules could be reached: ");
  });
});
