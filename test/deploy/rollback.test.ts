import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDeployer } from "./deployer-process.ts";
import { Scene } from "./scene.ts";

// A node that was deployed to is taken back to what it ran before, with the secrets of then, over real ssh.

let scene: Scene;
/** A host's disk, as this machine sees it. */
const disk = (path: string) => join(scene.folder, "hosts", "node1", path);
const runs = () => readlinkSync(disk("run/current-system"));
const secret = (file: string) => disk(`${SECRETS_DIRECTORY}/${file}`);
const confirmed = () => readFileSync(disk("var/lib/quorate/confirmed"), "utf8");
const deployed = { code: 0, out: ["node1: deployed"] };
let first = "";
let second = "";

/** A system whose activation fails as long as a file is there that names it. */
function flake(what: string): void {
  scene.writeFlake(what, `if [ -e /run/fails-${what} ]; then exit 2; fi`);
}

/** As the first system had them: one file more, and another key. */
function expectOldSecrets(): void {
  expect(readFileSync(secret("etcd-peer.key"), "utf8")).toBe("another");
  expect(readFileSync(secret("only-the-old-one.key"), "utf8")).toBe("old");
}

function expectNewSecrets(): void {
  expect(readFileSync(secret("etcd-peer.key"), "utf8")).toBe(scene.secret("node1", "etcd-peer.key"));
  expect(existsSync(secret("only-the-old-one.key"))).toBe(false);
}

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  scene = await Scene.make();
  for (const name of ["node1", "node2", "node3"]) await scene.startMember(name);
  flake("first");
  const run = await scene.deploy({ targets: ["node1", "node2"] });
  if (run.code !== 0) throw new Error(run.err.join("\n"));
  first = runs();
});

afterAll(async () => {
  await scene?.dispose();
});

test("a node that no deployment has changed has nothing to go back to", async () => {
  const run = await scene.rollback({ targets: ["node2"], yes: true });
  expect(run.code).toBe(2);
  expect(run.err.join("\n")).toContain("[rollback-nothing-kept]");
});

test("what is gone back to is shown, and has to be agreed to", async () => {
  writeFileSync(secret("only-the-old-one.key"), "old", { mode: 0o600 });
  writeFileSync(secret("etcd-peer.key"), "another");
  flake("second");
  expect(await scene.deploy({ targets: ["node1"] })).toMatchObject(deployed);
  second = runs();
  expectNewSecrets();
  const run = await scene.rollback({ targets: ["node1"] });
  expect(run.code).toBe(2);
  const said = run.err.join("\n");
  expect(said).toContain("[rollback-needs-yes]");
  expect(said).toContain(`node1 goes back from ${second} (fingerprint fingerprint-)`.slice(0, 40));
  expect(said).toContain(`to ${first}, generation 1 of `);
  expect(said).toContain("with 2 of its certificates and keys as they were then");
  expect(runs()).toBe(second);
});

test("one that does not activate is left for what ran, and is kept nevertheless", async () => {
  writeFileSync(disk("run/fails-first"), "");
  const run = await scene.rollback({ targets: ["node1"], yes: true });
  expect(run).toMatchObject({ code: 1, out: ["node1: failed, and taken back"] });
  expect(runs()).toBe(second);
  expectNewSecrets();
  rmSync(disk("run/fails-first"));
});

test("killed while it activates, it is completed by the same command", async () => {
  await runDeployer(scene, {
    options: {},
    state: "state",
    rollback: { targets: ["node1"], yes: true },
    endAt: { description: "activate", when: "after", signal: "SIGKILL" },
  });
  expect(runs()).toBe(first);
  expect(existsSync(disk("var/lib/quorate/confirmed"))).toBe(false);
  const run = await scene.rollback({ targets: ["node1"], yes: true });
  expect(run, run.err.join("\n")).toMatchObject({ code: 0, out: ["node1: rolled back"] });
  expect(runs()).toBe(first);
  expectOldSecrets();
  expect(confirmed()).toContain(`closure=${first}\nfingerprint=fingerprint-of-node1-first\n`);
});

test("it is told of until a deployment takes the node forward again", async () => {
  const again = await scene.deploy({ targets: ["node1"] });
  expect(again.err.join("\n")).toContain("[went-back]");
  expect(again.err.join("\n")).toContain(
    `from ${second} to ${first}: somebody asked for it (\`quorate rollback\`)`,
  );
  expect(again).toMatchObject(deployed);
  expect(runs()).toBe(second);
  expectNewSecrets();
  const last = await scene.deploy({ targets: ["node1"] });
  expect(last.err.join("\n")).not.toContain("[went-back]");
  expect(last.out).toEqual(["No action needed on node1"]);
});

test("no node goes back across a minor version of etcd, nor to one without its key for Secrets", async () => {
  const kept = disk("var/lib/quorate/watchdog/previous");
  const key = join(kept, "secrets/encryption-config.json");
  const text = readFileSync(key, "utf8");
  writeFileSync(key, "{}");
  const encrypts = await scene.rollback({ targets: ["node1"], yes: true });
  expect(encrypts.code).toBe(2);
  expect(encrypts.err.join("\n")).toContain("its apiserver encrypts Secrets otherwise than then");
  writeFileSync(key, text);
  // Another system's unit starts another etcd.
  const store = disk("nix/store");
  const older = join(store, `${"0".repeat(32)}-older`);
  mkdirSync(join(older, "bin"), { recursive: true });
  mkdirSync(join(older, "etc/systemd/system"), { recursive: true });
  writeFileSync(join(older, "bin/switch-to-configuration"), "#!/bin/sh\n", { mode: 0o755 });
  writeFileSync(join(older, "bin/etcd"), "#!/bin/sh\necho etcd Version: 3.5.21\n", { mode: 0o755 });
  const at = `/nix/store/${"0".repeat(32)}-older`;
  writeFileSync(join(older, "etc/systemd/system/etcd.service"), `[Service]\nExecStart=${at}/bin/etcd\n`);
  const before = readFileSync(join(kept, "closure"), "utf8");
  writeFileSync(join(kept, "closure"), `${at}\n`);
  const etcd = await scene.rollback({ targets: ["node1"], yes: true });
  expect(etcd.code).toBe(2);
  expect(etcd.err.join("\n")).toContain("its etcd is none and was 3.5");
  writeFileSync(join(kept, "closure"), before);
});
