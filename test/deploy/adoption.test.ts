import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createSystemRunner, type Runner } from "@quorate/command";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importInventory } from "../../apps/import-inventory/import-inventory.ts";
import { keptContext } from "../../apps/testing/context.ts";
import { ownNet } from "../support/own-net.ts";
import { TestHost } from "./host.ts";

// importInventory --from-cluster by the real ssh, and a real sshd on a machine that seems to run k3s.

const TOKEN = "2f909ce8-cae1-439a-86b3-da87b7ee9f55";
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${"A".repeat(64)}\n-----END CERTIFICATE-----\n`;
const NAME = "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4";
const [ADDRESS, PORT] = [`${ownNet()}.1`, 20_222];
const folder = mkdtempSync(join(tmpdir(), "quorate-adoption-"));
let host: TestHost;

const INVENTORY = `join_address: 172.30.190.198
join_token: ${TOKEN}
nix_channel: nixos-24.05
watch_namespaces: [default]
nodes:
  172.30.190.198: { hostname: ${NAME}, interface: enp3s0f0, boot_device: /dev/nvme0n1 }
`;

const PROGRAMS = {
  hostname: `echo ${NAME}`,
  k3s: `case "$*" in
    --version) echo "k3s version v1.33.13+k3s1 (x)";;
    *status) echo "Encryption Status: Disabled, no configuration file found";;
    *services*) printf 'port=30080/TCP\\n';;
  esac`,
  systemctl: `echo "{ argv[]=/nix/store/0a-k3s/bin/k3s server --token ${TOKEN} --cluster-init ; }"`,
};

function key(name: string): string {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, name)]);
  return readFileSync(join(folder, name), "utf8");
}

const publicKey = (name: string) => readFileSync(join(folder, `${name}.pub`), "utf8");

/** Runs it with the operator's own ssh configuration being the test's: where the machine is, and who is known. */
async function run(knownHosts: string) {
  writeFileSync(join(folder, "known_hosts"), knownHosts);
  writeFileSync(
    join(folder, "ssh_config"),
    `Host 172.30.190.198\n  HostName ${ADDRESS}\n  HostKeyAlias 172.30.190.198\n  Port ${PORT}\n  UserKnownHostsFile ${folder}/known_hosts\n  GlobalKnownHostsFile /dev/null\n  IdentitiesOnly yes\n`,
  );
  const context = keptContext({ cwd: folder });
  const system = createSystemRunner({ onLine: () => {}, verbose: false });
  const commands: string[] = [];
  const ours: Runner = async (command) => {
    const [ssh, ...words] = command.argv;
    commands.push(words.at(-1) ?? "");
    return await system({ ...command, argv: [ssh, "-F", join(folder, "ssh_config"), ...words] });
  };
  const options = {
    inventory: "inventory.yaml",
    output: "machines.ts",
    yes: false,
    gateway: "172.30.190.1",
    fromCluster: true,
    privateKey: join(folder, "operator"),
  };
  const code = await importInventory(options, context, ours);
  return { code, said: [...context.lines, ...context.errors].join("\n"), commands };
}

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  writeFileSync(join(folder, "inventory.yaml"), INVENTORY);
  const hostKey = key("host");
  key("operator");
  const authorizedKeys = publicKey("operator");
  host = await TestHost.start({
    folder: join(folder, "disk"),
    address: ADDRESS,
    port: PORT,
    hostKey,
    authorizedKeys,
  });
  const files = {
    "etc/nixos/configuration.nix": `{\n  services.k3s.token = "${TOKEN}";\n  system.stateVersion = "23.11";\n}\n`,
    "etc/fstab": "/dev/mapper/root / ext4 defaults 0 1\n",
    "etc/ssh/ssh_host_ed25519_key.pub": publicKey("host"),
    "root/.ssh/authorized_keys": authorizedKeys,
    "var/lib/rancher/k3s/server/db/etcd/member/wal/0.wal": "",
    "var/lib/rancher/k3s/server/tls/server-ca.crt": CERTIFICATE,
    "var/lib/rancher/k3s/server/token": `K10${"a".repeat(64)}::server:${TOKEN}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(host.at(path)), { recursive: true });
    writeFileSync(host.at(path), text);
  }
  for (const [name, text] of Object.entries(PROGRAMS)) {
    writeFileSync(host.at(`shims/${name}`), `#!/bin/sh\n${text}\n`);
    chmodSync(host.at(`shims/${name}`), 0o755);
  }
});

afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a machine whose key nobody has said to be its own is not asked, and nothing is written", async () => {
  for (const known of ["", `172.30.190.198 ${publicKey("operator")}`]) {
    const { code, said } = await run(known);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^inventory\.yaml:6:3: error: 172\.30\.190\.198 could not be asked: .*\[adoption-not-asked\]/m,
    );
    expect(said).toContain("ssh root@172.30.190.198");
    expect(existsSync(join(folder, "machines.ts"))).toBe(false);
    expect(existsSync(join(folder, "certs"))).toBe(false);
  }
});

test("one round trip carries over what would break otherwise, and no secret", async () => {
  const { code, said, commands } = await run(`172.30.190.198 ${publicKey("host")}`);
  expect(said).toContain("[adoption-token-known]");
  expect(code, said).toBe(0);
  expect(commands).toHaveLength(1);
  const machines = readFileSync(join(folder, "machines.ts"), "utf8");
  expect(machines).toContain('stateVersion: "23.11"');
  expect(machines).toContain('version: "1.33"');
  expect(machines).toContain(publicKey("operator").trim());
  expect(machines).toContain("allowedTCPPorts: [30080]");
  expect(machines).toContain('authorities: "adopted"');
  // What it boots is none of the folders that are the machine's own here: then it stays a stranger.
  expect(said).toContain("[adoption-disks]");
  expect(machines).not.toContain("hostKey");
  expect(readFileSync(join(folder, "certs/imported/k3s-server-ca.crt"), "utf8")).toBe(CERTIFICATE);
  expect(`${machines}${said}`).not.toContain(TOKEN);
});
