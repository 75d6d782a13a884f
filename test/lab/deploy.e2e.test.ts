import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KeyTraces, patternOf, tracesOf } from "./private-keys.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually, type Said, Workspace } from "./workspace.ts";

// Three bare hosts and a router: real ssh, real Nix, real systemd, real etcd and Kubernetes. In its order.

const nodes = ["node1", "node2", "node3"] as const;
const machines = `import { bgp, defineCluster, node, router } from "@quorate/cluster";

const common = { interface: "enp3s0f0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] } as const;

export default defineCluster({
  name: "e2e",
  kubeMaster: { ip: "10.0.0.100", port: 6443, loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
  network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 }),
    node1: node({ ...common, ip: "10.0.0.11" }),
    node2: node({ ...common, ip: "10.0.0.12" }),
    node3: node({ ...common, ip: "10.0.0.13" }),
  },
});
`;
const units = [
  "containerd",
  "etcd",
  "flannel",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-proxy",
  "kube-scheduler",
  "kubelet",
  "quorate-bootstrap",
  "sshd",
  "systemd-networkd",
].map((name) => `${name}.service`);

let workspace: Workspace;
let began: number;
const SECRETS = "/var/lib/quorate/secrets";

beforeAll(() => {
  if (leftOut) return;
  expect(refusals).toEqual([]);
  began = Date.now();
  workspace = new Workspace(machines);
  workspace.generate();
  workspace.mustQuorate("genCerts", "certs");
  workspace.mustQuorate("lab", "up");
});

afterAll(() => workspace?.dispose());

/** What changes whenever a unit is started, by unit. */
function invocations(host: string): Readonly<Record<string, string>> {
  const ids = workspace.mustOnHost(host, [
    "systemctl",
    "show",
    "--property=InvocationID",
    "--value",
    ...units,
  ]);
  return Object.fromEntries(ids.split(/\n+/).map((id, index) => [units[index] ?? "", id]));
}

function restarted(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  return units.filter((unit) => before[unit] !== after[unit]);
}

const allInvocations = () => Object.fromEntries(nodes.map((host) => [host, invocations(host)]));
const healthyMembers = () =>
  nodes.filter(
    (host) =>
      workspace.onHost(host, [
        "env",
        "ETCDCTL_API=3",
        "etcdctl",
        "--endpoints=https://127.0.0.1:2379",
        `--cacert=${SECRETS}/etcd-ca.crt`,
        `--cert=${SECRETS}/etcd-healthcheck-client.crt`,
        `--key=${SECRETS}/etcd-healthcheck-client.key`,
        "endpoint",
        "health",
      ]).code === 0,
  );
const curl = (...args: readonly string[]) =>
  workspace.quorate("lab", "run", "curl", "--silent", "--show-error", "--max-time", "20", ...args);
const ready = (host: number) => curl("--insecure", `https://10.0.0.${10 + host}:6443/readyz`).out === "ok";

describe.skipIf(leftOut)("bare hosts", () => {
  test("are not installed without --yes", () => {
    const refused = workspace.deploy("--all");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("install-needs-yes");
    for (const host of nodes) {
      expect(workspace.onHost(host, ["test", "-e", "/nix/var/nix/profiles/system"]).code).toBe(1);
    }
  });

  test("are installed by one command, and become a cluster", { timeout: 600_000 }, async () => {
    const { code, out, err } = workspace.deploy("--all", "--yes");
    expect({ code, out }, err).toEqual({ code: 0, out: nodes.map((node) => `${node}: deployed\n`).join("") });
    await eventually("three healthy members of etcd", 120, () => healthyMembers().length === 3);
    await eventually("three ready apiservers", 180, () => [1, 2, 3].every(ready));
    // Some had to try again until others were there.
    const active = (host: string) => workspace.onHost(host, ["systemctl", "is-active", ...units]).code === 0;
    await eventually("every service is active", 120, () => nodes.every(active));
    for (const host of nodes) {
      expect(workspace.mustOnHost(host, ["systemctl", "--failed", "--no-legend", "--plain"])).toBe("");
    }
  });

  test("run their profile's system, with the fingerprint of what was generated", () => {
    for (const host of nodes) {
      const [current, profile] = workspace
        .mustOnHost(host, ["readlink", "-f", "/run/current-system", "/nix/var/nix/profiles/system"])
        .split("\n");
      expect(current).toMatch(new RegExp(`^/nix/store/.*-nixos-system-${host}-lab$`));
      expect(profile).toBe(current);
      expect(workspace.mustOnHost(host, ["cat", "/etc/quorate/fingerprint"])).toBe(
        JSON.parse(workspace.read("nix/generated/fingerprints.json"))[host],
      );
    }
  });

  test("keep their secrets from others", () => {
    for (const host of nodes) {
      const listed = workspace.mustOnHost(host, [
        "find",
        SECRETS,
        ...["-name", "*.key", "-printf", "%f %m %u\\n"],
      ]);
      const files = listed.split("\n");
      expect(files.filter((line) => line.split(" ")[1] !== "600")).toEqual([]);
      expect(files).toEqual(
        expect.arrayContaining([
          "etcd-peer.key 600 etcd",
          "apiserver.key 600 kubernetes",
          "kube-vip.key 600 root",
        ]),
      );
    }
  });
});

