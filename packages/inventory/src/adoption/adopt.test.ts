import { createHash } from "node:crypto";
import { resolveCluster } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { completeInventory } from "../definition/complete.ts";
import { definitionOf } from "../definition/definition.ts";
import { printMachines } from "../print-machines.ts";
import { readInventory } from "../read-inventory.ts";
import { ROOT_KEY, SERVER_LINES, SEVERAL_LINES, serverAnswer } from "../testing/adoption-answers.ts";
import { INVENTORIES } from "../testing/inventories.ts";
import { adopt, toldByMachines } from "./adopt.ts";
import { type HostAnswer, readHostAnswer } from "./host-answer.ts";

const KEY = ["-----BEGIN EC", "PRIVATE KEY-----\nAAAA\n-----END EC", "PRIVATE KEY-----\n"].join(" ");
const [A, B, C] = ["172.30.190.198", "172.30.190.137", "172.30.190.167"] as const;

function inventoryOf(since = "2024-06-16") {
  const read = readInventory("inventory.yaml", new TextEncoder().encode(INVENTORIES[since] ?? ""));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

type Different = { readonly [key: string]: string | undefined };

function answersOf(
  a: Different | "none" = {},
  { others = {}, several = SEVERAL_LINES }: { others?: Different; several?: readonly string[] } = {},
): ReadonlyMap<string, HostAnswer> {
  const first = a === "none" ? [] : [[A, serverAnswer(A, a, several)] as const];
  return new Map([...first, [B, serverAnswer(B, others)] as const, [C, serverAnswer(C, others)] as const]);
}

/** A cluster's machines.ts, and the cluster that it is. */
function machinesOf(answers: ReadonlyMap<string, HostAnswer>, since?: string) {
  const inventory = inventoryOf(since);
  const adopted = adopt(inventory, answers);
  if (!adopted.ok) throw new Error(adopted.problems.map(({ message }) => message).join("\n"));
  const complete = completeInventory(
    inventory,
    { name: "nk3", ...toldByMachines(inventory, answers) },
    adopted.value,
  );
  if (!complete.ok) throw new Error(complete.problems.map(({ message }) => message).join("\n"));
  const resolution = resolveCluster(definitionOf(complete.value));
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.findings, null, 2));
  return {
    text: printMachines(complete.value, "certs/imported/k3s-token"),
    cluster: resolution.cluster,
    codes: (adopted.warnings ?? []).map(({ code }) => code),
  };
}

/** A server, or an agent, that is started with further flags. */
const start = (flags: string, role = "server") => ({
  "k3s-start": SERVER_LINES["k3s-start"]?.replace("k3s server --token hidden", `k3s ${role} ${flags}`),
});

const AGENT = { data: undefined, "server-ca": undefined, token: undefined, encryption: undefined };

function refusals(answers: ReadonlyMap<string, HostAnswer>) {
  const adopted = adopt(inventoryOf(), answers);
  return adopted.ok ? [] : adopted.problems.map(({ code, message, line }) => ({ code, message, line }));
}

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
    [
      "labels",
      start("--node-label=example.com/rack=3 --node-label x"),
      [],
      /labels: \{ "example\.com\/rack": "3", x: "" \}/,
    ],
    [
      "taints",
      start("--node-taint=a=b:NoExecute --node-taint c:NoSchedule"),
      [],
      /taints: \[\s*\{ key: "a", value: "b", effect: "NoExecute" \},\s*\{ key: "c", effect: "NoSchedule" \},?\s*\]/,
    ],
    [
      "what it has no word for",
      start("--kubelet-arg=max-pods=200 --disable-kube-proxy"),
      [],
      /extraFlags: \["--kubelet-arg=max-pods=200", "--disable-kube-proxy"\]/,
    ],
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
    const lines = [...SEVERAL_LINES, ...several];
    const all = new Map(
      [A, B, C].map((address) => [address, serverAnswer(address, different, lines)] as const),
    );
    expect(machinesOf(all).text).toMatch(says);
  });
});

