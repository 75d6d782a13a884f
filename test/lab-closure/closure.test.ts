import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineCluster } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { type EtcdOptions, etcdEnvironment } from "@quorate/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import dualStack from "../../examples/dual-stack.ts";
import externalEtcd from "../../examples/external-etcd.ts";
import fiveMasters from "../../examples/five-masters.ts";
import ipv6Only from "../../examples/ipv6-only.ts";
import k3s from "../../examples/k3s.ts";
import mixedWorkers from "../../examples/mixed-workers.ts";
import singleMaster from "../../examples/single-master.ts";
import threeMastersArp from "../../examples/three-masters-arp.ts";
import threeMastersBgp from "../../examples/three-masters-bgp.ts";
import programs from "../../packages/lab/nixpkgs/nixos/programs.json" with { type: "json" };
import { NixWorld } from "../flake/nix.ts";
import { buildClosures, instantiate, writeGenerated } from "./closures.ts";
import known from "./kubernetes-1.36.json" with { type: "json" };
import { environmentOf, flagsOf, parseUnit, type UnitFile } from "./unit-file.ts";

// Real Nix, with a store of its own: what a host of the lab is given.

const examples = {
  dualStack,
  externalEtcd,
  fiveMasters,
  ipv6Only,
  k3s,
  mixedWorkers,
  singleMaster,
  threeMastersArp,
  threeMastersBgp,
};

let world: NixWorld;
/** Those that are built; the others are only evaluated. */
let mixed: Readonly<Record<string, string>>;
let apart: Readonly<Record<string, string>>;
let dual: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = new NixWorld();
  mixed = await buildClosures(world, "mixed", resolvedCluster(mixedWorkers));
  apart = await buildClosures(world, "apart", resolvedCluster(externalEtcd));
  dual = await buildClosures(world, "dual", resolvedCluster(dualStack));
});
afterAll(() => world?.dispose());

describe("every example", () => {
  test.each(Object.entries(examples))(
    "%s can be evaluated, each node a system of its own",
    (name, example) => {
      const cluster = resolvedCluster(example);
      const generated = writeGenerated(world, `example-${name}`, cluster);
      const derivations = instantiate(world, "closures.nix", [`generated = ${generated};`]);
      expect(Object.keys(derivations)).toEqual(cluster.nodes.map((node) => node.name));
      expect(new Set(Object.values(derivations)).size).toBe(cluster.nodes.length);
    },
  );
});

describe("a node's services", () => {
  const everywhere = ["sshd"];
  const worker = ["containerd", "flannel", "kube-proxy", "kubelet"];
  const master = [
    ...["kube-apiserver", "kube-controller-manager", "kube-scheduler"],
    ...["quorate-bootstrap", "quorate-static-pods"],
  ];
  test.each([
    ["an etcd member alone", () => apart["etcd1"], [...everywhere, "etcd"]],
    ["a control plane node without etcd", () => apart["master1"], [...everywhere, ...worker, ...master]],
    ["a worker", () => apart["worker1"], [...everywhere, ...worker]],
    ["a stacked master", () => mixed["master1"], [...everywhere, ...worker, ...master, "etcd"]],
    ["a worker of the other platform", () => mixed["arm1"], [...everywhere, ...worker]],
  ])("%s has what its roles need", (_, closure, services) => {
    const units = readdirSync(join(closure() ?? "", "etc/systemd/system"));
    expect(units.filter((unit) => unit.endsWith(".service")).sort()).toEqual(
      services.map((service) => `${service}.service`).sort(),
    );
  });

  // CI has it, by scripts/setup; elsewhere it may be missing.
  const unverifiable =
    process.env["CI"] === undefined && spawnSync("systemd-analyze", ["--version"]).error !== undefined;
  test.skipIf(unverifiable)(
    "are units that systemd accepts, but for programs that only a host of the lab has",
    () => {
      for (const closure of [mixed["master1"], mixed["gpu1"], apart["etcd1"], dual["node1"]]) {
        const folder = join(closure ?? "", "etc/systemd/system");
        const units = readdirSync(folder).filter((unit) => /\.(service|target)$/.test(unit));
        expect(units).not.toEqual([]);
        expect(complaints(folder, units)).toEqual([]);
      }
    },
  );

  test.skipIf(unverifiable)("are checked by something that complains", () => {
    const folder = join(mixed["master1"] ?? "", "etc/systemd/system");
    const text = readFileSync(join(folder, "etcd.service"), "utf8").replace("Type=exec", "Type=sometimes");
    const broken = world.must(world.folder, "mktemp", "-d", "broken-XXXX").trim();
    world.must(world.folder, "sh", "-c", `printf '%s' "$1" >"$2/etcd.service"`, "sh", text, broken);
    expect(complaints(join(world.folder, broken), ["etcd.service"]).join()).toContain("sometimes");
  });
});