describe.skipIf(leftOut)("a second deployment", () => {
  test("has nothing to do, and does nothing", () => {
    const before = allInvocations();
    const { code, out, err } = workspace.deploy("--all");
    expect({ code, out }, err).toEqual({
      code: 0,
      out: nodes.map((node) => `No action needed on ${node}\n`).join(""),
    });
    expect(allInvocations()).toEqual(before);
  });

  test("of one option that changed on one node restarts one service there", {
    timeout: 300_000,
  }, async () => {
    workspace.write(
      "machines.ts",
      machines.replace(
        'ip: "10.0.0.12" }',
        'ip: "10.0.0.12", nixos: { services: { kubernetes: { kubelet: { extraConfig: { maxPods: 99 } } } } } }',
      ),
    );
    workspace.generate();
    const before = allInvocations();
    const { code, out, err } = workspace.deploy("--all");
    expect({ code, out }, err).toEqual({
      code: 0,
      out: "No action needed on node1\nNo action needed on node3\nnode2: deployed\n",
    });
    expect(err).toContain("stopping the following units: kubelet.service");
    const after = allInvocations();
    for (const host of nodes) {
      expect({ host, restarted: restarted(before[host] ?? {}, after[host] ?? {}) }).toEqual({
        host,
        restarted: host === "node2" ? ["kubelet.service"] : [],
      });
    }
    const generations = workspace.mustOnHost("node2", [
      "sh",
      "-c",
      "ls -d /nix/var/nix/profiles/system-*-link",
    ]);
    expect(generations.split("\n")).toHaveLength(2);
  });
});

describe.skipIf(leftOut)("a host that is rebooted", () => {
  test("comes back by itself in its profile's system, and the others wait for it", {
    timeout: 300_000,
  }, async () => {
    const profile = workspace.mustOnHost("node2", ["readlink", "-f", "/nix/var/nix/profiles/system"]);
    const boot = workspace.mustOnHost("node2", ["stat", "--format=%Y", "/run"]);
    workspace.quorate("lab", "fault", "node2", "reboot");
    await eventually("node2 is up again", 90, () => {
      const { code, out } = workspace.onHost("node2", ["stat", "--format=%Y", "/run"]);
      return code === 0 && out.trim() !== boot;
    });
    await eventually("etcd is whole again", 120, () => healthyMembers().length === 3);
    await eventually("its apiserver is ready", 120, () => ready(2));
    expect(workspace.mustOnHost("node2", ["readlink", "-f", "/run/current-system"])).toBe(profile);
    expect(workspace.deploy("node2")).toMatchObject({ code: 0, out: "No action needed on node2\n" });
  });
});

