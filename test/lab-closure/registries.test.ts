import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineCluster, k3s, node, none, SECRETS_DIRECTORY } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { NixWorld } from "../flake/nix.ts";
import { buildClosures } from "./closures.ts";
import { parseUnit } from "./unit-file.ts";

// What puts registries.yaml together on a host of the lab: a real closure, and the very script of k3s' unit.

const RUNTIME = "/run/quorate-k3s";
const machine = { interface: "eno1", disk: "/dev/sda" } as const;
const cluster = resolvedCluster(
  defineCluster({
    name: "private",
    distribution: k3s({
      mirrors: { "docker.io": { endpoints: ["https://mirror.lan"] } },
      logins: ["registry.lan:5000"],
    }),
    kubeMaster: { loadBalancer: none() },
    network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
    machines: {
      agent: node({ ...machine, ip: "10.0.0.12", services: ["worker"] }),
      server: node({ ...machine, ip: "10.0.0.11", services: ["kubernetes", "etcd"] }),
    },
  }),
);

let world: NixWorld;
let closures: Readonly<Record<string, string>>;
beforeAll(async () => {
  world = new NixWorld();
  closures = await buildClosures(world, "private", cluster);
});
afterAll(() => world?.dispose());

test.each(["server", "agent"])(
  "the %s has mirrors and passwords together at its start, in memory",
  (name) => {
    const closure = closures[name] ?? "";
    const unit = parseUnit(readFileSync(join(closure, "etc/systemd/system/k3s.service"), "utf8"));
    expect(unit.get("Service.RuntimeDirectory")).toEqual(["quorate-k3s"]);
    expect(readlinkSync(join(closure, "etc/rancher/k3s/registries.yaml"))).toBe(`${RUNTIME}/registries.yaml`);
    const program =
      unit.get("Service.ExecStartPre")?.find((one) => one.endsWith("-compose-registries")) ?? "";

    const folder = join(world.folder, `registries-of-${name}`);
    mkdirSync(folder);
    const login = { "registry.lan:5000": { auth: { username: "ci", password: "s3cret" } } };
    writeFileSync(join(folder, "k3s-registries.yaml"), `configs: ${JSON.stringify(login)}\n`);
    const script = readFileSync(program, "utf8")
      .replaceAll(SECRETS_DIRECTORY, folder)
      .replaceAll(RUNTIME, folder);
    execFileSync("/bin/sh", ["-c", script]);
    const made = join(folder, "registries.yaml");
    expect(statSync(made).mode & 0o777).toBe(0o600);
    expect(parse(readFileSync(made, "utf8"))).toEqual({
      mirrors: { "docker.io": { endpoint: ["https://mirror.lan"] } },
      configs: login,
    });
    rmSync(folder, { recursive: true });
  },
);