describe("etcd", () => {
  test("has the environment that NixOS makes of the options", () => {
    const options = optionsOf("mixed", "master1");
    const { PATH, ...environment } = environmentOf(unitOf(mixed["master1"], "etcd"));
    expect(PATH).toContain("/usr/bin");
    const expected = etcdEnvironment((options["services"] as { etcd: EtcdOptions }).etcd, "master1");
    expect(expected["ETCD_FEATURE_GATES"]).toBe("InitialCorruptCheck=true");
    expect(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""))).toEqual(
      expected,
    );
  });

  test("is started without waiting for its peers, as nix/modules says", () => {
    const unit = unitOf(mixed["master1"], "etcd");
    expect(unit.get("Service.Type")).toEqual(["exec"]);
    expect(unit.get("Service.ExecStartPre")?.[0]).toContain("check-secrets-of-etcd");
  });
});

describe("Kubernetes as the lab builds it", () => {
  test("is what is known of it", () => {
    expect(known.version).toBe(programs.kubernetes);
  });

  // What its programs say of themselves by --help, and the fields of v1beta1 of its kubelet's configuration.
  test.each(Object.entries(known.flags))(
    "has a %s that knows every flag that it is given",
    (service, flags) => {
      for (const closure of [mixed["master1"], dual["node1"]]) {
        const given = Object.keys(flagsOf(unitOf(closure, service))).map((flag) => flag.slice(2));
        expect(given.length).toBeGreaterThan(3);
        expect(given.filter((flag) => !flags.includes(flag))).toEqual([]);
      }
    },
  );

  test("has a kubelet whose configuration file it understands", () => {
    const file = flagsOf(unitOf(mixed["gpu1"], "kubelet"))["--config"];
    const configuration = JSON.parse(readFileSync(String(file), "utf8")) as Record<string, unknown>;
    expect(configuration).toMatchObject({
      cgroupDriver: "cgroupfs",
      clusterDomain: "cluster.local",
      authentication: { webhook: { enabled: true } },
    });
    const header = ["apiVersion", "kind"];
    const fields = [...header, ...known.kubeletConfiguration];
    expect(Object.keys(configuration).filter((field) => !fields.includes(field))).toEqual([]);
  });
});

