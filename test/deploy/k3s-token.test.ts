import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineCluster, k3s, node, none } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { genCerts } from "@quorate/pki";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, runDeployer } from "./deployer-process.ts";
import type { TestHost } from "./host.ts";
import { type DeployerOrder, Scene } from "./scene.ts";

// Servers of k3s' over real ssh, whose token is replaced by a deployer that is killed at every point of it. What k3s and
// its etcd would answer is made up: the cluster has a token, and takes another one from who knows it.

const NAMES = ["one", "two", "three"] as const;
const server = (number: number) =>
  node({ ip: `10.0.0.${number}`, interface: "eth0", disk: "/dev/vda", services: ["kubernetes", "etcd"] });
const cluster = resolvedCluster(
  defineCluster({
    name: "servers",
    distribution: k3s(),
    kubeMaster: { loadBalancer: none() },
    network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
    machines: { one: server(11), two: server(12), three: server(13) },
  }),
);
const options = { targets: NAMES, snapshot: false };

let scene: Scene;
const hosts = new Map<string, TestHost>();

const token = () => join(scene.folder, "token");
const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
const at = (name: string, path: string) => hosts.get(name)?.at(path) ?? "";
const wanted = (name: string) => scene.secret(name, "k3s-server-token");
const secretOf = (text: string) => text.trim().replace(/^.*:/, "");
const deployer = (endAt?: DeployerOrder["endAt"]): Promise<Ended> =>
  runDeployer(scene, { options, state: "state", ...(endAt === undefined ? {} : { endAt }) });

beforeAll(async () => {
  scene = await Scene.make(cluster);
  const members = NAMES.map((name, index) => ({ ID: String(index + 1), name: `${name}-0000000${index}` }));
  for (const name of NAMES) {
    const host = await scene.startMember(name);
    hosts.set(name, host);
    writeFileSync(host.at("run/units/k3s.service"), "active\n");
    const wal = "var/lib/rancher/k3s/server/db/etcd/member/wal";
    mkdirSync(host.at(wal), { recursive: true });
    writeFileSync(host.at(`${wal}/0.wal`), "");
    writeFileSync(host.at("run/k3s-token"), token());
    // What its etcd says of itself: it leads nothing.
    mkdirSync(host.at("run/ill"));
    writeFileSync(host.at("run/ill/health"), '{"health":"true"}');
    writeFileSync(host.at("run/ill/list"), JSON.stringify({ members }));
  }
  writeFileSync(token(), secretOf(wanted("one")));
});
afterAll(() => scene?.dispose());

/**
 * One new token each, and where its deployers die. One that dies while the token is changed may have had it changed, or
 * not: what comes after the change is another token's.
 */
const ROUNDS: readonly (readonly Required<DeployerOrder>["endAt"][])[] = [
  [
    { description: "change its token", when: "before", signal: "SIGKILL" },
    { description: "change its token", when: "after", signal: "SIGKILL" },
    { description: "restart what reads them", when: "before", signal: "SIGKILL" },
    { description: "restart what reads them", when: "after", signal: "SIGKILL" },
  ],
  [{ description: "change its token", when: "during", signal: "SIGKILL" }],
];

test.each(ROUNDS.map((points, index) => ({ points, number: index + 1 })))(
  "a token that is replaced comes to the cluster once, however often its deployer dies, and to all servers ($number)",
  { timeout: 900_000 },
  async ({ points }) => {
    expect(await deployer()).toMatchObject({ code: 0 });
    for (const name of NAMES) rmSync(at(name, "run/k3s-starts"), { force: true });
    rmSync(`${token()}.log`, { force: true });
    const old = secretOf(wanted("one"));
    const made = await genCerts({
      cluster: scene.cluster,
      certificates: scene.certificates,
      now: scene.now,
      newTokens: true,
    });
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    expect(secretOf(wanted("one"))).not.toBe(old);

    for (const endAt of points) {
      expect({ endAt, ended: await deployer(endAt) }).toEqual({ endAt, ended: { signal: "SIGKILL" } });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      // Who has the new one in place has it from a cluster that has it.
      const has = NAMES.filter(
        (name) => read(at(name, "var/lib/quorate/secrets/k3s-server-token")) === wanted(name),
      );
      if (has.length > 0) expect(read(token()).trim()).toBe(secretOf(wanted("one")));
    }
    const last = await deployer();
    expect(last).toMatchObject({ code: 0 });

    expect(read(token()).trim()).toBe(secretOf(wanted("one")));
    expect(read(`${token()}.log`)).toBe("rotated\n");
    for (const name of NAMES) {
      expect(read(at(name, "var/lib/quorate/secrets/k3s-server-token"))).toBe(wanted(name));
      // None was started with the token of before once the cluster had another.
      expect(new Set(read(at(name, "run/k3s-starts")).trim().split("\n"))).toEqual(
        new Set([wanted(name).trim()]),
      );
    }
    expect(JSON.stringify(last)).not.toContain(secretOf(wanted("one")));
    expect(await deployer()).toMatchObject({
      code: 0,
      out: expect.arrayContaining(NAMES.map((name) => `No action needed on ${name}`)),
    });
  },
);