describe.skipIf(leftOut)("a certificate of another cluster", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "quorate-foreign-"));
    workspace.mustQuorate("genCerts", folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const foreign = (name: string) => [
    "--cert",
    join(folder, `operator/${name}.crt`),
    "--key",
    join(folder, `operator/${name}.key`),
  ];
  const own = (name: string) => [
    "--cert",
    join(workspace.folder, `certs/operator/${name}.crt`),
    "--key",
    join(workspace.folder, `certs/operator/${name}.key`),
  ];
  const namespaces = "https://10.0.0.11:6443/api/v1/namespaces";
  const trusting = (authority: string) => ["--cacert", join(workspace.folder, "certs/operator", authority)];

  test("is not let in by an apiserver, as ours is", () => {
    const status = ["--output", "/dev/null", "--write-out", "%{http_code}"];
    expect(curl(...trusting("kubernetes-ca.crt"), ...status, ...own("admin"), namespaces).out).toBe("200");
    expect(curl(...trusting("kubernetes-ca.crt"), ...status, ...foreign("admin"), namespaces).out).toBe(
      "401",
    );
    // Nobody in particular: 1.20 can't be told to refuse that, and RBAC allows nothing.
    expect(curl(...trusting("kubernetes-ca.crt"), ...status, namespaces).out).toBe("403");
  });

  test("is refused by etcd, as ours is not", () => {
    const health = "https://10.0.0.11:2379/health";
    expect(curl(...trusting("etcd-ca.crt"), ...own("etcd-healthcheck-client"), health).out).toContain("true");
    for (const credentials of [foreign("etcd-healthcheck-client"), []]) {
      const refused = curl(...trusting("etcd-ca.crt"), ...credentials, health);
      expect(refused.out).toBe("");
      expect(refused.code).not.toBe(0);
    }
    // The server hangs up; why, it says at home.
    const said = workspace.mustOnHost("node1", [
      "journalctl",
      "--unit=etcd",
      "--since=-2min",
      "--output=cat",
    ]);
    expect(said).toMatch(/rejected connection .*tls: failed to verify client(?:'s)? certificate/);
    expect(said).toMatch(/rejected connection .*tls: client didn't provide a certificate/);
  });

  test("makes a host a stranger to which nothing is sent", () => {
    const said = workspace.deploy("node1", "--certs", folder);
    expect(said.code).toBe(2);
    expect(said.err).toContain("install-needs-yes");
  });
});

describe.skipIf(leftOut)("private keys", () => {
  const keysOf = (folder: string) =>
    readdirSync(join(workspace.folder, folder))
      .filter((name) => /(\.key|_key|id_ed25519)$/.test(name))
      .map((name) => tracesOf(workspace.read(`${folder}/${name}`)));
  /** The files below `places` that hold a trace of one of the keys. */
  const search = (
    run: (argv: readonly string[], input: string) => Said,
    traces: readonly KeyTraces[],
    places: readonly string[],
  ): readonly string[] => {
    const argv = ["env", "LC_ALL=C", "grep", "-rlaP", "--file=-", "--", ...places];
    const { code, out, err } = run(argv, `${patternOf(traces)}\n`);
    // 1: nothing found.
    if (code !== 0 && code !== 1) throw new Error(err);
    return out.split("\n").filter((line) => line !== "");
  };

  test("are in no host's store; the search finds those that are planted", { timeout: 300_000 }, () => {
    for (const host of nodes) {
      const traces = keysOf(`certs/hosts/${host}`);
      expect(traces.length).toBeGreaterThan(8);
      const there = () =>
        search((argv, input) => workspace.onHost(host, argv, input), traces, ["/nix/store"]);
      expect(there()).toEqual([]);

      const [first] = traces;
      if (first === undefined) throw new Error("there is a key");
      const plant = (name: string, content: string | Buffer) => {
        const write = `cat >/tmp/${name} && nix-store --add /tmp/${name} && rm /tmp/${name}`;
        return workspace.mustOnHost(host, ["sh", "-c", write], content);
      };
      const planted = [
        plant("a-line", `before\n${first.lines.at(-1)}\nafter`),
        plant("the-bytes", Buffer.concat([Buffer.from([0, 255]), first.secret, Buffer.from("rest")])),
      ];
      expect([...there()].sort()).toEqual([...planted].sort());
      workspace.mustOnHost(host, ["nix-store", "--delete", ...planted]);
      expect(there()).toEqual([]);
    }
  });

  test("are not in the store that everything was built in", { timeout: 300_000 }, () => {
    const folders = ["certs/authorities", "certs/operator", ...nodes.map((host) => `certs/hosts/${host}`)];
    const traces = folders.flatMap(keysOf);
    expect(traces.length).toBeGreaterThan(30);
    const [program, ...further] = ["nice", "-n", "19"] as const;
    const here = () => {
      // The keys are younger than this test: so is whatever holds one. Other tests' paths come and go meanwhile.
      const places = readdirSync("/nix/store")
        .map((name) => join("/nix/store", name))
        .filter((path) => (lstatSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0) >= began)
        .filter((path) => !basename(path).includes("quorate-deploy"));
      return places.length === 0
        ? []
        : search((argv, input) => workspace.run(program, [...further, ...argv], input), traces, places);
    };
    expect(here()).toEqual([]);

    workspace.write("planted-by-a-test", `${traces[0]?.lines.at(-1)}\n`);
    const planted = workspace.must("nix-store", ["--add", "planted-by-a-test"]).trim();
    expect(here()).toEqual([planted]);
    workspace.must("nix-store", ["--delete", planted]);
  });
});