describe("an agent", () => {
  const agent = { ...start("--server x --egress-selector-mode=server", "agent"), ...AGENT };
  const answers = answersOf({ ...agent, ...start("--node-label=a=b --kubelet-arg=max-pods=200", "agent") });

  it("stays one, and joins etcd never", () => {
    const { cluster, text } = machinesOf(answers);
    expect(cluster.nodes.map(({ address, roles }) => [address, roles.etcd, roles.controlPlane])).toEqual([
      [B, true, true],
      [C, true, true],
      [A, false, false],
    ]);
    expect(text).toContain('services: ["worker"]');
    expect(text).toContain('labels: { a: "b" }');
    expect(text).toContain('extraFlags: ["--kubelet-arg=max-pods=200"]');
    // Two servers are left, and take pods as they did.
    expect(text).toContain("allowEvenMembers: true");
    expect(cluster.nodes.map(({ schedulable, taints }) => [schedulable, taints])).toEqual(
      Array(3).fill([true, []]),
    );
  });

  it("takes pods that its servers keep away", () => {
    const taint = start("--node-taint=node-role.kubernetes.io/control-plane:NoSchedule");
    const { cluster } = machinesOf(answersOf(agent, { others: taint }));
    expect(cluster.nodes.map(({ schedulable }) => schedulable)).toEqual([false, false, true]);
  });

  it("is no agent because a server's flag says agent", () => {
    const { cluster } = machinesOf(answersOf(start("--egress-selector-mode agent")));
    expect(cluster.nodes.every(({ roles }) => roles.etcd)).toBe(true);
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
    [
      "a secret's value",
      start("--etcd-s3-secret-key=hidden"),
      [],
      "adoption-flags",
      /--etcd-s3-secret-key \(its value stayed/,
    ],
    [
      "what may be a secret",
      start("--kube-apiserver-arg=oidc-client-secret=abc"),
      [],
      "adoption-flags",
      /told on 172\.30\.190\.198 .*: --kube-apiserver-arg \(it may be a secret\)$/m,
    ],
    [
      "a file of the configuration",
      start("--kube-apiserver-arg=audit-policy-file=/etc/audit.yaml"),
      [],
      "adoption-flags",
      /--kube-apiserver-arg=audit-policy-file=\/etc\/audit\.yaml/,
    ],
    [
      "a manifest of somebody's that is left out",
      start("--disable=own,traefik"),
      [],
      "adoption-flags",
      /: --disable=own \(no part/,
    ],
    [
      "the kubelet's file",
      start("--kubelet-arg=config=/var/x.yaml"),
      [],
      "adoption-flags",
      /k3s\(\{ kubelet \}\)/,
    ],
    ["what systemd would split", start("--kubelet-arg=a=$b"), [], "adoption-flags", /a=\$b \(systemd/],
    [
      "a key of the file that stays there",
      {},
      ["k3s-config=vpn-auth-file: hidden"],
      "adoption-flags",
      /--vpn-auth-file/,
    ],
    ["a taint of no kind", start("--node-taint=a=b"), [], "adoption-flags", /--node-taint=a=b \(no taint/],
    [
      "a variable",
      {},
      ["k3s-variable=HTTPS_PROXY", "k3s-variable=PATH"],
      "adoption-flags",
      /: HTTPS_PROXY \(a variable of its unit\)$/m,
    ],
    [
      "registries and manifests",
      {},
      ["k3s-file=registries.yaml", "k3s-file=manifests/own.yaml"],
      "adoption-files",
      /: registries\.yaml, manifests\/own\.yaml$/m,
    ],
    [
      "a machine that starts no k3s",
      { "k3s-start": undefined },
      [],
      "adoption-not-running",
      /198 starts no k3s/,
    ],
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
    const lines = [...SEVERAL_LINES, ...several];
    const others = code === "adoption-not-running" ? {} : different;
    const all = new Map(
      [A, B, C].map((address) => [address, serverAnswer(address, address === A ? different : others, lines)]),
    );
    const adopted = adopt(inventoryOf(), all);
    if (!adopted.ok) throw new Error(JSON.stringify(adopted.problems));
    const found = (adopted.warnings ?? []).filter((one) => one.code === code);
    expect(found[0]?.message).toMatch(says);
    expect(adopted.value.left.join("\n")).toMatch(says);
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
    ...(
      [
        ["--cluster-dns=10.43.0.53", "10.43.0.53", "10.43.0.10"],
        ["--egress-selector-mode=disabled", "disabled", "agent"],
        ["--disable-network-policy", "true", "false"],
        ["--flannel-backend=none", "false", "true"],
        ["--embedded-registry", "true", "false"],
        ["--supervisor-metrics", "true", "false"],
        ["--flannel-external-ip", "true", "false"],
        ["--flannel-ipv6-masq", "true", "false"],
        ["--disable-cloud-controller", "true", "false"],
        ["--disable-helm-controller", "true", "false"],
        ["--secrets-encryption-provider=secretbox", "secretbox", "aescbc"],
      ] as const
    ).map(([flag, value, ours]): [string, ReadonlyMap<string, HostAnswer>, string, RegExp] => [
      `${flag}, which Quorate has no word for`,
      answersOf(start(flag), { others: start(flag) }),
      "adoption-unsupported",
      new RegExp(`started with --[a-z0-9-]+ ${value}, and Quorate starts them with ${ours}`),
    ]),
    ...(
      [
        [
          "--disable=traefik",
          /values of --disable: traefik on 172\.30\.190\.198, none on 172\.30\.190\.137, 172/,
        ],
        ["--disable=servicelb", /--disable: servicelb on/],
        ["--flannel-backend=host-gw", /--flannel-backend: host-gw on .*198, vxlan on/],
        ["--egress-selector-mode disabled", /--egress-selector-mode: disabled on .*198, agent on/],
        ["--embedded-registry", /--embedded-registry: true on .*198, false on/],
        ["--disable-network-policy", /--disable-network-policy/],
        ["--disable-helm-controller", /--disable-helm-controller/],
        ["--supervisor-metrics", /--supervisor-metrics/],
        ["--https-listen-port=7443", /--https-listen-port: 7443/],
      ] as const
    ).map(([flag, says]): [string, ReadonlyMap<string, HostAnswer>, string, RegExp] => [
      `${flag} on one of the servers`,
      answersOf(start(flag)),
      "adoption-differs",
      says,
    ]),
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
    [
      "an agent of another cluster",
      answersOf({ ...start("", "agent"), ...AGENT, authorities: `${"d".repeat(64)}  -` }),
      "adoption-two-clusters",
      /machines have 2 authorities/,
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

  const silent = { encryption: undefined };
  const encrypting = start("--secrets-encryption");
  it.each<[string, Different, Different, boolean | readonly [string, RegExp]]>([
    ["as k3s says it of all", { encryption: "Enabled" }, { encryption: "Enabled" }, true],
    ["not so, as k3s says it of all", {}, {}, false],
    ["as one says, where the others don't", { encryption: "Enabled" }, silent, true],
    ["not so, as one says, where the others don't", {}, silent, false],
    [
      "by what all are started with, where none says",
      { ...silent, ...encrypting },
      { ...silent, ...encrypting },
      true,
    ],
    [
      "by the flag in both",
      { encryption: "Enabled", ...encrypting },
      { encryption: "Enabled", ...encrypting },
      true,
    ],
    ["not as something else is answered", { encryption: "what" }, { encryption: "Enabled" }, true],
    ["not by a flag that says no", start("--secrets-encryption=false"), {}, false],
    [
      "or unknown, where none says and none has the flag",
      silent,
      silent,
      ["adoption-encryption", /no server told.*198.*137/],
    ],
    [
      "or differ by the answers",
      { encryption: "Enabled" },
      {},
      ["adoption-differs", /not encrypted on .*137, .*167.* on .*198/],
    ],
    [
      "or differ where one is started so",
      { ...silent, ...encrypting },
      {},
      ["adoption-differs", /not encrypted on .*137.*--secrets-encryption is what .*198 is/],
    ],
    [
      "or contradict themselves",
      encrypting,
      encrypting,
      ["adoption-differs", /--secrets-encryption is what .* are/],
    ],
  ])("Secrets are encrypted %s", (_, a, others, says) => {
    const adopted = adopt(inventoryOf(), answersOf(a, { others }));
    if (typeof says === "boolean") expect(adopted.ok && adopted.value.encryptSecrets).toBe(says);
    const told = adopted.ok ? [] : adopted.problems;
    if (typeof says === "boolean") expect(told).toEqual([]);
    else {
      const message = expect.stringMatching(says[1]);
      expect(told).toContainEqual(expect.objectContaining({ code: says[0], message }));
    }
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
