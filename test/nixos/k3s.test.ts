import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import {
  bgp,
  defineCluster,
  flannel,
  k3s,
  type Node,
  node,
  none,
  router,
  SECRETS_DIRECTORY,
  secretFilesOfNode,
} from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import three from "../../examples/k3s.ts";
import single from "../../examples/k3s-single.ts";
import { type EvaluatedNode, evaluate, flag, nixpkgs } from "./evaluation.ts";

/** A node takes two to five seconds. */
const TIMEOUT = 600_000;

const CLUSTERS = { "k3s.ts": three, "k3s-single.ts": single } as const;

describe.skipIf(nixpkgs === undefined).each(Object.entries(CLUSTERS))(
  "%s, evaluated by the real NixOS",
  (_, definition) => {
    const cluster = resolvedCluster(definition);
    const servers = cluster.nodes.filter(({ roles }) => roles.controlPlane);
    let evaluated: ReadonlyMap<string, EvaluatedNode>;
    beforeAll(async () => {
      evaluated = await evaluate(cluster);
    }, TIMEOUT);
    const of = (name: string): EvaluatedNode => {
      const found = evaluated.get(name);
      if (found === undefined) throw new Error(`${name} was not evaluated`);
      return found;
    };
    const each = (test: (node: Node, actual: EvaluatedNode, unit: string) => void) => () => {
      expect([...evaluated.keys()].sort()).toEqual(cluster.nodes.map(({ name }) => name));
      for (const node of cluster.nodes) {
        const actual = of(node.name);
        test(node, actual, actual.units["k3s"] ?? "");
      }
    };

    it(
      "gives every node a system, without a failed assertion or a warning",
      each((node, actual) => {
        expect(actual.assertions, node.name).toEqual([]);
        expect(actual.warnings, node.name).toEqual([]);
        expect(actual.drvPath).toMatch(/^\/nix\/store\/[0-9a-z]{32}-nixos-system-.*\.drv$/);
        expect(actual.k3s?.version).toMatch(/^1\.35\./);
      }),
    );

    it(
      "starts k3s, and what applies our objects, and nothing of upstream Kubernetes'",
      each((node, { units }) => {
        const started = Object.keys(units).filter((name) => units[name] !== null);
        expect(started, node.name).toEqual(node.roles.controlPlane ? ["k3s", "quorate-bootstrap"] : ["k3s"]);
      }),
    );

    it("lets no server found a cluster or join one by itself", () => {
      for (const { name } of servers) {
        const unit = of(name).units["k3s"] ?? "";
        expect(unit).not.toMatch(/--server |--cluster-init|K3S_URL|K3S_CLUSTER_INIT/);
        expect(unit).toContain("ConditionPathExists=|/var/lib/rancher/k3s/server/db/etcd/member/wal\n");
        expect(unit).toContain("ConditionPathExists=|/run/quorate-k3s/start\n");
        expect([...unit.matchAll(/^EnvironmentFile=(.*)$/gm)].map(([, file]) => file)).toEqual([
          "-/run/quorate-k3s/start",
        ]);
        expect(unit).toMatch(/^RuntimeDirectory=quorate-k3s$/m);
        expect(unit).toMatch(/^RuntimeDirectoryPreserve=restart$/m);
        // A switch would wait for a quorum else, and for ever.
        expect(unit).toMatch(/^Type=exec$/m);
        // What is missing is said before our authorities are put in place.
        const before = [...unit.matchAll(/^ExecStartPre=.*-(check-secrets-of-k3s|found-k3s)$/gm)];
        expect(before.map(([, script]) => script)).toEqual(["check-secrets-of-k3s", "found-k3s"]);
      }
    });

    it("tells all servers the same, by one file, and agents nothing of it", () => {
      const files = new Set(servers.map(({ name }) => of(name).k3s?.sameFile));
      expect([...files]).toEqual([expect.stringMatching(/^\/nix\/store\/.*-k3s-settings\.yaml$/)]);
      for (const node of cluster.nodes) {
        const { k3s, units } = of(node.name);
        if (!node.roles.controlPlane) {
          expect(k3s?.settings).toBeNull();
          expect(units["k3s"]).not.toMatch(/--config|--disable|--agent-token/);
        } else {
          expect(units["k3s"]).toContain(`--config ${k3s?.sameFile} `);
          // It stands in that file, and k3s would add these to it.
          expect(units["k3s"]).not.toContain("--disable");
        }
      }
      expect(of(servers[0]?.name ?? "").k3s?.settings).toMatchObject({
        "cluster-cidr": cluster.network.pods.map(({ cidr }) => cidr).join(","),
        "service-cidr": cluster.network.services.map(({ cidr }) => cidr).join(","),
        "cluster-dns": cluster.network.dnsAddress,
        "secrets-encryption": cluster.encryptSecrets,
        disable: cluster.distribution.kind === "k3s" ? cluster.distribution.disable : undefined,
        "kube-apiserver-arg": [
          expect.stringMatching(
            /^authentication-config=\/nix\/store\/.*-authentication-configuration\.json$/,
          ),
        ],
      });
    });

    it(
      "joins by a token that is in no store, and is waited for",
      each((node, actual, unit) => {
        const { controlPlane } = node.roles;
        const token = controlPlane ? "k3s-server-token" : "k3s-agent-token";
        expect(unit).toContain(`--token-file ${SECRETS_DIRECTORY}/${token} `);
        if (!controlPlane) expect(unit).toContain(`--server ${cluster.api.url} `);
        expect(unit).not.toMatch(/--(agent-)?token /);
        const rules = Object.keys(actual.tmpfiles).sort();
        const files = secretFilesOfNode(cluster, node).map(({ file }) => `${SECRETS_DIRECTORY}/${file}`);
        expect(rules).toEqual([SECRETS_DIRECTORY, ...files].sort());
      }),
    );

    it(
      "calls each node by its name and its addresses, and labels and taints it",
      each((node, { hostName }, unit) => {
        expect(hostName).toBe(node.name);
        expect(flag(unit, "node-name")).toBe(node.name);
        expect(flag(unit, "node-ip")).toBe(node.addresses.map(({ address }) => address).join(","));
        const taints = [...unit.matchAll(/--node-taint=(\S+)/g)].map(([, taint]) => taint);
        expect(taints).toEqual(
          node.taints.map(({ key, value, effect }) => `${key}${value === "" ? "" : `=${value}`}:${effect}`),
        );
        const labels = [...unit.matchAll(/--node-label=(\S+)/g)].map(([, label]) => label);
        // The others only an administrator may set.
        expect(labels).toEqual(node.name === "agent1" ? ["example.com/disk=large"] : []);
      }),
    );

    it(
      "opens what others need of it",
      each((node, { firewall, sshPorts }) => {
        const tcp = node.roles.controlPlane ? [2379, 2380, cluster.api.port, 10250] : [10250];
        expect(firewall[node.interface]?.allowedTCPPorts).toEqual(tcp.toSorted((a, b) => a - b));
        const udp = definition === three ? [51820] : [8472];
        expect(firewall[node.interface]?.allowedUDPPorts).toEqual(udp);
        expect(sshPorts).toEqual([22]);
      }),
    );

    it(
      "has kube-vip as a pod of its own on servers that carry a VIP",
      each((node, { k3s }) => {
        expect(k3s?.kubeVip).toEqual(["/var/lib/rancher/k3s/agent/pod-manifests/kube-vip.json"]);
        expect(k3s?.inhibit).toBe("90s");
        expect(k3s?.images).toHaveLength(definition === single ? 1 : 0);
        const { registries } = k3s ?? {};
        expect(registries ?? null).toBe(
          definition === three
            ? '{"mirrors":{"docker.io":{"endpoint":["https://mirror.home.example"]}}}'
            : null,
        );
        expect(node.roles.etcd).toBe(node.roles.controlPlane);
      }),
    );
  },
);

