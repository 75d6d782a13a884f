import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import example from "../../examples/single-master.ts";
import { NixWorld } from "../flake/nix.ts";
import { buildClosures } from "../lab-closure/closures.ts";
import { environmentOf, flagsOf, parseUnit, type UnitFile } from "../lab-closure/unit-file.ts";
import { type EvaluatedNode, evaluate, nixpkgs } from "./evaluation.ts";

// The double of nixpkgs beside the real NixOS: what the lab runs is what a node would run, but for what
// packages/lab/nixpkgs/nixos/adaptations say.

const title =
  nixpkgs === undefined
    ? "the double of nixpkgs (not run: set NIXPKGS to a nixpkgs tree)"
    : `the double of nixpkgs and the real NixOS in ${nixpkgs}`;

type Flags = Readonly<Record<string, string | true | undefined>>;

type Differences = Readonly<Record<string, { readonly added: Flags; readonly dropped: readonly string[] }>>;

/** What a container's kube-proxy is told beside: the kernel's limits are not its to set. */
const conntrack = {
  "--conntrack-max-per-core": "0",
  "--conntrack-min": "0",
  "--conntrack-tcp-timeout-established": "0",
  "--conntrack-tcp-timeout-close-wait": "0",
};

/** Flags that 1.20 needs, and that it does not know. */
const flagDifferences: Differences = {
  "kube-apiserver": { added: {}, dropped: ["--authentication-config"] },
  "kube-controller-manager": { added: { "--port": "0" }, dropped: [] },
  "kube-scheduler": { added: { "--port": "0" }, dropped: [] },
  "kube-proxy": { added: conntrack, dropped: [] },
  kubelet: {
    added: {
      "--container-runtime": "remote",
      "--container-runtime-endpoint": "unix:///run/containerd/containerd.sock",
    },
    dropped: [],
  },
};

/** Programs of the version that NixOS has now, as `nix develop` puts them on PATH. */
const newest = { kubernetes: "1.36.2", etcd: "3.6.12" };
const same = { added: {}, dropped: [] };
const newestDifferences: Differences = {
  "kube-apiserver": same,
  "kube-controller-manager": same,
  "kube-scheduler": same,
  "kube-proxy": { added: conntrack, dropped: [] },
  kubelet: same,
};

describe.skipIf(nixpkgs === undefined)(title, () => {
  let world: NixWorld;
  let real: EvaluatedNode;
  let closure: string;
  let newestClosure: string;

  beforeAll(async () => {
    const cluster = resolvedCluster(example);
    const evaluated = (await evaluate(cluster)).get("only");
    if (evaluated === undefined) throw new Error("the example has no machine called only");
    real = evaluated;
    world = new NixWorld();
    closure = (await buildClosures(world, "single", cluster))["only"] ?? "";
    newestClosure = (await buildClosures(world, "newest", cluster, newest))["only"] ?? "";
  }, 300_000);
  afterAll(() => world?.dispose());

  const ofNixos = (service: string) => parseUnit(withoutStore(real.units[service] ?? ""));
  const ofDouble = (service: string, system = closure) =>
    parseUnit(
      withoutStore(readFileSync(join(system, `etc/systemd/system/${service}.service`), "utf8"), world),
    );

  const cases = [
    { version: "1.20", system: () => closure, differences: flagDifferences },
    { version: "NixOS' own version", system: () => newestClosure, differences: newestDifferences },
  ];
  describe.each(cases)("of $version", ({ system, differences }) => {
    test.each(Object.entries(differences))("give %s the same flags", (service, { added, dropped }) => {
      const expected: Record<string, string | true | undefined> = { ...flagsOf(ofNixos(service)), ...added };
      for (const flag of dropped) {
        expect(expected).toHaveProperty(flag);
        delete expected[flag];
      }
      expect(plain(flagsOf(ofDouble(service, system())))).toEqual(plain(expected));
    });
  });

  test("give etcd of NixOS' own version the same environment", () => {
    const { PATH: _, LOCALE_ARCHIVE: __, TZDIR: ___, ...expected } = environmentOf(ofNixos("etcd"));
    const { PATH: ____, ...double } = environmentOf(ofDouble("etcd", newestClosure));
    expect(double).toEqual(expected);
  });

  test("give etcd the same environment, in the words of 3.4", () => {
    const { PATH: _, LOCALE_ARCHIVE: __, TZDIR: ___, ...nixos } = environmentOf(ofNixos("etcd"));
    const { ETCD_FEATURE_GATES, ETCD_WATCH_PROGRESS_NOTIFY_INTERVAL, ...expected } = nixos;
    expect([ETCD_FEATURE_GATES, ETCD_WATCH_PROGRESS_NOTIFY_INTERVAL]).not.toContain(undefined);
    const { PATH: ____, ...double } = environmentOf(ofDouble("etcd"));
    expect(double).toEqual({ ...expected, ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK: "true" });
  });

  test("give flannel the same environment", () => {
    const { PATH: _, LOCALE_ARCHIVE: __, TZDIR: ___, ...expected } = environmentOf(ofNixos("flannel"));
    const { PATH: ____, ...double } = environmentOf(ofDouble("flannel"));
    expect(double).toEqual(expected);
  });

  const services = [...Object.keys(flagDifferences), "etcd", "flannel", "quorate-bootstrap"];
  const keys = [
    "Unit.StartLimitIntervalSec",
    "Service.Type",
    "Service.User",
    "Service.Group",
    "Service.Restart",
    "Service.RestartSec",
    "Service.Slice",
    "Service.WorkingDirectory",
    "Service.KillMode",
    "Service.RuntimeDirectory",
    "Service.X-StopIfChanged",
    "Service.X-RestartIfChanged",
  ];
  test.each(services)("run %s alike", (service) => {
    const [nixos, double] = [ofNixos(service), ofDouble(service)];
    const chosen = (unit: UnitFile) => Object.fromEntries(keys.map((key) => [key, unit.get(key)]));
    expect(chosen(double)).toEqual(chosen(nixos));
    const checks = (unit: UnitFile) =>
      (unit.get("Service.ExecStartPre") ?? []).filter((program) => program.includes("check-secrets"));
    expect(checks(double)).toEqual(checks(nixos));
    expect(checks(double)).toHaveLength(1);
  });
});

/** Store paths by their names alone: two stores, and packages here that are programs of the host there. */
function withoutStore(text: string, world?: NixWorld): string {
  const stores = ["/nix/store", ...(world === undefined ? [] : [join(world.folder, "store")])];
  return stores.reduce(
    (kept, store) => kept.replaceAll(new RegExp(`${store}/[a-z0-9]{32}-`, "g"), "store:"),
    text,
  );
}

/** A flag without a value says the same as one that is true. */
function plain(flags: Flags): Flags {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [name, value === true ? "true" : value]),
  );
}
