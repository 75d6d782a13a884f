import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readHostAnswer } from "./host-answer.ts";
import { adoptionScript } from "./question.ts";

// The script in a real shell, on files as nk3 and NixOS write them, with the few programs that a test can't have.

const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${`${"A".repeat(64)}\n`.repeat(20)}-----END CERTIFICATE-----\n`;
const TOKEN = "2f909ce8-cae1-439a-86b3-da87b7ee9f55";

/** What nk3 lands, of 2024-06-16; and what somebody made of it who has metal. */
const CONFIGURATIONS = {
  nk3: `{ config, pkgs, modulesPath, ... }:
{
  imports = [ "\${modulesPath}/virtualisation/lxd-virtual-machine.nix" ];
  boot.loader.grub.device = "/dev/nvme0n1";
  networking = { hostName = "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4"; firewall.enable = false; enableIPv6 = false; };
  services.k3s = {
    enable = true;
    role = "server";
    token = "${TOKEN}";
    clusterInit = true;
  };
}
`,
  own: `{ ... }: {
  imports = [ ./hardware-configuration.nix ];
  # system.stateVersion = "22.05";
  system.stateVersion = "23.11"; # Did you read the comment?
  services.k3s.token = "${TOKEN}";
}
`,
} as const;

function machine(configuration: string, files: { readonly [path: string]: string }) {
  const root = mkdtempSync(join(tmpdir(), "quorate-adoption-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const all = {
    "etc/os-release": 'ID=nixos\nVERSION_ID="24.05"\n',
    "etc/nixos/configuration.nix": configuration,
    "etc/fstab": "# This is a generated file.\n/dev/disk/by-uuid/0a / ext4 x-initrd.mount 0 1\n\n",
    "boot/grub/grub.cfg": "",
    "root/.ssh/authorized_keys": "# me\nssh-ed25519 AAAA me@laptop\n",
    "etc/ssh/ssh_host_ed25519_key.pub": "ssh-ed25519 BBBB root@nixos\n",
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function ask(root: string, programs: { readonly [name: string]: string }): string {
  const bin = join(root, "test-bin");
  mkdirSync(bin);
  const all = {
    hostname: "echo d752cf78-d889-5bd9-8dd4-2bb7eeb898f4",
    findmnt: "echo /dev/nvme0n1p2",
    lsblk: "echo nvme0n1",
    ip: `case "$*" in *route*) echo "1.1.1.1 via 172.30.190.1 dev enp3s0f0 src 172.30.190.198 uid 0";; *) echo "2: enp3s0f0    inet 172.30.190.198/24 brd 172.30.190.255 scope global enp3s0f0";; esac`,
    ...programs,
  };
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return execFileSync("sh", ["-c", adoptionScript(root)], {
    env: { PATH: `${bin}:/usr/bin:/bin` },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const SERVER = {
  k3s: `case "$*" in
  --version) echo "k3s version v1.30.4+k3s1 (98262b5d)"; echo "go version go1.22.5";;
  "secrets-encrypt status") echo "Encryption Status: Disabled, no configuration file found";;
  "kubectl get services"*) printf 'port=30080/TCP\\nport=/TCP\\n';;
  "kubectl get pods"*) printf 'port=443/TCP\\nport=/UDP\\n';;
  esac`,
  systemctl: `echo "{ path=/nix/store/0a-k3s/bin/k3s ; argv[]=/nix/store/0a-k3s/bin/k3s server --token ${TOKEN} --agent-token=${TOKEN} --cluster-init ; ignore_errors=no ; start_time=[n/a] }"`,
};

function snapshot(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("test-bin"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${statSync(file).mtimeMs}`)
    .sort();
}