describe.skipIf(nixpkgs === undefined)("k3s of every version, evaluated by the real NixOS", () => {
  const server = (number: number) =>
    node({
      ip: [`192.168.9.1${number}`, `fd00:9::1${number}`],
      interface: "enp1s0",
      disk: `/dev/disk/by-id/nvme-k3s-${number}`,
      services: ["kubernetes", "etcd"],
    });

  it.each(["1.33", "1.34", "1.35", "1.36"] as const)(
    "%s, with a VIP by BGP and in both families, has a system without a failed assertion or a warning",
    async (version) => {
      const definition = defineCluster({
        name: "peered",
        kubeMaster: { ip: "192.168.10.100", loadBalancer: bgp({ asn: 64513, peers: ["Router"] }) },
        network: {
          subnet: ["192.168.9.0/24", "fd00:9::/64"],
          gateway: ["192.168.9.1", "fd00:9::1"],
          nameservers: ["192.168.9.1"],
          cni: flannel({ backend: "host-gw" }),
        },
        distribution: k3s({ version, disable: ["traefik", "servicelb"] }),
        machines: {
          Router: router({ ip: ["192.168.9.1", "fd00:9::1"], asn: 64512 }),
          server1: server(1),
          server2: server(2),
          server3: server(3),
        },
      });
      const evaluated = await evaluate(resolvedCluster(definition));
      expect([...evaluated.keys()]).toEqual(["server1", "server2", "server3"]);
      for (const [name, { assertions, warnings, k3s: actual, firewall }] of evaluated) {
        expect(assertions, name).toEqual([]);
        expect(warnings, name).toEqual([]);
        expect(actual?.version.startsWith(`${version}.`), `${name}: ${actual?.version}`).toBe(true);
        expect(actual?.settings).toMatchObject({
          "flannel-backend": "host-gw",
          disable: ["servicelb", "traefik"],
        });
        // Packages of pods go from node to node as they are.
        expect(firewall["enp1s0"]?.allowedUDPPorts).toEqual([]);
      }
    },
    TIMEOUT,
  );
});

