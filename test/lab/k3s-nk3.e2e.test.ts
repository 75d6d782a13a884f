import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SERVERS } from "./k3s-lab.ts";
import { StartedLab } from "./started-lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// What nk3's users do: its README's session, `health`, and a cluster that ran before and is taken over. Ten minutes, hence
// only where it is asked for: QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

/** What differs from one machines.ts to the next. */
interface Differences {
  readonly ofServer2?: string;
  readonly health?: string;
  /** Further fields of each node, by its name. */
  readonly own?: Readonly<Record<string, string>>;
  readonly authorities?: "adopted";
}

const machines = ({ ofServer2 = "", health = "", own = {}, authorities }: Differences = {}) => `
import { defineCluster, k3s, node, none } from "@quorate/cluster";

const common = { interface: "enp3s0f0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] } as const;

export default defineCluster({
  name: "k3s-nk3",
  kubeMaster: { loadBalancer: none() },
  network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["1.1.1.1"] },
  distribution: k3s({ version: "1.36"${authorities === undefined ? "" : `, authorities: "${authorities}"`}, disable: ["traefik", "local-storage", "metrics-server"] }),
  ${health}
  machines: {
    ${SERVERS.map((name, index) => `${name}: node({ ...common, ip: "10.0.0.${11 + index}"${name === "server2" ? ofServer2 : ""}${own[name] ?? ""} }),`).join("\n    ")}
  },
});
`;

class Nk3Lab extends StartedLab {
  start(): void {
    this.bringUp(machines());
  }

  change(differences: Differences): void {
    this.workspace.write("machines.ts", machines(differences));
    this.workspace.generate();
  }
}

