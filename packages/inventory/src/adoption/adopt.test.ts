import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  A,
  answersOf,
  answersOfAll,
  B,
  C,
  type Different,
  inventoryOf,
  machinesOf,
  refusals,
  start,
} from "../testing/adopted-cluster.ts";
import { ROOT_KEY, SEVERAL_LINES, serverAnswer } from "../testing/adoption-answers.ts";
import { adopt } from "./adopt.ts";
import { type HostAnswer, readHostAnswer } from "./host-answer.ts";

const KEY = ["-----BEGIN EC", "PRIVATE KEY-----\nAAAA\n-----END EC", "PRIVATE KEY-----\n"].join(" ");

describe("a cluster that runs", () => {
  it("is carried over with all that would break otherwise", () => {
    const { cluster, text, codes } = machinesOf(answersOf());
    expect(cluster).toMatchObject({
      encryptSecrets: false,
      stateVersion: "23.11",
      network: { pods: [{ cidr: "10.42.0.0/16" }], services: [{ cidr: "10.43.0.0/16" }] },
      distribution: { kind: "k3s" },
      loadBalancer: { kind: "none" },
    });
    expect(text).toContain('version: "1.33"');
    expect(text).toContain('cni: flannel({ backend: "vxlan" })');
    expect(text).toContain(JSON.stringify(ROOT_KEY));
    expect(text).toContain("allowedTCPPorts: [443, 30080]");
    expect(text).toContain("allowedUDPPorts: [30053]");
    expect(text).toContain('"disko.enableConfig": false');
    expect(text).toContain('"/": { device: "/dev/disk/by-uuid/0a", fsType: "ext4" }');
    expect(text).toContain('"boot.loader.grub.devices": ["/dev/nvme0n1"]');
    expect(text).not.toContain("/nix/store");
    expect(text).toContain('authorities: "adopted"');
    expect(cluster.nodes.map(({ hostKey }) => hostKey?.slice(0, 12))).toEqual(Array(3).fill("ssh-ed25519 "));
    expect([...new Set(codes)]).toEqual(["adoption-token-known"]);
    expect(text).toMatchSnapshot();
  });

  it("says of its token how Quorate replaces it, and not how k3s does: that leaves the files of its hosts old", () => {
    const adopted = adopt(inventoryOf(), answersOf());
    const hints = (adopted.ok ? (adopted.warnings ?? []) : []).map(({ hint }) => hint);
    expect(hints).toEqual([
      expect.stringMatching(/genCerts <folder> --new-tokens`, then `quorate deploy --all/),
    ]);
  });

  it("answers for what an inventory leaves to the machines", () => {
    const token = { token: `${createHash("sha256").update("abc").digest("hex")}  -` };
    const { cluster } = machinesOf(answersOf(token, { others: token }), "2024-06-28");
    expect(cluster.nodes[0]).toMatchObject({ interface: "enp3s0f0", disk: "/dev/nvme0n1" });
    expect(cluster.network.gateways).toMatchObject([{ address: "172.30.190.1" }]);
  });

  it.each<[string, Different, readonly string[], RegExp]>([
    [
      "other networks",
      start("--cluster-cidr=10.50.0.0/16 --service-cidr 10.51.0.0/16"),
      [],
      /pods: "10\.50\.0\.0\/16"[\s\S]*services: "10\.51/,
    ],
    ["another domain", start("--cluster-domain=home.lan"), [], /domain: "home\.lan"/],
    ["wireguard", start("--flannel-backend=wireguard-native"), [], /backend: "wireguard-native"/],
    ["no flannel", start("--flannel-backend=none --disable-network-policy"), [], /cni: noCni\(\)/],
    [
      "parts left out",
      start("--disable traefik --disable=servicelb,local-storage"),
      [],
      /disable: \["traefik", "servicelb", "local-storage"\]/,
    ],
    ["another port", start("--https-listen-port=7443"), [], /port: 7443/],
    ["encrypted Secrets", { encryption: "Enabled" }, [], /encryptSecrets: true/],
    [
      "settings of a file",
      {},
      [
        "k3s-config=---",
        "k3s-config=cluster-cidr: 10.60.0.0/16",
        "k3s-config=disable:",
        "k3s-config=- traefik",
      ],
      /disable: \["traefik"\][\s\S]*pods: "10\.60/,
    ],
    [
      "names of the API",
      start("--tls-san=API.lan,10.0.0.9 --tls-san=b.lan"),
      [],
      /extraSans: \["10\.0\.0\.9", "api\.lan", "b\.lan"\]/,
    ],
    [
      "times of snapshots",
      start("--etcd-snapshot-retention=9 --etcd-snapshot-schedule-cron=@daily"),
      [],
      /snapshots: \{ schedule: "@daily", keep: 9 \}/,
    ],
    ["that there are no snapshots", start("--etcd-disable-snapshots"), [], /snapshots: \{ keep: 0 \}/],
    ["no state version", { "state-version": undefined }, [], /stateVersion: "24\.05"/],
    [
      "systemd-boot",
      { firmware: "uefi", loader: "systemd-boot" },
      ["fstab=/dev/disk/by-uuid/EF /boot vfat umask=0077 0 2"],
      /boot: "uefi"[\s\S]*"\/boot": \{/,
    ],
    [
      "swap",
      {},
      ["fstab=/dev/disk/by-uuid/5a none swap defaults 0 0"],
      /swapDevices: \[\{ device: "\/dev\/disk\/by-uuid\/5a" \}\]/,
    ],
  ])("keeps %s", (_, different, several, says) => {
    expect(machinesOf(answersOfAll(different, several)).text).toMatch(says);
  });
});

describe("what is not taken over is told", () => {
  it.each<[string, Different, readonly string[], string, RegExp]>([
    [
      "an older minor, with the way",
      { "k3s-version": "1.30.4+k3s1" },
      [],
      "adoption-version",
      /1\.30 → 1\.31 → 1\.32 → 1\.33.*3\.5\.26/,
    ],
    ["a newer one", { "k3s-version": "1.40.0+k3s1" }, [], "adoption-version", /newer than all/],
    ["none that is known", { "k3s-version": undefined }, [], "adoption-version", /no machine told/],
    [
      "keys with options",
      {},
      ['root-key=command="true" ssh-ed25519 AAAA me'],
      "adoption-keys",
      /1 of root's authorized keys on .* is no plain public key/,
    ],
    [
      "disks of ZFS",
      {},
      ["fstab=tank/home /home zfs defaults 0 0"],
      "adoption-disks",
      /\/home is of the type zfs/,
    ],
    [
      "encrypted disks",
      {},
      ["fstab=/dev/mapper/x /srv ext4 defaults 0 0"],
      "adoption-disks",
      /\/dev\/mapper\/x/,
    ],
    ["GRUB with UEFI", { firmware: "uefi" }, [], "adoption-disks", /GRUB and UEFI/],
    ["no boot loader", { loader: undefined }, [], "adoption-disks", /which boot loader/],
    ["no host key", { "host-key": undefined }, [], "adoption-host-key", /did not tell an ed25519 host key/],
    [
      "a host key of another kind",
      { "host-key": "ssh-rsa AAAAB3NzaC1yc2E" },
      [],
      "adoption-host-key",
      /did not tell an ed25519/,
    ],
    ["ports that nobody knows", { pods: undefined }, [], "adoption-ports", /which ports/],
  ])("%s", (_, different, several, code, says) => {
    const adopted = adopt(inventoryOf(), answersOfAll(different, several));
    if (!adopted.ok) throw new Error(JSON.stringify(adopted.problems));
    const found = (adopted.warnings ?? []).filter((one) => one.code === code);
    expect(found[0]?.message).toMatch(says);
    expect(adopted.value.left.join("\n")).toMatch(says);
  });

  it("a machine that starts no k3s, and would join", () => {
    const { text, codes } = machinesOf(answersOf({ "k3s-start": undefined }));
    expect(codes).toContain("adoption-not-running");
    expect(text).toContain("172.30.190.198 starts no k3s");
  });

  it("states of several releases, of which the oldest is the cluster's", () => {
    const { text, codes } = machinesOf(answersOf({}, { others: { "state-version": "24.11" } }));
    expect(text).toContain('stateVersion: "23.11"');
    expect(codes).toContain("adoption-state-version");
  });
});

describe("what is no cluster, or another one, is refused", () => {
  it.each<[string, ReadonlyMap<string, HostAnswer>, string, RegExp]>([
    [
      "nothing runs",
      answersOf({ "k3s-start": undefined }, { others: { "k3s-start": undefined } }),
      "adoption-none",
      /none of the machines starts k3s/,
    ],
    [
      "agents alone",
      new Map([[A, serverAnswer(A, { "k3s-start": "argv[]=k3s agent --server x ; " })]]),
      "adoption-none",
      /only agents/,
    ],
    [
      "two clusters",
      answersOf({ authorities: `${"d".repeat(64)}  -` }),
      "adoption-two-clusters",
      /2 authorities: 172\.30\.190\.198 and 172\.30\.190\.137, 172\.30\.190\.167 differ/,
    ],
    [
      "another token",
      answersOf({ token: `${"0".repeat(64)}  -` }, { others: { token: `${"0".repeat(64)}  -` } }),
      "adoption-token",
      /another token than this one/,
    ],
    [
      "an authority that no server tells",
      answersOf({ "server-ca": undefined }, { others: { "server-ca": undefined } }),
      "adoption-authorities",
      /server-ca\.crt/,
    ],
    [
      "a file of another digest in its place, or a key",
      answersOf(
        { "server-ca": "AAAA" },
        {
          others: {
            authorities: `${createHash("sha256").update(KEY).digest("hex")}  -`,
            "server-ca": Buffer.from(KEY).toString("base64"),
          },
        },
      ),
      "adoption-authorities",
      /server-ca\.crt/,
    ],
    ["several tokens", answersOf({ token: `${"0".repeat(64)}  -` }), "adoption-differs", /tokens/],
    [
      "flags that differ",
      answersOf({ "k3s-start": "argv[]=k3s server --cluster-cidr=10.9.0.0/16 ; " }),
      "adoption-differs",
      /--cluster-cidr/,
    ],
    [
      "a file that nobody can read",
      answersOf({ "k3s-config-odd": "/x.yaml" }),
      "adoption-unsupported",
      /\/x\.yaml can't be read/,
    ],
    [
      "a list of lists",
      answersOf({ "k3s-config": "disable: {a: b}" }),
      "adoption-unsupported",
      /config\.yaml can't be read/,
    ],
    [
      "a script in k3s' place",
      answersOf({ "k3s-start": "argv[]=/nix/store/x/start ; " }),
      "adoption-unsupported",
      /neither a server nor an agent/,
    ],
    ["data elsewhere", answersOf(start("-d /srv/k3s")), "adoption-unsupported", /\/srv\/k3s \(--data-dir\)/],
    [
      "another address",
      answersOf(start("--node-ip=10.0.0.1")),
      "adoption-unsupported",
      /10\.0\.0\.1 \(--node-ip\)/,
    ],
    [
      "a server that is no node",
      answersOf(start("--disable-agent")),
      "adoption-unsupported",
      /--disable-agent/,
    ],
    [
      "a database by a variable",
      answersOf({ "k3s-variable": "K3S_DATASTORE_ENDPOINT" }),
      "adoption-unsupported",
      /K3S_DATASTORE_ENDPOINT/,
    ],
    ["another name", answersOf({ hostname: "nixos" }), "adoption-name", /is called nixos in its cluster/],
    ["SQLite", answersOf({ data: "sqlite" }), "adoption-unsupported", /SQLite/],
    [
      "a database of its own",
      answersOf({ "k3s-start": "argv[]=k3s server --datastore-endpoint hidden ; " }),
      "adoption-unsupported",
      /database/,
    ],
  ])("%s", (_, answers, code, says) => {
    const found = refusals(answers);
    expect(found.map((one) => one.code)).toContain(code);
    expect(found.map(({ message }) => message).join("\n")).toMatch(says);
  });

  it("names are a flag's, where k3s has one", () => {
    const named = {
      hostname: "nixos",
      "k3s-start": `argv[]=k3s server --node-name=d752cf78-d889-5bd9-8dd4-2bb7eeb898f4 ; `,
    };
    expect(refusals(answersOf(named))).toEqual([]);
  });
});

it("what is no answer is none, and nothing of one is ever code", () => {
  expect(readHostAnswer("bash: sed: command not found", A)).toBeUndefined();
  const wild = serverAnswer(A, { "state-version": '23.11"; evil()' }, [
    'root-key=ssh-ed25519 AAAA" + evil() + "',
    ...SEVERAL_LINES,
  ]);
  const { text } = machinesOf(
    new Map([
      [A, { ...wild, stateVersion: "23.11" }],
      [B, serverAnswer(B)],
      [C, serverAnswer(C)],
    ]),
  );
  expect(text).not.toMatch(/^[^"/]*evil\(\)/m);
});
