import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestHost } from "../deploy/host.ts";
import { ROOT } from "../flake/nix.ts";
import { freePort } from "../support/free-port.ts";

// The lab's stand-in for nixos-anywhere: what it takes, and what it does to a host with a real sshd.

const PROGRAM = join(ROOT, "packages/lab/bin/nixos-anywhere");
const NIX_CONFIG =
  "experimental-features = nix-command flakes\nbuild-users-group =\nsandbox = false\nsubstituters =";

let folder: string;
let store: { disko: string; system: string };

beforeAll(() => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  folder = mkdtempSync(join(tmpdir(), "quorate-anywhere-"));
  const build = (name: string, script: string) => {
    const expression = `derivation { name = "${name}-${basename(folder)}"; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" ''${script}'' ]; }`;
    return execFileSync("nix-build", ["--no-out-link", "--expr", expression], {
      encoding: "utf8",
      env: { ...process.env, NIX_CONFIG },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  };
  const program = (text: string, to: string) =>
    `PATH=/usr/bin:/bin; mkdir -p "$(dirname ${to})"; echo "${text}" > ${to}; chmod 0555 ${to}`;
  store = {
    disko: build("disko", program("#!/bin/sh\necho formatted >>/run/history", "$out")),
    system: build(
      "system",
      program("#!/bin/sh\necho asked to \\$1 >>/run/history", "$out/bin/switch-to-configuration"),
    ),
  };
});

afterAll(() => {
  execFileSync("nix-store", ["--delete", store.disko, store.system], {
    env: { ...process.env, NIX_CONFIG },
    stdio: "ignore",
  });
  execFileSync("chmod", ["-R", "u+w", folder]);
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(PROGRAM, args, {
    encoding: "utf8",
    env: { ...process.env, NIX_CONFIG },
  });
  return { code: status, said: stdout + stderr };
};

describe("arguments", () => {
  const given = () => ["--store-paths", store.disko, store.system];
  test.each([
    [
      "an option that nixos-anywhere does not have",
      () => [...given(), "--erase", "root@h"],
      "has no option --erase",
    ],
    ["an option written as --name=value", () => [...given(), "--target-host=root@h"], "has no option"],
    ["an option that lacks its argument", () => [...given(), "--target-host"], "takes 1 argument"],
    ["half of two arguments", () => ["root@h", "--store-paths", "/nix/store/x"], "takes 2 argument"],
    ["two hosts", () => [...given(), "root@h", "root@i"], "one ssh host is enough"],
    ["no host", () => given(), "ssh-host must be set"],
    ["nothing to install", () => ["root@h"], "--store-paths must be set"],
    [
      "store paths that are not there",
      () => ["-s", "/nix/store/no", "/nix/store/none", "root@h"],
      "existing store path",
    ],
    ["a system that is none", () => ["-s", store.disko, store.disko, "root@h"], "is no system"],
    [
      "a place to build that there is not",
      () => [...given(), "--build-on", "moon", "root@h"],
      "Unknown mode",
    ],
    [
      "a phase that there is not",
      () => [...given(), "--phases", "disko,dance", "root@h"],
      "Unknown phase: dance",
    ],
    [
      "extra files that are not there",
      () => [...given(), "--extra-files", "/no/where", "root@h"],
      "is no folder",
    ],
    ["what the stand-in cannot do", () => ["--flake", ".#node1", "root@h"], "does not know what to do"],
  ])("%s: refused, and nobody is called", (_, args, reason) => {
    const refused = run(...args());
    expect(refused.code).toBe(1);
    expect(refused.said).toContain(reason);
    expect(refused.said).not.toContain("ssh:");
  });
});

describe("an installation", () => {
  let host: TestHost;
  let args: readonly string[];

  beforeAll(async () => {
    const key = (name: string) => {
      const file = join(folder, name);
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
      return file;
    };
    const identity = key("operator");
    const port = await freePort();
    host = await TestHost.start({
      folder: join(folder, "host"),
      address: "127.0.0.31",
      port,
      hostKey: readFileSync(key("host-key"), "utf8"),
      authorizedKeys: readFileSync(`${identity}.pub`, "utf8"),
    });
    const extra = join(folder, "extra/var/lib/quorate/secrets");
    mkdirSync(extra, { recursive: true });
    execFileSync("chmod", ["0711", extra]);
    writeFileSync(join(extra, "etcd-peer.key"), "secret", { mode: 0o600 });
    writeFileSync(join(extra, "etcd-peer.crt"), "public", { mode: 0o644 });
    args = [
      ...["--store-paths", store.disko, store.system],
      ...["--build-on", "local", "--extra-files", join(folder, "extra"), "-i", identity],
      ...["-p", String(port), "--phases", "kexec,disko,install", "--target-host", "root@127.0.0.31"],
    ];
  });
  afterAll(async () => {
    await host?.stop();
  });

  test("is refused on what is no host of the lab", () => {
    const refused = run(...args);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain("is no host of the lab");
    expect(existsSync(host.at("run/history"))).toBe(false);
    expect(existsSync(host.at("var/lib/quorate"))).toBe(false);
  });

  test("leaves on the host what the real one leaves on a disk", () => {
    mkdirSync(host.at("etc/quorate-lab"));
    writeFileSync(host.at("etc/quorate-lab/node"), "");
    mkdirSync(host.at("var/lib/quorate/left-over"), { recursive: true });
    const done = run(...args);
    expect(done).toMatchObject({ code: 0 });
    expect(readFileSync(host.at("run/history"), "utf8")).toBe("formatted\nasked to boot\n");
    expect(existsSync(host.at("var/lib/quorate/left-over"))).toBe(false);
    expect(existsSync(host.at(store.system))).toBe(true);
    const profile = host.at("nix/var/nix/profiles");
    expect(readlinkSync(join(profile, readlinkSync(join(profile, "system"))))).toBe(store.system);
    expect(existsSync(host.at("etc/NIXOS"))).toBe(true);

    const modes = (path: string) => (statSync(host.at(`var/lib/quorate/${path}`)).mode & 0o777).toString(8);
    expect(["secrets", "secrets/etcd-peer.key", "secrets/etcd-peer.crt"].map(modes)).toEqual([
      "711",
      "600",
      "644",
    ]);
    expect(statSync(host.at("var/lib/quorate/secrets/etcd-peer.key")).uid).toBe(0);
  });
});
