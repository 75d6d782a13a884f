import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { join } from "node:path";
import { SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ownNet } from "../support/own-net.ts";
import type { TestHost } from "./host.ts";
import { type DeployRun, Scene } from "./scene.ts";

// A real etcd on node1, which deploy asks over real ssh who its members are; node2 and node3 are bare.

let scene: Scene;
let node1: TestHost;
let etcd: ChildProcess | undefined;

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  for (const [program, name] of [
    ["/usr/sbin/sshd", "openssh-server"],
    ["/usr/bin/etcd", "etcd-server"],
  ] as const) {
    if (!existsSync(program)) throw new Error(`this test needs ${program}: apt-get install ${name}`);
  }
  scene = await Scene.make();
  node1 = await scene.start("node1");
  writeFileSync(node1.at("etc/NIXOS"), "");
  const secrets = node1.at(SECRETS_DIRECTORY);
  mkdirSync(secrets, { recursive: true });
  for (const { file, mode } of secretFilesOfNode(scene.cluster, scene.node("node1"))) {
    writeFileSync(join(secrets, file), scene.secret("node1", file), { mode: Number.parseInt(mode, 8) });
  }
  const foreign = scene.secret("node1", "ssh_host_ed25519_key");
  for (const name of ["node2", "node3"]) await scene.start(name, foreign);
});

afterEach(async () => {
  await stopEtcd();
  rmSync(node1.at("var/lib/etcd"), { recursive: true, force: true });
});

afterAll(async () => {
  await scene?.dispose();
});

describe("beside the etcd of node1", () => {
  test("that is one of one, others may join, and not while it is stopped", async () => {
    await startEtcd(`node1=${peerUrl("node1")}`);
    await until(leads);
    const { run } = await deploy(["node2", "node3"]);
    // Nothing speaks against it, so that it came as far as the build, which ends it here.
    expect(codesOf(run)).toEqual(["evaluation-failed"]);
    await stopEtcd();
    const { run: stopped, commands } = await deploy(["node2"]);
    expect(stopped.code).toBe(2);
    expect(codesOf(stopped)).toEqual(["member-unknown"]);
    expect(stopped.err.join("\n")).toContain("node1 has data, but its etcd does not tell its members");
    expect(commands).not.toContain("nix");
  });

  test("that waits for the others of its first installation, they are installed", async () => {
    await startEtcd(scene.cluster.etcd.members.map(({ name }) => `${name}=${peerUrl(name)}`).join());
    const { run, commands } = await deploy(["node2"]);
    // Nothing speaks against it, so that it came as far as the build, which ends it here.
    expect(codesOf(run)).toEqual(["evaluation-failed"]);
    expect(commands).toContain("nix");
  });

  test("that has a member which the file has not, nothing is touched", async () => {
    const foreign = `https://${ownNet()}.19:2380`;
    await startEtcd(`node1=${peerUrl("node1")},node9=${foreign}`);
    const { run } = await deploy(["node1"]);
    expect(run.code).toBe(2);
    expect(codesOf(run)).toEqual(["member-not-in-file"]);
    expect(run.err.join("\n").replace(foreign, "URL")).toMatch(/member node9 \([0-9a-f]+, URL\)/);
  });
});

test("a machine that is not ours and serves as an API is not erased, whatever was consented to", async () => {
  const api = createServer().listen(scene.cluster.api.port, scene.node("node2").address);
  await once(api, "listening");
  try {
    const { run, commands } = await deploy(["node2"]);
    expect(run.code).toBe(2);
    expect(codesOf(run)).toEqual(["machine-alive"]);
    expect(commands).not.toContain("nix");
  } finally {
    api.close();
  }
});

test("where no member has data, the first is installed", async () => {
  const { run } = await deploy(["node2"]);
  expect(codesOf(run)).toEqual(["evaluation-failed"]);
});

function peerUrl(name: string): string {
  return `https://${scene.node(name).address}:2380`;
}

/** Runs deploy, up to where Nix would evaluate. */
async function deploy(targets: readonly string[]) {
  const commands: string[] = [];
  const run = await scene.deploy({ targets, yes: true, erase: targets }, (inner) => async (command) => {
    commands.push(command.argv[0]);
    return command.argv[0] === "nix" ? { code: 1, stdout: "", stderr: "" } : await inner(command);
  });
  return { run, commands };
}

function codesOf({ err }: DeployRun): readonly string[] {
  return err.flatMap((line) => /\[([a-z-]+)\]/.exec(line)?.[1] ?? []);
}

/** Starts etcd as node1's unit would, and waits until its peers' port answers. */
async function startEtcd(initialCluster: string): Promise<void> {
  const file = (name: string) => join(scene.certificates, "hosts/node1", name);
  const trust = (prefix: string, pair: string) => [
    `--${prefix}cert-file=${file(`${pair}.crt`)}`,
    `--${prefix}key-file=${file(`${pair}.key`)}`,
    `--${prefix}trusted-ca-file=${file("etcd-ca.crt")}`,
    `--${prefix}client-cert-auth`,
  ];
  const client = `https://${scene.node("node1").address}:2379`;
  etcd = spawn(
    "etcd",
    [
      ...["--name=node1", `--data-dir=${node1.at("var/lib/etcd")}`, `--initial-cluster=${initialCluster}`],
      ...[`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`],
      ...[`--listen-peer-urls=${peerUrl("node1")}`, `--initial-advertise-peer-urls=${peerUrl("node1")}`],
      ...[...trust("", "etcd-server"), ...trust("peer-", "etcd-peer")],
    ],
    { stdio: "ignore" },
  );
  await until(answers);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function stopEtcd(): Promise<void> {
  if (etcd === undefined || etcd.exitCode !== null || etcd.signalCode !== null) return;
  const ended = new Promise((resolve) => etcd?.once("exit", resolve));
  etcd.kill("SIGKILL");
  await ended;
}

/** Whether etcd names a member to another one. */
async function answers(): Promise<boolean> {
  return (await got(`${peerUrl("node1")}/members`, "etcd-peer")).includes("peerURLs");
}

/** Whether it has elected a leader, which it does some time after it answers. */
async function leads(): Promise<boolean> {
  const client = `https://${scene.node("node1").address}:2379`;
  return (await got(`${client}/health`, "etcd-healthcheck-client")).includes('"true"');
}

/** What etcd answers; nothing while it does not. */
function got(url: string, pair: string): Promise<string> {
  if (etcd?.exitCode !== null) throw new Error(`etcd ended with ${etcd?.exitCode}`);
  const secret = (name: string) => scene.secret("node1", name);
  return new Promise((resolve) => {
    const tls = { ca: secret("etcd-ca.crt"), cert: secret(`${pair}.crt`), key: secret(`${pair}.key`) };
    const asking = request(url, tls, (answer) => {
      let body = "";
      answer.on("data", (chunk) => {
        body += String(chunk);
      });
      answer.once("end", () => resolve(body));
    });
    asking.once("error", () => resolve(""));
    asking.end();
  });
}
