import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { defineCluster } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NixWorld } from "../flake/nix.ts";
import { buildClosures } from "./closures.ts";
import { flagsOf, parseUnit } from "./unit-file.ts";

// What puts static pods where the kubelet finds them: real closures, and the very script of their unit.

const FOLDER = "/run/quorate/static-pods";

/** One master; `leaseDuration` is in kube-vip's pod, `maxPods` in no pod at all, `own` are pods of the user's. */
const cluster = (leaseDuration: number, maxPods: number, own: readonly string[] = []) => {
  const pod = { apiVersion: "v1", kind: "Pod" };
  const manifests = Object.fromEntries(own.map((name) => [name, { ...pod, metadata: { name } }]));
  const kubelet = { extraConfig: { maxPods }, ...(own.length === 0 ? {} : { manifests }) };
  return resolvedCluster(
    defineCluster({
      name: "pods",
      kubeMaster: { ip: "10.0.0.100", loadBalancer: { kind: "arp", leaseDuration } },
      network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
      nixos: { services: { kubernetes: { kubelet } } },
      machines: {
        a: {
          kind: "node",
          ip: "10.0.0.11",
          services: ["kubernetes", "etcd"],
          interface: "eno1",
          disk: "/dev/sda",
        },
      },
    }),
  );
};

let world: NixWorld;
const closures: Record<string, string> = {};
const VARIANTS = {
  first: cluster(15, 100),
  option: cluster(15, 101),
  pod: cluster(20, 100),
  own: cluster(15, 100, ["mine"]),
};
beforeAll(async () => {
  world = new NixWorld();
  for (const [name, one] of Object.entries(VARIANTS)) {
    closures[name] = (await buildClosures(world, name, one))["a"] ?? "";
  }
});
afterAll(() => world?.dispose());

const unit = (closure: keyof typeof VARIANTS, service: string) =>
  parseUnit(readFileSync(join(closures[closure] ?? "", `etc/systemd/system/${service}.service`), "utf8"));

/** Does what the unit does, in a folder that stands for the one in /run; what is there then, by name. */
function start(closure: keyof typeof VARIANTS, folder: string): Readonly<Record<string, string>> {
  const program = unit(closure, "quorate-static-pods").get("Service.ExecStart")?.[0] ?? "";
  const script = readFileSync(program, "utf8");
  expect(script).toContain(FOLDER);
  execFileSync("/bin/sh", ["-c", script.replaceAll(FOLDER, folder)]);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readlinkSync(join(folder, name))]));
}

const podIn = (path: string) =>
  JSON.parse(readFileSync(path, "utf8")) as { readonly metadata: { readonly name: string } };

describe("static pods", () => {
  test("are looked for where their unit puts them, and nothing of them is in /etc", () => {
    const file = flagsOf(unit("first", "kubelet"))["--config"];
    expect(JSON.parse(readFileSync(String(file), "utf8"))).toMatchObject({ staticPodPath: FOLDER });
    expect(flagsOf(unit("first", "kubelet"))["--pod-manifest-path"]).toBeUndefined();
    for (const closure of Object.values(closures)) {
      expect(existsSync(join(closure, "etc/kubernetes/manifests"))).toBe(false);
    }
  });

  test("are put there once, whatever else changes, and anew where the pod does", () => {
    const folder = join(world.folder, "pods/now");
    const first = start("first", folder);
    expect(Object.keys(first)).toEqual(["kube-vip.json"]);
    expect(podIn(first["kube-vip.json"] ?? "").metadata.name).toBe("kube-vip");
    const seen = () => lstatSync(join(folder, "kube-vip.json"), { bigint: true }).ino;
    const inode = seen();
    // A switch does not even start it: its unit is the same.
    expect(unit("option", "quorate-static-pods")).toEqual(unit("first", "quorate-static-pods"));
    expect(start("option", folder)).toEqual(first);
    expect(seen()).toBe(inode);
    const changed = start("pod", folder);
    expect(changed["kube-vip.json"]).not.toBe(first["kube-vip.json"]);
    expect(podIn(changed["kube-vip.json"] ?? "")).not.toEqual(podIn(first["kube-vip.json"] ?? ""));
  });

  test("that somebody gives to NixOS are beside it, and gone with the option", () => {
    expect(flagsOf(unit("own", "kubelet"))["--pod-manifest-path"]).toBe(FOLDER);
    const folder = join(world.folder, "pods/own");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "left.json"), "");
    expect(Object.keys(start("own", folder))).toEqual(["kube-vip.json", "mine.json"]);
    expect(Object.keys(start("first", folder))).toEqual(["kube-vip.json"]);
  });
});