describe.skipIf(nixpkgs === undefined)("k3s and the escape hatch, evaluated by the real NixOS", () => {
  const cluster = resolvedCluster(single);

  it.each([
    [{ "services.k3s.clusterInit": true }, "must stay unset"],
    [{ "services.k3s.serverAddr": "https://10.0.0.1:6443" }, "must stay unset"],
    [{ "services.k3s.token": "secret" }, "readable to every user"],
    [{ "services.k3s.extraFlags": ["--node-label=a=$HOME"] }, "split or expand"],
    [{ "services.k3s.extraFlags": ["--kubelet-arg=max-pods=1 --x"] }, "split or expand"],
    [{ "services.k3s.nodeName": "other" }, "Rename the machine in machines.ts"],
  ])(
    "may not break what holds the cluster together: %o",
    async (nixosUnchecked, message) => {
      const escapeHatch = { nixos: {}, nixosUnchecked };
      await expect(evaluate({ ...cluster, escapeHatch })).rejects.toThrow(message);
    },
    TIMEOUT,
  );
});

describe.skipIf(nixpkgs === undefined)("parts of k3s and the escape hatch of one node", () => {
  const cluster = resolvedCluster(three);

  it.each(["server1", "agent1"])(
    "may not be left out on %s",
    async (name) => {
      const nodes = cluster.nodes.filter((one) => one.name === name);
      expect(nodes).toHaveLength(1);
      const nixosUnchecked = { "services.k3s.disable": ["servicelb"] };
      await expect(
        evaluate({
          ...cluster,
          nodes: nodes.map((one) => ({ ...one, escapeHatch: { nixos: {}, nixosUnchecked } })),
        }),
      ).rejects.toThrow("services.k3s.disable must stay unset");
    },
    TIMEOUT,
  );
});

