import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHANGED, FIRST, INVENTORY, InventoryLab, NAMES, SORTED } from "./inventory-lab.ts";
import { buildingAsOperator } from "./lab-deployment.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// What nk3's users do: its README's session, `health`, and a cluster that ran before and is taken over. Ten minutes, hence
// only where it is asked for: QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

describe.skipIf(leftOut || !wanted)("a lab for whoever comes from nk3", () => {
  const lab = new InventoryLab();
  const allReady = (seconds: number) =>
    eventually("all nodes are Ready", seconds, () => `${lab.kubernetes.readyNodes()}` === `${SORTED}`);
  const boots = () =>
    NAMES.map((server) => lab.workspace.mustOnHost(server, ["cat", "/proc/sys/kernel/random/boot_id"]));
  /** deploy, as it is typed; with what hosts of a lab are built with. */
  const deployed = (...words: readonly string[]) =>
    buildingAsOperator(lab.workspace, "deploy", "--all", ...INVENTORY, ...words);
  const unchanged = SORTED.map((name) => `No action needed on ${name}`);
  const lines = (text: string) => text.trim().split("\n");
  /** What is said of machines: beside that Nix tells what it builds here. */
  const ofMachines = (text: string) => lines(text).filter((line) => !/^(building|here:) /.test(line));

  beforeAll(async () => {
    expect(refusals).toEqual([]);
    lab.start();
    const { code, err } = await deployed("--yes");
    expect(code, err).toBe(0);
  }, 1_200_000);
  afterAll(() => lab.dispose());

  test("three servers that are up to date: each is reachable, and no action is needed", {
    timeout: 300_000,
  }, async () => {
    await allReady(180);
    const { code, out, err } = await deployed();
    expect(code, err).toBe(0);
    expect(ofMachines(err).toSorted()).toEqual(SORTED.map((name) => `${name} is reachable`));
    expect(lines(out).toSorted()).toEqual(unchanged);
  });

  test("one node's initiator flipped: nothing is generated otherwise, and no action is needed, since nobody founds by a file", {
    timeout: 300_000,
  }, async () => {
    const before = boots();
    expect(lab.write({ initiator: CHANGED.address })).toMatch(/^nix\/generated is up to date/);
    const { code, out, err } = await deployed();
    expect({ code, err: ofMachines(err).toSorted(), out: lines(out).toSorted() }).toEqual({
      code: 0,
      err: SORTED.map((name) => `${name} is reachable`),
      out: unchanged,
    });
    expect(boots()).toEqual(before);
  });

  test("one node's boot_device changed: its difference, and that node alone rebuilt, drained, rebooted, awaited, uncordoned", {
    timeout: 900_000,
  }, async () => {
    const before = boots();
    const { name } = CHANGED;
    const disk = "/dev/disk/by-id/nvme-eui.0025385b71b0d3a1";
    expect(lab.write({ disk })).toMatch(/^nix\/generated: 3 changed/);
    const { code, out, err } = await deployed("--reboot", "always");
    expect(code, err).toBe(0);
    const told = lines(err);
    const difference = told.slice(told.indexOf(`${name} modified:`));
    expect(difference.slice(1, 3)).toEqual([
      `--- ${name}, as it runs`,
      `+++ nix/generated/nodes/${name}.nix`,
    ]);
    expect(difference[3]).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@/);
    const changes = difference.filter((line) => /^[-+] /.test(line));
    expect(changes.map((line) => line.replace(/^([-+]) .*"(\/dev\/.*)".*$/, "$1$2"))).toContain(`+${disk}`);
    let at = told.indexOf(`${name} modified:`);
    for (const line of [
      `Draining ${name}`,
      `Rebuilding NixOS on ${name}`,
      `Rebooting ${name}`,
      `${name} is reachable`,
      `k8s is ready on ${name}`,
    ]) {
      const next = told.indexOf(line, at);
      expect(next, `${line} in ${err}`).toBeGreaterThan(at);
      at = next;
    }
    const [first, , third] = NAMES;
    expect(
      told.filter((line) => /(modified:|^Rebuilding|^Draining|^Rebooting)/.test(line)).join("\n"),
    ).not.toMatch(new RegExp(`${first}|${third}`));
    expect(lines(out).toSorted()).toEqual(
      [`No action needed on ${first}`, `No action needed on ${third}`, `${name}: deployed`].sort(),
    );
    expect(boots().map((id, index) => id === before[index])).toEqual([true, false, true]);
    await allReady(120);
    const cordoned = ["get", "nodes", "--field-selector=spec.unschedulable=true", "--output=name"];
    expect(lab.kubernetes.must(...cordoned)).toBe("");
  });

  test("imported, it is the same cluster: no action is needed by machines.ts either", {
    timeout: 300_000,
  }, () => {
    lab.import();
    // Of two that describe a cluster one is what is generated from.
    const both = lab.workspace.quorate("generate");
    expect(both.err).toContain("[generated-foreign]");
    lab.workspace.must("mv", ["inventory.yaml", "inventory-of-before.yaml"]);
    lab.workspace.generate();
    const { code, out, err } = lab.workspace.deploy("--all");
    expect({ code, out: lines(out).toSorted() }, err).toEqual({ code: 0, out: unchanged });
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
    // What nobody has to be touched for asks nobody how the cluster is.
    const own = { [CHANGED.name]: `labels: { "example.com/rack": "2" },` };
    lab.change({ health: `health: { namespaces: ["default"], within: 5 },`, own });
    const refused = lab.workspace.deploy("--all");
    expect(refused.code, refused.err).toBe(1);
    expect(refused.err).toMatch(/nowhere/);
    expect(refused.out).not.toContain("deployed");
    lab.kubernetes.must("delete", "daemonset", "nowhere", "--wait");

    lab.change({
      health: `health: { namespaces: ["default"], within: 5, checks: [{ name: "slow", run: "sleep 60", timeout: 2, within: 3 }] },`,
      own,
    });
    const slow = lab.workspace.deploy("--all");
    expect(slow.code, slow.err).toBe(1);
    expect(slow.err).toMatch(/slow/);
    expect(boots()).toEqual(before);

    lab.change({
      health: `health: { namespaces: ["default"], within: 30, checks: [{ name: "quick", run: "kubectl get nodes", timeout: 20 }] },`,
      own,
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
    for (const server of NAMES) {
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
      own[server] = `hostKey: ${JSON.stringify(key)}, nixosUnchecked: { "disko.enableConfig": false },`;
    }
    workspace.must("mv", ["certs", "certs-of-before"]);
    workspace.must("mkdir", ["-p", "-m", "0700", "certs/imported"]);
    workspace.write("certs/imported/k3s-server-ca.crt", authority);
    workspace.write("certs/imported/k3s-token", token);
    lab.change({ authorities: "adopted", own });
    workspace.mustQuorate("genCerts", "certs");
    const operator = workspace.read("certs/operator/id_ed25519.pub");
    for (const server of NAMES) {
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
      workspace.mustOnHost(FIRST.name, ["k3s", "kubectl", ...words]);
    await eventually("all nodes are Ready", 180, () => {
      const ready = workspace.onHost(FIRST.name, ["k3s", "kubectl", "get", "nodes", "--no-headers"]).out;
      return (
        ready
          .trim()
          .split("\n")
          .filter((line) => / Ready /.test(line)).length === 3
      );
    });
    expect(kubectl("get", "configmap", "kept", "--output=jsonpath={.data.by}")).toBe("whoever-was-before");
    for (const server of NAMES) {
      expect(workspace.mustOnHost(server, ["cat", "/var/lib/rancher/k3s/server/tls/server-ca.crt"])).toBe(
        authority.trimEnd(),
      );
      const files = workspace.mustOnHost(server, ["ls", "/var/lib/quorate/secrets"]).split("\n").sort();
      expect(files).toEqual(["authorized_keys", "k3s-agent-token", "k3s-server-ca.crt", "k3s-server-token"]);
    }
    const again = workspace.deploy("--all");
    expect(again.code, again.err).toBe(0);
    expect(lines(again.out).toSorted()).toEqual(unchanged);
  });
});
