import { type Cluster, K3S_AUTHORITIES, servicesReadingSecrets } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { emitCluster } from "../emit/emit-cluster.ts";
import { emitNode } from "../emit/emit-node.ts";
import { k3sCluster, nodeOf, withCni } from "../testing/clusters.ts";

const THREE = k3sCluster("three");
const ONE = k3sCluster("one");
const options = (cluster: Cluster, name: string) => emitNode(cluster, nodeOf(cluster, name));
const of = (cluster: Cluster, name: string) => options(cluster, name).services?.k3s;
const settingsOf = (cluster: Cluster, name: string) => {
  const { quorate } = options(cluster, name);
  return "k3s" in quorate ? quorate.k3s?.settings : undefined;
};
const secret = (file: string) => `/var/lib/quorate/secrets/${file}`;

describe("a server", () => {
  it("is told its own name and addresses, and no other server's", () => {
    expect(of(THREE, "server2")).toEqual({
      enable: true,
      role: "server",
      tokenFile: secret("k3s-server-token"),
      agentTokenFile: secret("k3s-agent-token"),
      nodeName: "server2",
      nodeIP: "10.0.0.12",
      nodeLabel: [],
      nodeTaint: ["node-role.kubernetes.io/control-plane:NoSchedule"],
      extraFlags: ["--flannel-iface=eno1", "--resolv-conf=/run/systemd/resolve/resolv.conf"],
      gracefulNodeShutdown: {
        enable: true,
        shutdownGracePeriod: "60s",
        shutdownGracePeriodCriticalPods: "20s",
      },
      extraKubeletConfig: {},
    });
    expect(of(ONE, "only")).toMatchObject({ nodeIP: "10.0.0.11,fd00::11", nodeTaint: [] });
  });

  it("is told the same as all others of what they have to agree on, every default too", () => {
    const [first, ...others] = ["server1", "server2", "server3"].map((name) => settingsOf(THREE, name));
    expect(others).toEqual([first, first]);
    expect(first).toEqual({
      "cluster-cidr": "10.244.0.0/16",
      "service-cidr": "10.96.0.0/16",
      "cluster-dns": "10.96.0.10",
      "cluster-domain": "cluster.local",
      "https-listen-port": 6443,
      "tls-san": ["10.0.0.100"],
      "flannel-backend": "vxlan",
      "flannel-ipv6-masq": false,
      "flannel-external-ip": false,
      "disable-network-policy": false,
      "disable-cloud-controller": false,
      "disable-helm-controller": false,
      "egress-selector-mode": "agent",
      "embedded-registry": false,
      "secrets-encryption": true,
      "secrets-encryption-provider": "aescbc",
      "supervisor-metrics": false,
      disable: [],
      "etcd-disable-snapshots": false,
      "etcd-snapshot-schedule-cron": "0 */12 * * *",
      "etcd-snapshot-retention": 5,
    });
  });

  it.each<[string, Cluster, string, object]>([
    [
      "both families",
      ONE,
      "only",
      {
        "cluster-cidr": "10.244.0.0/16,fd00:10:244::/48",
        "service-cidr": "10.96.0.0/16,fd00:10:96::/112",
        "flannel-ipv6-masq": true,
        "tls-san": [],
      },
    ],
    [
      "another pod network",
      withCni(THREE, { kind: "none" }),
      "server1",
      { "flannel-backend": "none", "disable-network-policy": true, "flannel-ipv6-masq": false },
    ],
    [
      "packets that are encrypted",
      withCni(THREE, { kind: "flannel", backend: "wireguard-native" }),
      "server1",
      { "flannel-backend": "wireguard-native" },
    ],
    ["Secrets that are not", { ...THREE, encryptSecrets: false }, "server1", { "secrets-encryption": false }],
    [
      "names for the API",
      { ...THREE, api: { ...THREE.api, port: 8443, dnsName: "api.lan", extraSans: ["a.lan"] } },
      "server1",
      { "tls-san": ["10.0.0.100", "api.lan", "a.lan"], "https-listen-port": 8443 },
    ],
    [
      "parts that are left out",
      k3sCluster("three", { disable: ["servicelb", "traefik"] }),
      "server1",
      { disable: ["servicelb", "traefik"] },
    ],
    [
      "other snapshots",
      k3sCluster("three", { snapshots: { schedule: "@every 6h", keep: 3 } }),
      "server1",
      { "etcd-snapshot-schedule-cron": "@every 6h", "etcd-snapshot-retention": 3 },
    ],
  ])("follows machines.ts: %s", (_, cluster, name, expected) => {
    expect(settingsOf(cluster, name)).toMatchObject(expected);
  });

  it("takes no snapshots where none is to stay", () => {
    const settings = settingsOf(k3sCluster("three", { snapshots: { keep: 0 } }), "server1") ?? {};
    expect(Object.keys(settings).filter((flag) => flag.includes("snapshot"))).toEqual([
      "etcd-disable-snapshots",
    ]);
    expect(settings["etcd-disable-snapshots"]).toBe(true);
  });

  it.each([
    ["1.33", "v1beta1"],
    ["1.34", "v1"],
    ["1.35", "v1"],
    ["1.36", "v1"],
  ] as const)("of %s says who needs no name by the API version %s", (version, api) => {
    const { quorate } = options(k3sCluster("three", { version }), "server1");
    expect(quorate).toMatchObject({
      apiserver: { authenticationConfiguration: { apiVersion: `apiserver.config.k8s.io/${api}` } },
      k3s: { version },
    });
  });

  it("gives access to operators and kube-vip, and labels to agents", () => {
    const { bootstrap } = options(THREE, "server1").quorate as { bootstrap?: Record<string, unknown> };
    expect(bootstrap?.["nodeLabels"]).toEqual({ agent1: { "node-role.kubernetes.io/storage": "true" } });
    const names = ((bootstrap?.["objects"] ?? []) as { kind: string; metadata: { name: string } }[]).map(
      ({ kind, metadata }) => `${kind} ${metadata.name}`,
    );
    expect(names).toEqual([
      "ClusterRoleBinding quorate:admins",
      "Role quorate:kube-vip",
      "RoleBinding quorate:kube-vip",
    ]);
    const alone = options(ONE, "only").quorate as { bootstrap?: { objects: readonly unknown[] } };
    expect(alone.bootstrap?.objects).toHaveLength(1);
  });
});