it("a server of nk3's tells all but its token, and nothing on it is changed", () => {
  const root = machine(CONFIGURATIONS.nk3, {
    "var/lib/rancher/k3s/server/db/etcd/member/wal/0.wal": "",
    "var/lib/rancher/k3s/server/tls/server-ca.crt": CERTIFICATE,
    "var/lib/rancher/k3s/server/token": `K10${"a".repeat(64)}::server:${TOKEN}\n`,
    "etc/rancher/k3s/config.yaml": `token: ${TOKEN}\ncluster-cidr: 10.42.0.0/16\ndisable: [traefik]\nagent-token: ${TOKEN}\n`,
  });
  const before = snapshot(root);
  const text = ask(root, SERVER);
  expect(text).not.toContain(TOKEN);
  expect(snapshot(root)).toEqual(before);
  expect(readHostAnswer(text, "172.30.190.198")).toEqual({
    name: "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4",
    release: "24.05",
    stateVersion: undefined,
    interface: "enp3s0f0",
    gateway: "172.30.190.1",
    subnet: "172.30.190.0/24",
    firmware: "bios",
    loader: "grub",
    fileSystems: [{ source: "/dev/disk/by-uuid/0a", target: "/", type: "ext4", options: [] }],
    swap: [],
    disk: "/dev/nvme0n1",
    rootKeys: ["ssh-ed25519 AAAA me@laptop"],
    hostKey: "ssh-ed25519 BBBB root@nixos",
    k3s: {
      role: "server",
      version: "1.30.4+k3s1",
      flags: new Map([
        ["token", ["hidden"]],
        ["agent-token", ["hidden"]],
        ["cluster-init", []],
        ["cluster-cidr", ["10.42.0.0/16"]],
        ["disable", ["traefik"]],
      ]),
      unread: [],
      variables: [],
      files: [],
      data: "etcd",
      authorities: createHash("sha256").update(CERTIFICATE).digest("hex"),
      serverAuthority: CERTIFICATE,
      token: createHash("sha256").update(TOKEN).digest("hex"),
      encryption: "off",
      ports: ["30080/TCP", "443/TCP"],
    },
  });
});

it("configuration files are read as k3s reads them, wherever they are, and nothing of them that may be a secret", () => {
  const secret = "s3cret-of-mine";
  const root = machine(CONFIGURATIONS.nk3, {
    "nix/store/0b-k3s.yaml": [
      "---",
      `# the token is ${secret}`,
      `token: ${secret} # and this is ${secret}`,
      "cluster-dns:   # who answers",
      '  - "10.43.0.53"',
      `  # ${secret}`,
      `vpn-auth: |`,
      `  name=tailscale,joinKey=${secret}`,
      "disable:",
      "- traefik",
      "- servicelb",
      "'egress-selector-mode': disabled",
      "tls-san: [a.lan, b.lan]",
      "supervisor-metrics: yes",
      "",
    ].join("\n"),
    "nix/store/0b-k3s.yaml.d/10-more.yaml": `egress-selector-mode: pod\ntls-san+: [c.lan]\netcd-s3-secret-key:\n  ${secret}\n`,
    "nix/store/0b-k3s.yaml.d/20-last.yml": "secrets-encryption: true\n",
    "nix/store/0b-k3s.yaml.d/30-none.txt": "cluster-domain: none\n",
    // Which k3s does not read then.
    "etc/rancher/k3s/config.yaml": "cluster-cidr: 10.99.0.0/16\n",
    "etc/rancher/k3s/registries.yaml": `configs: {x: {auth: {password: ${secret}}}}\n`,
    "var/lib/rancher/k3s/server/manifests/coredns.yaml": "",
    "var/lib/rancher/k3s/server/manifests/traefik.yaml.skip": "",
    "var/lib/rancher/k3s/server/manifests/metrics-server/x.yaml": "",
    "var/lib/rancher/k3s/server/manifests/own.yaml": secret,
    "var/lib/rancher/k3s/agent/pod-manifests/vip.json": secret,
    "run/k3s.env": `K3S_TOKEN=${secret}\nHTTPS_PROXY="http://me:${secret}@proxy"\n`,
  });
  symlinkSync("/nix/store/0c-gone.yaml", join(root, "var/lib/rancher/k3s/server/manifests/linked.yaml"));
  const start = `{ path=/x ; argv[]=/nix/store/0a-k3s/bin/k3s server -t ${secret} --config /nix/store/0b-k3s.yaml --kubelet-arg=config=/nix/store/0d --tls-san=d.lan ; ignore_errors=no }`;
  const systemctl = `case "$*" in *ExecStart*) echo '${start}';; *EnvironmentFiles*) echo '${root}/run/k3s.env (ignore_errors=no)';; *) echo 'PATH=/bin GODEBUG=x=1';; esac`;
  const text = ask(root, { ...SERVER, systemctl });
  expect(text).not.toContain(secret);
  const k3s = readHostAnswer(text, "172.30.190.198")?.k3s;
  expect(k3s).toMatchObject({
    unread: [],
    variables: ["GODEBUG", "HTTPS_PROXY", "K3S_TOKEN", "PATH"],
    files: [
      "registries.yaml",
      "manifests/linked.yaml (in the Nix store)",
      "manifests/own.yaml",
      "pod-manifests/vip.json",
    ],
  });
  expect(Object.fromEntries(k3s?.flags ?? [])).toEqual({
    token: ["hidden"],
    "cluster-dns": ["10.43.0.53"],
    "vpn-auth": ["hidden"],
    disable: ["traefik", "servicelb"],
    "egress-selector-mode": ["pod"],
    "tls-san": ["a.lan", "b.lan", "c.lan", "d.lan"],
    "supervisor-metrics": ["yes"],
    "etcd-s3-secret-key": ["hidden"],
    "secrets-encryption": ["true"],
    config: ["/nix/store/0b-k3s.yaml"],
    "kubelet-arg": ["config=/nix/store/0d"],
  });
});