describe.skipIf(nixpkgs === undefined)("a node that logs in to registries", () => {
  const machine = { interface: "enp1s0", disk: "/dev/disk/by-id/nvme-k3s" } as const;
  const withLogins = (mirrors: Readonly<Record<string, { endpoints: readonly [string] }>>) =>
    resolvedCluster(
      defineCluster({
        name: "private",
        kubeMaster: { loadBalancer: none() },
        network: { subnet: "192.168.9.0/24", gateway: "192.168.9.1", nameservers: ["192.168.9.1"] },
        distribution: k3s({ mirrors, logins: ["registry.lan:5000"] }),
        machines: {
          server: node({ ...machine, ip: "192.168.9.11", services: ["kubernetes", "etcd"] }),
          agent: node({ ...machine, ip: "192.168.9.12", services: ["worker"] }),
        },
      }),
    );
  const LOGINS = 'configs: {"registry.lan:5000":{"auth":{"username":"ci","password":"s3cret"}}}\n';

  it.each([
    ["and mirrors", { "docker.io": { endpoints: ["https://mirror.lan"] } }],
    ["alone", {}],
  ] as const)(
    "%s, has what k3s reads together at its start, in memory, and no password in the store",
    async (_, mirrors) => {
      const evaluated = await evaluate(withLogins(mirrors));
      expect([...evaluated.keys()]).toEqual(["agent", "server"]);
      for (const [name, { k3s: own, units, assertions, warnings, tmpfiles }] of evaluated) {
        expect([...assertions, ...warnings], name).toEqual([]);
        const unit = units["k3s"] ?? "";
        const before = [
          ...unit.matchAll(/^ExecStartPre=.*-(check-secrets-of-k3s|found-k3s|compose-registries)$/gm),
        ];
        expect(before.map(([, script]) => script)[0]).toBe("check-secrets-of-k3s");
        expect(before.map(([, script]) => script)).toContain("compose-registries");
        expect(unit.match(/^RuntimeDirectory=quorate-k3s$/gm)).toHaveLength(1);
        expect(unit).toMatch(/^RuntimeDirectoryMode=0700$/m);
        expect(tmpfiles[`${SECRETS_DIRECTORY}/k3s-registries.yaml`]).toBeDefined();
        const { composed } = own ?? {};
        if (!composed) throw new Error(`${name} puts nothing together`);
        expect(composed.link).toBe("/run/quorate-k3s/registries.yaml");

        const root = mkdtempSync(join(tmpdir(), "quorate-registries-"));
        onTestFinished(() => rmSync(root, { recursive: true, force: true }));
        writeFileSync(join(root, "rest"), composed.rest);
        writeFileSync(join(root, "k3s-registries.yaml"), LOGINS);
        mkdirSync(join(root, "run"));
        const script = composed.script
          .replace(/^#!.*\n/, "")
          .replaceAll(composed.restPath, join(root, "rest"))
          .replaceAll(SECRETS_DIRECTORY, root)
          .replaceAll("/run/quorate-k3s/", `${root}/run/`);
        const { status, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
        expect(status, stderr).toBe(0);
        const file = join(root, "run/registries.yaml");
        expect(readdirSync(join(root, "run"))).toEqual(["registries.yaml"]);
        expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
        expect(parse(readFileSync(file, "utf8"))).toEqual({
          ...(Object.keys(mirrors).length === 0
            ? {}
            : { mirrors: { "docker.io": { endpoint: ["https://mirror.lan"] } } }),
          configs: { "registry.lan:5000": { auth: { username: "ci", password: "s3cret" } } },
        });
      }
    },
    TIMEOUT,
  );

  it(
    "may not be told the same by the escape hatch",
    async () => {
      const nixosUnchecked = { "quorate.k3s.registries": { configs: {} } };
      await expect(
        evaluate({ ...withLogins({}), escapeHatch: { nixos: {}, nixosUnchecked } }),
      ).rejects.toThrow("would both say what k3s is told of registries");
    },
    TIMEOUT,
  );
});

describe.skipIf(nixpkgs === undefined)("a server that is told to found a cluster", () => {
  const AUTHORITIES = ["client", "etcd-peer", "etcd-server", "request-header", "server"];
  let script = "";
  beforeAll(async () => {
    script = (await evaluate(resolvedCluster(single))).get("only")?.k3s?.found ?? "";
  }, TIMEOUT);

  /** Runs it below a folder of its own, with its secrets there; gives what it ended with, said, and left in tls/. */
  function run(
    environment: Readonly<Record<string, string>>,
    made: readonly string[] = [],
    secondsAgo: number | "never" = 0,
  ) {
    const root = mkdtempSync(join(tmpdir(), "quorate-k3s-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const secrets = join(root, SECRETS_DIRECTORY);
    const server = join(root, "var/lib/rancher/k3s/server");
    mkdirSync(secrets, { recursive: true });
    const pairs = AUTHORITIES.flatMap((name) => [`k3s-${name}-ca.crt`, `k3s-${name}-ca.key`]);
    for (const file of [...pairs, "k3s-service.key"]) writeFileSync(join(secrets, file), file);
    for (const path of made) {
      mkdirSync(join(server, path, ".."), { recursive: true });
      writeFileSync(join(server, path), "");
    }
    if (secondsAgo !== "never") {
      const start = join(root, "run/quorate-k3s/start");
      mkdirSync(dirname(start), { recursive: true });
      writeFileSync(start, "");
      const when = new Date(Date.now() - secondsAgo * 1000);
      utimesSync(start, when, when);
    }
    const own = script
      .replace(/^#!.*\n/, "")
      .replaceAll("/var/lib/rancher/", `${root}/var/lib/rancher/`)
      .replaceAll("/run/quorate-k3s/", `${root}/run/quorate-k3s/`)
      .replaceAll(SECRETS_DIRECTORY, secrets);
    expect(own).toContain(root);
    const env = { PATH: process.env["PATH"] ?? "", ...environment };
    const { status, stderr } = spawnSync("bash", ["-c", own], { env, encoding: "utf8" });
    const tls = join(server, "tls");
    const files = existsSync(tls)
      ? readdirSync(tls, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => {
            const path = join(entry.parentPath, entry.name);
            const mode = (statSync(path).mode & 0o777).toString(8);
            return `${relative(tls, path)} ${mode} ${readFileSync(path, "utf8")}`;
          })
      : [];
    return { status, stderr, files: files.sort() };
  }

  const FOUND = { K3S_CLUSTER_INIT: "true" };

  it("has our authorities where k3s looks for them", () => {
    const { status, files } = run(FOUND);
    expect(status).toBe(0);
    const expected = AUTHORITIES.flatMap((name) => {
      const place = name.replace("etcd-", "etcd/");
      return [`${place}-ca.crt 644 k3s-${name}-ca.crt`, `${place}-ca.key 600 k3s-${name}-ca.key`];
    });
    expect(files).toEqual([...expected, "service.key 600 k3s-service.key"].sort());
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], number]>([
    ["it joins", { K3S_URL: "https://10.0.0.12:6443" }, [], 0],
    ["it is told nothing", {}, [], 0],
    ["it is told no", { K3S_CLUSTER_INIT: "false" }, [], 0],
    ["it has data", FOUND, ["db/etcd/member/wal"], 0],
    ["it has begun to have data", FOUND, ["db/etcd/name"], 0],
    ["it has a database of its own", FOUND, ["db/state.db"], 1],
  ])("puts none there where %s", (_, environment, made, code) => {
    const { status, stderr, files } = run(environment, made);
    expect(status).toBe(code);
    expect(files).toEqual([]);
    expect(stderr.includes("which no cluster is founded over")).toBe(code !== 0);
  });

  it.each<[string, number | "never"]>([
    ["is still there from a deployment of long ago", 601],
    ["is not there", "never"],
  ])("founds nothing where the word for it %s", (_, secondsAgo) => {
    const { status, stderr, files } = run(FOUND, [], secondsAgo);
    expect(status).toBe(1);
    expect(files).toEqual([]);
    expect(stderr).toContain("no cluster is founded by it");
    // With data it needs no word, and an old one is nobody's.
    expect(run(FOUND, ["db/etcd/member/wal"], secondsAgo).status).toBe(0);
  });
});