describe("an agent", () => {
  it("is told where to find a server, and nothing that only a server knows", () => {
    const cluster = k3sCluster("three", { disable: ["traefik"], kubelet: { maxPods: 200 } });
    expect(settingsOf(cluster, "server1")).toMatchObject({ disable: ["traefik"] });
    const agent = of(cluster, "agent1");
    expect(agent).toMatchObject({
      role: "agent",
      serverAddr: "https://10.0.0.100:6443",
      tokenFile: secret("k3s-agent-token"),
      nodeLabel: ["rack=1"],
      nodeTaint: ["example.com/gpu=a:NoSchedule"],
      extraKubeletConfig: { maxPods: 200 },
    });
    // No flag of an agent's, and its end.
    expect(JSON.stringify(options(cluster, "agent1"))).not.toMatch(/disable|traefik/);
    expect(Object.keys(agent ?? {})).not.toContain("agentTokenFile");
    expect(settingsOf(cluster, "agent1")).toBeUndefined();
    expect(options(cluster, "agent1").quorate).not.toHaveProperty("bootstrap");
  });
});

describe("images", () => {
  it("are looked for in mirrors, or come with the system, on every node", () => {
    const mirrors = {
      "docker.io": { endpoints: ["https://a.lan", "https://b.lan"], rewrite: { "^(.*)": "hub/$1" } },
      "*": { endpoints: ["https://c.lan"] },
    } as const;
    const cluster = k3sCluster("three", { mirrors, airgap: true });
    for (const name of ["server1", "agent1"]) {
      expect(options(cluster, name).quorate).toMatchObject({
        k3s: {
          airgap: true,
          registries: {
            mirrors: {
              "*": { endpoint: ["https://c.lan"] },
              "docker.io": { endpoint: ["https://a.lan", "https://b.lan"], rewrite: { "^(.*)": "hub/$1" } },
            },
          },
        },
      });
      const { quorate } = options(THREE, name);
      expect(Object.keys(("k3s" in quorate && quorate.k3s) || {})).not.toContain("registries");
    }
  });
});