it.each([
  ["is JSON", '{"cluster-dns": "10.43.0.53", "token": "s3cret"}\n'],
  ["is no YAML", "disable: [traefik\ntoken: s3cret\n"],
  ["goes on where it may not", "disable: [\ntraefik ]\n"],
])("a configuration file that %s is known to be unread", (_, config) => {
  const text = ask(machine(CONFIGURATIONS.nk3, { "etc/rancher/k3s/config.yaml": config }), SERVER);
  expect(text).not.toContain("s3cret");
  expect(readHostAnswer(text, "172.30.190.198")?.k3s?.unread).toEqual([
    expect.stringMatching(/config\.yaml$/),
  ]);
});

it("a configuration file that nothing there can read is known to be unread", () => {
  const root = machine(CONFIGURATIONS.nk3, { "etc/rancher/k3s/config.yaml": "cluster-cidr: 10.9.0.0/16\n" });
  const text = ask(root, { ...SERVER, awk: "exit 127" });
  expect(readHostAnswer(text, "172.30.190.198")?.k3s?.unread).toEqual([
    expect.stringMatching(/config\.yaml$/),
  ]);
});

it("an agent tells whose it is, by what its servers have shown it", () => {
  const root = machine(CONFIGURATIONS.nk3, { "var/lib/rancher/k3s/agent/server-ca.crt": CERTIFICATE });
  const systemctl = `echo '{ argv[]=/nix/store/0a-k3s/bin/k3s agent --server https://x:6443 --token-file /x ; }'`;
  const k3s = readHostAnswer(ask(root, { k3s: "exit 1", systemctl }), "172.30.190.198")?.k3s;
  expect(k3s).toMatchObject({
    role: "agent",
    authorities: createHash("sha256").update(CERTIFICATE).digest("hex"),
  });
  expect(k3s?.serverAuthority).toBeUndefined();
});

it("a configuration of somebody's own tells which release it keeps its state in", () => {
  const text = ask(
    machine(CONFIGURATIONS.own, { "sys/firmware/efi/x": "", "boot/loader/loader.conf": "" }),
    {},
  );
  const answer = readHostAnswer(text, "172.30.190.198");
  expect(answer).toMatchObject({ stateVersion: "23.11", firmware: "uefi" });
  expect(text).not.toContain(TOKEN);
});

it("a machine without k3s, or whose k3s is silent, tells what it knows, and what it does not is unknown", () => {
  const bare = readHostAnswer(ask(machine(CONFIGURATIONS.own, {}), {}), "172.30.190.198");
  expect(bare?.k3s).toBeUndefined();
  const silent = { systemctl: SERVER.systemctl, k3s: "exit 1" };
  const answer = readHostAnswer(ask(machine(CONFIGURATIONS.own, {}), silent), "172.30.190.198");
  expect(answer?.k3s).toMatchObject({
    version: undefined,
    authorities: undefined,
    serverAuthority: undefined,
    token: undefined,
    encryption: undefined,
    ports: undefined,
    data: undefined,
  });
});