describe("a closure", () => {
  test("holds the static pod as it was generated", () => {
    const script = unitOf(mixed["master1"], "quorate-static-pods").get("Service.ExecStart")?.[0] ?? "";
    const file = /^place 'kube-vip\.json' (\S+)$/m.exec(readFileSync(script, "utf8"))?.[1] ?? "";
    const generated = join(world.folder, "mixed/kube-vip/master1.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(readFileSync(generated, "utf8")));
    const unit = "etc/systemd/system/quorate-static-pods.service";
    expect(existsSync(join(mixed["gpu1"] ?? "", unit))).toBe(false);
  });

  test("says whom it is for", () => {
    expect(readFileSync(join(mixed["arm1"] ?? "", "system"), "utf8")).toBe("aarch64-linux");
    expect(readFileSync(join(mixed["arm1"] ?? "", "etc/hostname"), "utf8")).toBe("arm1\n");
    expect(readFileSync(join(mixed["arm1"] ?? "", "etc/quorate/node"), "utf8")).toBe("mixed/arm1\n");
  });

  test("gives each secret its owner, and holds none", () => {
    const rules = readFileSync(
      join(mixed["master1"] ?? "", "etc/tmpfiles.d/10-quorate-secrets.conf"),
      "utf8",
    );
    expect(rules).toContain("d '/var/lib/quorate/secrets' 0711 root root");
    expect(rules).toContain("z '/var/lib/quorate/secrets/etcd-server.key' 0600 etcd etcd");
    expect(rules).toContain("z '/var/lib/quorate/secrets/apiserver.key' 0600 kubernetes kubernetes");
    const paths = world.must(world.folder, "nix-store", "--query", "--requisites", mixed["master1"] ?? "");
    expect(paths.split("\n").length).toBeGreaterThan(10);
    expect(world.run(world.folder, "grep", "-rl", "PRIVATE KEY", ...paths.trim().split("\n")).stdout).toBe(
      "",
    );
  });

  test("lets the operator in by the file among its secrets", () => {
    const config = readFileSync(join(mixed["master1"] ?? "", "etc/ssh/sshd_config"), "utf8");
    expect(config).toContain("HostKey /var/lib/quorate/secrets/ssh_host_ed25519_key\n");
    expect(config).toMatch(
      /Match User root\n\s+AuthorizedKeysFile .*\/var\/lib\/quorate\/secrets\/authorized_keys\n/,
    );
  });

  test("has its addresses set by systemd-networkd", () => {
    const file = join(dual["node2"] ?? "", "etc/systemd/network/10-uplink.network");
    const unit = parseUnit(readFileSync(file, "utf8"));
    expect(unit.get("Match.Name")).toEqual(["enp3s0f0"]);
    expect(unit.get("Network.Address")).toEqual(["10.40.0.12/24", "fd00:40::12/64"]);
    expect(unit.get("Network.Gateway")).toEqual(["10.40.0.1", "fd00:40::1"]);
  });

  test("is another only where something of it has changed", () => {
    const one = { services: ["kubernetes", "etcd"], interface: "eno1", disk: "/dev/sda" } as const;
    const cluster = (labels: Readonly<Record<string, string>>) =>
      resolvedCluster(
        defineCluster({
          name: "small",
          kubeMaster: { ip: "10.0.0.100", loadBalancer: { kind: "arp" } },
          network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
          machines: {
            a: { kind: "node", ...one, ip: "10.0.0.11", labels },
            b: { kind: "node", ...one, ip: "10.0.0.12" },
            c: { kind: "node", ...one, ip: "10.0.0.13" },
          },
        }),
      );
    const evaluate = (name: string, labels: Readonly<Record<string, string>>) =>
      instantiate(world, "closures.nix", [`generated = ${writeGenerated(world, name, cluster(labels))};`]);
    const before = evaluate("before", {});
    const after = evaluate("after", { "example.com/rack": "7" });
    expect(after["a"]).not.toBe(before["a"]);
    expect([after["b"], after["c"]]).toEqual([before["b"], before["c"]]);
  });
});

function unitOf(closure: string | undefined, service: string): UnitFile {
  return parseUnit(readFileSync(join(closure ?? "", `etc/systemd/system/${service}.service`), "utf8"));
}

function optionsOf(cluster: string, node: string): Record<string, unknown> {
  const file = join(world.folder, cluster, "nodes", `${node}.nix`);
  return JSON.parse(world.must(world.folder, "nix-instantiate", "--eval", "--strict", "--json", file));
}

/** What systemd-analyze says of units, without the programs that are missing here. */
function complaints(folder: string, units: readonly string[]): readonly string[] {
  const { stderr, error } = spawnSync(
    "systemd-analyze",
    ["verify", "--man=no", "--recursive-errors=no", ...units.map((unit) => join(folder, unit))],
    { encoding: "utf8" },
  );
  if (error !== undefined) throw error;
  return stderr
    .split("\n")
    .filter((line) => line !== "")
    .filter(
      (line) => !/: Command (\/opt\/quorate-lab|\/usr)\/\S+ is not executable: No such file/.test(line),
    );
}