describe("registries that nodes log in to", () => {
  it("are said by a file of the host's, on every node, and nothing of them by an option", () => {
    const cluster = k3sCluster("three", { logins: ["registry.lan:5000"] });
    for (const name of ["server1", "agent1"]) {
      const all = options(cluster, name);
      expect(all.quorate).toMatchObject({ k3s: { registryLogins: secret("k3s-registries.yaml") } });
      expect(all.quorate.secrets.requiredBy["k3s"]).toContain("k3s-registries.yaml");
      expect(JSON.stringify(all)).not.toContain("registry.lan");
      expect(JSON.stringify(options(THREE, name))).not.toContain("registryLogins");
    }
  });
});

describe("the firewall", () => {
  it.each<[string, Cluster, string, readonly number[], readonly number[], readonly string[]]>([
    ["a server", THREE, "server1", [6443, 2379, 2380, 10250], [8472], ["cni0", "flannel.1"]],
    ["an agent", THREE, "agent1", [10250], [8472], ["cni0", "flannel.1"]],
    ["both families", ONE, "only", [6443, 2379, 2380, 10250], [8472], ["cni0", "flannel.1", "flannel-v6.1"]],
    [
      "WireGuard",
      withCni(ONE, { kind: "flannel", backend: "wireguard-native" }),
      "only",
      [6443, 2379, 2380, 10250],
      [51820, 51821],
      ["cni0", "flannel-wg", "flannel-wg-v6"],
    ],
    ["host-gw", withCni(THREE, { kind: "flannel", backend: "host-gw" }), "agent1", [10250], [], ["cni0"]],
    ["another pod network", withCni(THREE, { kind: "none" }), "agent1", [10250], [], []],
  ])("lets in what others need: %s", (_, cluster, name, tcp, udp, trusted) => {
    expect(options(cluster, name).networking?.firewall).toMatchObject({
      interfaces: { eno1: { allowedTCPPorts: tcp, allowedUDPPorts: udp } },
      trustedInterfaces: trusted,
    });
  });
});

describe("secrets", () => {
  const named = (value: unknown): readonly string[] => {
    const found = JSON.stringify(value).matchAll(/\/var\/lib\/quorate\/secrets\/([A-Za-z0-9._-]+)/g);
    return [...new Set([...found].map(([, file = ""]) => file))].sort();
  };

  it.each([
    ["server1", THREE],
    ["agent1", THREE],
    ["only", ONE],
  ] as const)("of %s are there wherever an option names them", (name, cluster) => {
    const all = options(cluster, name);
    const present = all.quorate.secrets.files;
    expect(named(all).filter((file) => !Object.hasOwn(present, file))).toEqual([]);
    const needed = servicesReadingSecrets(cluster, nodeOf(cluster, name));
    expect(all.quorate.secrets.requiredBy).toEqual(needed);
    // What no option names is put in place by the module: authorities, where a cluster is founded.
    const unnamed = (needed["k3s"] ?? []).filter((file) => !named(all.services?.k3s).includes(file));
    const authorities = K3S_AUTHORITIES.flatMap((one) => [`k3s-${one}-ca.crt`, `k3s-${one}-ca.key`]);
    expect(unnamed).toEqual(name === "agent1" ? [] : [...authorities, "k3s-service.key"].sort());
  });
});

describe("machines.nix", () => {
  it.each([
    ["of a cluster with a VIP", THREE, /kube-vip/],
    ["of one without", ONE, /images = \[ \];/],
  ])("%s names no image that k3s brings along", (_, cluster, expected) => {
    const file = emitCluster(cluster, { inputsDigest: "" }).find(({ path }) => path === "machines.nix");
    expect(file?.text).toMatch(expected);
    expect(file?.text).not.toContain("coredns");
    expect(file?.text).toContain('distribution = "k3s";');
  });
});

describe("kube-vip", () => {
  const podsOf = (cluster: Cluster) =>
    emitCluster(cluster, { inputsDigest: "" })
      .map(({ path }) => path)
      .filter((path) => path.startsWith("kube-vip/"));

  it("runs on servers that carry a VIP, and speaks to the server beside it", () => {
    expect(podsOf(THREE)).toEqual(["server1", "server2", "server3"].map((name) => `kube-vip/${name}.json`));
    expect(podsOf(ONE)).toEqual([]);
    const pod = emitCluster(THREE, { inputsDigest: "" }).find(({ path }) => path === "kube-vip/server1.json");
    for (const text of ["https://127.0.0.1:6443", secret("k3s-server-ca.crt"), secret("kube-vip.key")]) {
      expect(pod?.text).toContain(text);
    }
    expect(options(ONE, "only").quorate.kubeconfigs).not.toHaveProperty("kube-vip");
  });
});
