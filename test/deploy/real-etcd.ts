import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import type { TestHost } from "./host.ts";
import type { Scene } from "./scene.ts";

// Hosts whose etcd is a real one, started by the stand-in for systemd as nix/modules has it.

/** Starts a host of ours that runs NixOS, on which etcd can be started; it has no data of etcd's. */
export async function startEtcdHost(scene: Scene, name: string): Promise<TestHost> {
  const host = await scene.start(name);
  writeFileSync(host.at("etc/NIXOS"), "");
  const secrets = host.at(SECRETS_DIRECTORY);
  mkdirSync(secrets, { recursive: true });
  for (const { file, mode } of secretFilesOfNode(scene.cluster, scene.node(name))) {
    writeFileSync(join(secrets, file), scene.secret(name, file), { mode: Number.parseInt(mode, 8) });
  }
  layEtcd(scene, name, host);
  return host;
}

/** Lays the program that the stand-in for systemd starts as etcd's unit. */
function layEtcd(scene: Scene, name: string, host: TestHost): void {
  const member = memberOf(scene, name);
  const file = (one: string) => `${SECRETS_DIRECTORY}/${one}`;
  const trust = (prefix: string, pair: string) => [
    `--${prefix}cert-file=${file(`${pair}.crt`)}`,
    `--${prefix}key-file=${file(`${pair}.key`)}`,
    `--${prefix}trusted-ca-file=${file("etcd-ca.crt")}`,
    `--${prefix}client-cert-auth`,
  ];
  const { clientUrl, peerUrl } = member;
  const flags = [
    ...[`--name=${name}`, "--data-dir=/var/lib/etcd", `--initial-cluster-token=${scene.cluster.etcd.token}`],
    ...[`--listen-client-urls=${clientUrl}`, `--advertise-client-urls=${clientUrl}`],
    ...[`--listen-peer-urls=${peerUrl}`, `--initial-advertise-peer-urls=${peerUrl}`],
    ...[...trust("", "etcd-server"), ...trust("peer-", "etcd-peer")],
  ];
  const program = host.at("run/etcd-program");
  writeFileSync(
    program,
    [
      "#!/bin/sh",
      // What a generation says, unless deploy has handed it something else for this start.
      `export ETCD_INITIAL_CLUSTER="\${ETCD_INITIAL_CLUSTER:-${name}=${peerUrl}}"`,
      'export ETCD_INITIAL_CLUSTER_STATE="${ETCD_INITIAL_CLUSTER_STATE:-existing}"',
      `exec /usr/bin/etcd ${flags.join(" ")}`,
      "",
    ].join("\n"),
  );
  chmodSync(program, 0o755);
  writeFileSync(host.at("run/etcd-is-real"), clientUrl);
}

function memberOf({ cluster }: Scene, name: string) {
  const member = cluster.etcd.members.find((one) => one.name === name);
  if (member === undefined) throw new Error(`${name} is no member`);
  return member;
}

/** Runs a script on a host, as the operator. */
export function runOn(scene: Scene, name: string, script: string): void {
  const options = ["-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
  const identity = join(scene.certificates, "operator/id_ed25519");
  const at = ["-p", String(scene.cluster.ssh.port), `root@${scene.node(name).address}`];
  execFileSync("ssh", [...options, "-o", "LogLevel=ERROR", "-i", identity, ...at, script], { stdio: "pipe" });
}

/** Asks a member through its HTTP API; `undefined` where it does not answer. */
export async function askEtcd(
  scene: Scene,
  name: string,
  path: string,
  body: object,
): Promise<{ readonly [key: string]: unknown } | undefined> {
  const secret = (one: string) => scene.secret(name, one);
  const tls = {
    ca: secret("etcd-ca.crt"),
    cert: secret("etcd-healthcheck-client.crt"),
    key: secret("etcd-healthcheck-client.key"),
  };
  return await new Promise((resolve) => {
    const asking = request(
      `${memberOf(scene, name).clientUrl}${path}`,
      { ...tls, method: "POST" },
      (answer) => {
        let said = "";
        answer.on("data", (chunk) => {
          said += String(chunk);
        });
        answer.once("end", () => resolve(said.startsWith("{") ? JSON.parse(said) : undefined));
      },
    );
    asking.setTimeout(60_000, () => asking.destroy());
    asking.once("error", () => resolve(undefined));
    asking.end(JSON.stringify(body));
  });
}

/** Writes a key, and waits until that is possible. */
export async function putKey(scene: Scene, name: string, key: string, value: string): Promise<void> {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  while (
    (await askEtcd(scene, name, "/v3/kv/put", { key: base64(key), value: base64(value) }))?.["header"] ===
    undefined
  ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until a member has all that its cluster has agreed on: others may have it a moment earlier. */
async function caughtUp(scene: Scene, name: string): Promise<void> {
  await askEtcd(scene, name, "/v3/kv/range", { key: Buffer.from("any").toString("base64") });
}

/** What a member has of its own for a key. */
export async function keyOn(scene: Scene, name: string, key: string): Promise<string | undefined> {
  await caughtUp(scene, name);
  const body = { key: Buffer.from(key).toString("base64"), serializable: true };
  const kvs = (await askEtcd(scene, name, "/v3/kv/range", body))?.["kvs"];
  const [first] = Array.isArray(kvs) ? (kvs as readonly { readonly value: string }[]) : [];
  return first === undefined ? undefined : Buffer.from(first.value, "base64").toString();
}

/** Who a member says the members are: `node1`, `node2 learner`, sorted, by names. */
export async function membersBy(scene: Scene, name: string): Promise<readonly string[]> {
  await caughtUp(scene, name);
  const told = (await askEtcd(scene, name, "/v3/cluster/member/list", {}))?.["members"];
  const members = Array.isArray(told) ? (told as readonly { name?: string; isLearner?: boolean }[]) : [];
  return members.map((one) => `${one.name ?? "?"}${one.isLearner === true ? " learner" : ""}`).sort();
}

/** What etcd on a host has logged. */
export function etcdLog(host: TestHost): string {
  return readFileSync(host.at("run/etcd.log"), "utf8");
}