describe.skipIf(leftOut || !wanted)("a lab for whoever comes from nk3", () => {
  const lab = new Nk3Lab();
  const allReady = (seconds: number) =>
    eventually("all nodes are Ready", seconds, () => `${lab.kubernetes.readyNodes()}` === `${SERVERS}`);
  const boots = () =>
    SERVERS.map((server) => lab.workspace.mustOnHost(server, ["cat", "/proc/sys/kernel/random/boot_id"]));

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab.start();
    const { code, err } = lab.workspace.deploy("--all", "--yes");
    expect(code, err).toBe(0);
  }, 1_200_000);
  afterAll(() => lab.dispose());

  test("three servers that are up to date: each is reachable, and no action is needed", {
    timeout: 300_000,
  }, async () => {
    await allReady(180);
    const { code, out, err } = lab.workspace.deploy("--all");
    expect(code, err).toBe(0);
    expect(err.split("\n").filter((line) => line.endsWith(" is reachable"))).toEqual(
      SERVERS.map((name) => `${name} is reachable`),
    );
    expect(out.trim().split("\n").sort()).toEqual(SERVERS.map((name) => `No action needed on ${name}`));
  });

  test("one node changed: its difference, and that node alone rebuilt, drained, rebooted, awaited", {
    timeout: 900_000,
  }, async () => {
    const before = boots();
    lab.change({ ofServer2: `, labels: { "example.com/rack": "2" }` });
    const { code, out, err } = lab.workspace.deploy("--all", "--reboot", "always");
    expect(code, err).toBe(0);
    const told = err.split("\n");
    const difference = told.slice(told.indexOf("server2 modified:"));
    expect(difference.slice(1, 3)).toEqual([
      "--- server2, as it runs",
      "+++ nix/generated/nodes/server2.nix",
    ]);
    expect(difference[3]).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@$/);
    expect(difference.filter((line) => /^[-+] /.test(line)).join("\n")).toContain("example.com/rack");
    let at = told.indexOf("server2 modified:");
    for (const line of [
      "Draining server2",
      "Rebuilding NixOS on server2",
      "Rebooting server2",
      "server2 is reachable",
      "k8s is ready on server2",
    ]) {
      const next = told.indexOf(line, at);
      expect(next, `${line} in ${err}`).toBeGreaterThan(at);
      at = next;
    }
    expect(
      told.filter((line) => /(modified:|^Rebuilding|^Draining|^Rebooting)/.test(line)).join("\n"),
    ).not.toMatch(/server[13]/);
    expect(out.trim().split("\n").sort()).toEqual([
      "No action needed on server1",
      "No action needed on server3",
      "server2: deployed",
    ]);
    const after = boots();
    expect(after.map((id, index) => id === before[index])).toEqual([true, false, true]);
    await allReady(120);
  });

  test("a DaemonSet that is not fully available stops a rollout before anything is touched, and a check that takes too long", {
    timeout: 900_000,
  }, async () => {
    const object = {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: "nowhere", namespace: "default" },
      spec: {
        selector: { matchLabels: { app: "nowhere" } },
        template: {
          metadata: { labels: { app: "nowhere" } },
          spec: { containers: [{ name: "nowhere", image: "nowhere.invalid/nothing:1" }] },
        },
      },
    };
    lab.workspace.write("daemon-set.json", JSON.stringify(object));
    lab.kubernetes.must("apply", "--filename=daemon-set.json");
    await eventually(
      "its pods are there",
      60,
      () => lab.kubernetes.pods("--selector=app=nowhere").length === 3,
    );
    const before = boots();
    lab.change({ health: `health: { namespaces: ["default"], within: 5 },` });
    const refused = lab.workspace.deploy("--all");
    expect(refused.code, refused.err).toBe(1);
    expect(refused.err).toMatch(/nowhere/);
    expect(refused.out).not.toContain("deployed");
    lab.kubernetes.must("delete", "daemonset", "nowhere", "--wait");

    lab.change({
      health: `health: { namespaces: ["default"], within: 5, checks: [{ name: "slow", run: "sleep 60", timeout: 2, within: 3 }] },`,
    });
    const slow = lab.workspace.deploy("--all");
    expect(slow.code, slow.err).toBe(1);
    expect(slow.err).toMatch(/slow/);
    expect(boots()).toEqual(before);

    lab.change({
      health: `health: { namespaces: ["default"], within: 30, checks: [{ name: "quick", run: "kubectl get nodes", timeout: 20 }] },`,
    });
    const { code, err } = lab.workspace.deploy("--all");
    expect(code, err).toBe(0);
  });

  test("a cluster that ran before is taken over: known by what it shows, planned, deployed, and nothing of it lost", {
    timeout: 1_200_000,
  }, async () => {
    const { workspace } = lab;
    lab.kubernetes.must("create", "configmap", "kept", "--from-literal=by=whoever-was-before");
    const authority = workspace.read("certs/authorities/k3s-server-ca.crt");
    const token = workspace.read("certs/authorities/k3s-server-token");
    const own: Record<string, string> = {};
    for (const server of SERVERS) {
      // What is ours of it goes: it is a machine with a system, a key in /etc/ssh and a k3s, that nobody here knows.
      const script = [
        "set -eu",
        "mkdir -p /etc/ssh /root/.ssh",
        "cp -p /var/lib/quorate/secrets/ssh_host_ed25519_key /var/lib/quorate/secrets/ssh_host_ed25519_key.pub /etc/ssh/",
        "rm -f /etc/quorate/fingerprint /etc/quorate/options.json",
        "cd /var/lib/quorate && find . -mindepth 1 -maxdepth 1 ! -name secrets -exec rm -rf {} +",
        "cat /etc/ssh/ssh_host_ed25519_key.pub",
      ].join("\n");
      const key = workspace.mustOnHost(server, ["sh", "-c", script]).trim();
      own[server] = `, hostKey: ${JSON.stringify(key)}, nixosUnchecked: { "disko.enableConfig": false }`;
    }
    workspace.must("mv", ["certs", "certs-of-before"]);
    workspace.must("mkdir", ["-p", "-m", "0700", "certs/imported"]);
    workspace.write("certs/imported/k3s-server-ca.crt", authority);
    workspace.write("certs/imported/k3s-token", token);
    lab.change({ authorities: "adopted", own });
    workspace.mustQuorate("genCerts", "certs");
    const operator = workspace.read("certs/operator/id_ed25519.pub");
    for (const server of SERVERS) {
      workspace.mustOnHost(
        server,
        [
          "sh",
          "-c",
          "chmod 0700 /root/.ssh; cat >>/root/.ssh/authorized_keys; chmod 0600 /root/.ssh/authorized_keys",
        ],
        operator,
      );
      // Nobody comes in by the folder of before any more.
      workspace.mustOnHost(server, ["rm", "-f", "/var/lib/quorate/secrets/authorized_keys"]);
    }
    const before = boots();
    const { code, err } = workspace.deploy("--all", "--reboot", "always");
    expect(code, err).toBe(0);
    expect(boots().map((id, index) => id === before[index])).toEqual([false, false, false]);
    const kubectl = (...words: readonly string[]) =>
      workspace.mustOnHost("server1", ["k3s", "kubectl", ...words]);
    await eventually("all nodes are Ready", 180, () => {
      const ready = workspace.onHost("server1", ["k3s", "kubectl", "get", "nodes", "--no-headers"]).out;
      return (
        ready
          .trim()
          .split("\n")
          .filter((line) => / Ready /.test(line)).length === 3
      );
    });
    expect(kubectl("get", "configmap", "kept", "--output=jsonpath={.data.by}")).toBe("whoever-was-before");
    for (const server of SERVERS) {
      expect(workspace.mustOnHost(server, ["cat", "/var/lib/rancher/k3s/server/tls/server-ca.crt"])).toBe(
        authority.trimEnd(),
      );
      const files = workspace.mustOnHost(server, ["ls", "/var/lib/quorate/secrets"]).split("\n").sort();
      expect(files).toEqual(["authorized_keys", "k3s-agent-token", "k3s-server-ca.crt", "k3s-server-token"]);
    }
    const again = workspace.deploy("--all");
    expect(again.code, again.err).toBe(0);
    expect(again.out.trim().split("\n").sort()).toEqual(SERVERS.map((name) => `No action needed on ${name}`));
  });
});
