import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildingAsOperator } from "./lab-deployment.ts";
import { type Nk3Cluster, Nk3Lab, type Nk3Server } from "./nk3-lab.ts";
import { leftOut, refusals } from "./where-it-runs.ts";
import { eventually } from "./workspace.ts";

// The whole way of a cluster that nk3 has set up and that is at work: imported with what its machines tell, planned,
// deployed. Its servers are installed as nk3 does it, and k3s makes their authorities. It takes a quarter of an hour,
// hence this is left out unless it is asked for: QUORATE_LAB_K3S=all.

const wanted = process.env["QUORATE_LAB_K3S"] === "all";

const TOKEN = "2f909ce8-cae1-439a-86b3-da87b7ee9f55";
const GATEWAY = "172.30.190.1";
/** Named as nk3 names them, by their addresses; the first one is the initiator. */
const SERVERS: readonly [Nk3Server, ...Nk3Server[]] = [
  { name: "d752cf78-d889-5bd9-8dd4-2bb7eeb898f4", address: "172.30.190.198", interface: "enp3s0f0" },
  { name: "538f6fb5-5666-5387-9faf-fdea7aa309f7", address: "172.30.190.137", interface: "enp3s0f0" },
  { name: "933fa9c8-51d7-5477-8163-5890a80109bd", address: "172.30.190.167", interface: "enp4s0f0" },
];
/** A cluster of its own, of one server. */
const OTHER: Nk3Server = {
  name: "d6c27852-4d1c-5830-8e94-40b76fa2b5ec",
  address: "172.30.190.3",
  interface: "enp3s0f0",
};

/** The README's inventory, of these servers. */
function inventory(servers: readonly Nk3Server[], token = TOKEN): string {
  const [first] = servers;
  return `---
cluster:
  join_address: ${first?.address}
  join_token: ${token}
  default_gateway: ${GATEWAY}
  nodes:
${servers.map(entry).join("")}`;

  function entry({ address, interface: card }: Nk3Server): string {
    return `    ${address}:\n      initiator: ${address === first?.address}\n      interface: ${card}\n      boot_device: /dev/nvme0n1\n`;
  }
}

const cluster = (servers: readonly Nk3Server[]): Nk3Cluster => ({ servers, gateway: GATEWAY, token: TOKEN });

