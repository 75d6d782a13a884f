import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestHost } from "./host.ts";
import { Scene } from "./scene.ts";

// Gates over real ssh: three hosts that run, of which a stand-in answers for what is asked of etcd and Kubernetes.

const NODES = ["node1", "node2", "node3"] as const;

let scene: Scene;
const hosts = new Map<string, TestHost>();
const host = (name: (typeof NODES)[number]): TestHost => {
  const found = hosts.get(name);
  if (found === undefined) throw new Error(name);
  return found;
};

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  if (!existsSync("/usr/sbin/sshd"))
    throw new Error("this test needs OpenSSH's server: apt-get install openssh-server");
  scene = await Scene.make();
  for (const name of NODES) {
    const started = await scene.startMember(name);
    hosts.set(name, started);
    mkdirSync(started.at(SECRETS_DIRECTORY), { recursive: true });
    for (const { file, mode } of secretFilesOfNode(scene.cluster, scene.node(name))) {
      const path = join(started.at(SECRETS_DIRECTORY), file);
      writeFileSync(path, scene.secret(name, file), { mode: Number.parseInt(mode, 8) });
    }
  }
});

afterAll(async () => {
  await scene?.dispose();
});

const activations = (name: (typeof NODES)[number]): number => {
  const path = host(name).at("run/activations");
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
};

test("a unit that is started again and again ends the run after its node, whose journal is shown", async () => {
  writeFileSync(host("node1").at("run/units/kube-apiserver.service"), "activating\n");
  writeFileSync(host("node1").at("run/units/kube-apiserver.service.restarts"), "7\n");
  mkdirSync(host("node1").at("run/journal"), { recursive: true });
  writeFileSync(host("node1").at("run/journal/kube-apiserver.service"), "unrecognized feature gate: Oh\n");
  const run = await scene.deploy({ all: true });
  rmSync(host("node1").at("run/units/kube-apiserver.service"));
  rmSync(host("node1").at("run/units/kube-apiserver.service.restarts"));
  expect(run.code, run.err.join("\n")).toBe(1);
  expect(run.err.join("\n")).toMatch(
    /kube-apiserver\.service is activating .*, started anew 7 times; its journal ends with: unrecognized feature gate: Oh/,
  );
  expect(run.err.join("\n")).toContain("[part-not-well]");
  expect(NODES.map(activations)).toEqual([1, 0, 0]);
});

test("once it is mended the same command goes on with that node, and then with the others", async () => {
  const told = new Map<string, string>();
  const run = await scene.deploy({ all: true }, (run) => async (command) => {
    const output = await run(command);
    if (command.description === "ask how it is") {
      told.set(`${command.node}`, `${told.get(`${command.node}`) ?? ""}${output.stdout}`);
    }
    return output;
  });
  expect(run.code, run.err.join("\n")).toBe(0);
  // The others have come to its sshd by themselves, and have seen the key that it should show.
  const [, key = "no key"] = /^host-key=(\S+)$/m.exec(told.get("node1") ?? "") ?? [];
  expect(readFileSync(join(scene.certificates, "operator/known_hosts"), "utf8")).toContain(key);
  expect(told.get("node2")).toContain(`reached-ssh=${key}\n`);
  expect(told.get("node2")).toContain("reached-api=yes\n");
  expect(run.out).toEqual(NODES.map((name) => `${name}: deployed`));
  expect(NODES.map(activations)).toEqual([2, 1, 1]);
});