describe.skipIf(leftOut || !wanted)("a cluster of nk3's that is at work", () => {
  const lab = new Nk3Lab();
  const [initiator] = SERVERS;
  const names = SERVERS.map(({ name }) => name);
  const sorted = names.toSorted();
  const allReady = (seconds: number) =>
    eventually("all nodes are Ready", seconds, () => `${lab.readyNodes(names[1] ?? "")}` === `${sorted}`);
  const authorityOf = (name: string) =>
    lab.workspace.mustOnHost(name, ["sha256sum", "/var/lib/rancher/k3s/server/tls/server-ca.crt"]);
  const boots = () =>
    names.map((name) => lab.workspace.mustOnHost(name, ["cat", "/proc/sys/kernel/random/boot_id"]));
  const starts = () =>
    names.map((name) =>
      lab.workspace.mustOnHost(name, ["systemctl", "show", "--property=InvocationID", "--value", "k3s"]),
    );
  const importing = (file: string) =>
    lab.withOwnSsh(
      process.execPath,
      lab.workspace.program,
      "importInventory",
      file,
      "--from-cluster",
      "--yes",
    );
  let etcd: ReturnType<Nk3Lab["etcd"]>;
  let authority: string;

  beforeAll(async () => {
    expect(refusals).toEqual([]);
    lab.startBare(inventory([...SERVERS, OTHER]));
    await lab.install(cluster(SERVERS), () =>
      eventually("the initiator serves", 300, () => lab.readyNodes(initiator.name).length === 1),
    );
    await lab.install(cluster([OTHER]), () => Promise.resolve());
    await allReady(300);
    etcd = lab.etcd(initiator.name);
    authority = authorityOf(initiator.name);
    lab.workspace.mustOnHost(initiator.name, [
      ...["k3s", "kubectl", "create", "configmap", "kept", "--from-literal=by=nk3"],
    ]);
  }, 1_500_000);
  afterAll(() => lab.dispose());

  test("is one of three servers, with authorities that k3s has made", () => {
    expect(etcd.members.map((name) => name.replace(/-[0-9a-f]{8}$/, "")).sort()).toEqual(sorted);
    for (const name of names) {
      expect(authorityOf(name)).toBe(authority);
      expect(lab.workspace.onHost(name, ["ls", "/var/lib/quorate"]).code).not.toBe(0);
    }
  });

  test("is not imported from machines that nobody knows, of two clusters, or by another token", {
    timeout: 300_000,
  }, async () => {
    const { workspace } = lab;
    const before = workspace.read("machines.ts");
    workspace.write("inventory.yaml", inventory(SERVERS));
    const unknown = importing("inventory.yaml");
    expect({ code: unknown.code, err: unknown.err }).toMatchObject({
      code: 1,
      err: expect.stringContaining("[adoption-not-asked]"),
    });
    lab.know([...SERVERS, OTHER]);
    workspace.write("mixed.yaml", inventory([...SERVERS.slice(0, 2), OTHER]));
    await eventually("the other one tells of itself", 180, () => lab.readyNodes(OTHER.name).length === 1);
    const mixed = importing("mixed.yaml");
    expect(mixed.code, mixed.err).toBe(2);
    expect(mixed.err).toContain("[adoption-two-clusters]");
    workspace.write("changed.yaml", inventory(SERVERS, "another-token"));
    workspace.must("mv", ["certs/imported", "certs-imported"]);
    const changed = importing("changed.yaml");
    workspace.must("mv", ["certs-imported", "certs/imported"]);
    expect(changed.code, changed.err).toBe(2);
    expect(changed.err).toContain("[adoption-token]");
    expect(workspace.read("machines.ts")).toBe(before);
  });

  test("is imported as it is, and its first plan erases nothing and says what changes on each node", {
    timeout: 600_000,
  }, async () => {
    const { workspace } = lab;
    const before = { boots: boots(), starts: starts() };
    const imported = importing("inventory.yaml");
    expect(imported.code, imported.err).toBe(0);
    const machines = workspace.read("machines.ts");
    expect(machines).toContain('authorities: "adopted"');
    expect(machines).toContain('stateVersion: "24.05"');
    expect(machines.match(/hostKey: "ssh-ed25519 /g)).toHaveLength(3);
    expect(machines).not.toContain(TOKEN);
    workspace.generate();
    workspace.mustQuorate("genCerts", "certs");
    for (const { address } of SERVERS) {
      const key = `${workspace.folder}/certs/operator/id_ed25519.pub`;
      const copied = lab.withOwnSsh("ssh-copy-id", "-f", "-i", key, `root@${address}`);
      expect(copied.code, copied.err).toBe(0);
    }
    const { code, out, err } = await buildingAsOperator(workspace, "plan", "--build");
    const said = `${out}${err}`;
    expect(code, said).toBe(0);
    for (const name of names) {
      expect(said).toContain(`activate ${name}`);
      expect(said).toMatch(new RegExp(`${name}[^]*first deployment`));
    }
    expect(said).toContain("k3s.service");
    expect(said).not.toMatch(/erase|install /);
    expect({ boots: boots(), starts: starts() }).toEqual(before);
  });

  test("is deployed to one server after another, with its data, its authorities and its members", {
    timeout: 1_500_000,
  }, async () => {
    const { workspace } = lab;
    const before = boots();
    const { code, out, err } = workspace.deploy("--all", "--reboot", "always");
    expect(code, err).toBe(0);
    expect(out.trim().split("\n").sort()).toEqual(sorted.map((name) => `${name}: deployed`));
    expect(boots().map((id, index) => id === before[index])).toEqual([false, false, false]);
    await allReady(240);
    expect(names.map((name) => lab.etcd(name))).toEqual(names.map(() => etcd));
    for (const name of names) expect(authorityOf(name)).toBe(authority);
    const kept = ["get", "configmap", "kept", "--output=jsonpath={.data.by}"];
    expect(lab.kubectlOn(initiator.name, ...kept).out).toBe("nk3");

    const plan = workspace.asOperator("plan");
    expect(plan.code, plan.err).toBe(0);
    for (const name of names) expect(plan.out).not.toContain(`activate ${name}`);
    const again = workspace.deploy("--all");
    expect(again.code, again.err).toBe(0);
    expect(again.out.trim().split("\n").sort()).toEqual(sorted.map((name) => `No action needed on ${name}`));
  });

  test("gets another token than the one that was in every machine's store, and takes that one no more", {
    timeout: 1_500_000,
  }, async () => {
    const { workspace } = lab;
    const before = starts();
    workspace.mustQuorate("genCerts", "certs", "--new-tokens");
    const secret = workspace.read("certs/authorities/k3s-server-token").trim().replace(/^.*:/, "");
    expect(secret).not.toBe(TOKEN);
    const { code, out, err } = workspace.deploy("--all");
    expect(code, err).toBe(0);
    expect(out.trim().split("\n").sort()).toEqual(sorted.map((name) => `${name}: deployed`));
    expect(err.match(/giving the cluster a new token/g), err).toHaveLength(1);
    await allReady(240);
    expect(starts().map((id, index) => id === before[index])).toEqual([false, false, false]);
    expect(names.map((name) => lab.etcd(name))).toEqual(names.map(() => etcd));
    const hash = authority.split(" ")[0];
    for (const { name, address } of SERVERS) {
      expect(authorityOf(name)).toBe(authority);
      const file = workspace.mustOnHost(name, ["cat", "/var/lib/rancher/k3s/server/token"]);
      expect(file).toBe(`K10${hash}::server:${secret}`);
      const asked = (word: string) =>
        workspace.quorate(
          ...[
            "lab",
            "run",
            "curl",
            "--silent",
            "--insecure",
            "--max-time",
            "20",
            "--write-out",
            " %{http_code}",
          ],
          ...["--user", `server:${word}`, `https://${address}:6443/db/info`],
        ).out;
      expect({ name, old: asked(TOKEN).slice(-3), own: asked(secret).slice(-3) }).toEqual({
        name,
        old: "401",
        own: "200",
      });
    }
    const kept = ["get", "configmap", "kept", "--output=jsonpath={.data.by}"];
    expect(lab.kubectlOn(initiator.name, ...kept).out).toBe("nk3");
    const again = workspace.deploy("--all");
    expect(again.out.trim().split("\n").sort(), again.err).toEqual(
      sorted.map((name) => `No action needed on ${name}`),
    );
  });

  test("is founded anew by no initiator that has lost its data: it waits, is refused, and joins once it is given up", {
    timeout: 900_000,
  }, async () => {
    const { workspace } = lab;
    const lost = "systemctl stop k3s; rm -rf /var/lib/rancher/k3s/server /etc/rancher; systemctl start k3s";
    workspace.mustOnHost(initiator.name, ["sh", "-c", lost]);
    expect(workspace.onHost(initiator.name, ["systemctl", "is-active", "k3s"]).out.trim()).toBe("inactive");
    const refused = workspace.deploy("--all");
    expect(refused.code, refused.err).toBe(2);
    expect(refused.err).toContain("[member-replaced]");
    const { code, err } = workspace.deploy(initiator.name, "--erase", initiator.name);
    expect(code, err).toBe(0);
    await allReady(240);
    for (const name of names) {
      expect(lab.etcd(name).cluster).toBe(etcd.cluster);
      expect(authorityOf(name)).toBe(authority);
    }
    const kept = ["get", "configmap", "kept", "--output=jsonpath={.data.by}"];
    expect(lab.kubectlOn(initiator.name, ...kept).out).toBe("nk3");
  });
});
