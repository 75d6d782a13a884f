import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import k3sExample from "../../examples/k3s.ts";
import example from "../../examples/single-master.ts";
import programs from "../../packages/lab/nixpkgs/nixos/programs.json" with { type: "json" };
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

/** What a container's kube-proxy is told beside: the kernel's limits are not its to set. */
const conntrack = {
  "--conntrack-max-per-core": "0",
  "--conntrack-min": "0",
  "--conntrack-tcp-timeout-established": "0",
  "--conntrack-tcp-timeout-close-wait": "0",
};

/** What the programs on a host are told beside what those on a node are. */
const ADDED: Readonly<Record<string, Flags>> = {
  "kube-apiserver": {},
  "kube-controller-manager": {},
  "kube-scheduler": {},
  "kube-proxy": conntrack,
  kubelet: {},
};

describe.skipIf(nixpkgs === undefined)(title, () => {
  let world: NixWorld;
  let real: EvaluatedNode;
  let closure: string;

  beforeAll(async () => {
    const cluster = resolvedCluster(example);
    const evaluated = (await evaluate(cluster)).get("only");
    if (evaluated === undefined) throw new Error("the example has no machine called only");
    real = evaluated;
    world = new NixWorld();
    closure = (await buildClosures(world, "single", cluster))["only"] ?? "";
  });
  afterAll(() => world?.dispose());

  const ofNixos = (service: string) => parseUnit(withoutStore(real.units[service] ?? ""));
  const ofDouble = (service: string) =>
    parseUnit(
      withoutStore(readFileSync(join(closure, `etc/systemd/system/${service}.service`), "utf8"), world),
    );

  test("are of the same minor version", () => {
    const text = readFileSync(join(nixpkgs ?? "", "pkgs/by-name/ku/kubernetes/package.nix"), "utf8");
    const minor = /^ +version = "(\d+\.\d+)\.\d+";$/m.exec(text)?.[1];
    expect(minor).toBeDefined();
    // What to do when they part: packages/lab/programs.
    expect(programs.kubernetes.split(".").slice(0, 2).join(".")).toBe(minor);
  });

  test.each(Object.entries(ADDED))("give %s the same flags", (service, added) => {
    const expected = { ...flagsOf(ofNixos(service)), ...added };
    expect(plain(flagsOf(ofDouble(service)))).toEqual(plain(expected));
  });

  test("give etcd the same environment", () => {
    const { PATH: _, LOCALE_ARCHIVE: __, TZDIR: ___, ...expected } = environmentOf(ofNixos("etcd"));
    const { PATH: ____, ...double } = environmentOf(ofDouble("etcd"));
    expect(double).toEqual(expected);
  });

  test("give flannel the same environment", () => {
    const { PATH: _, LOCALE_ARCHIVE: __, TZDIR: ___, ...expected } = environmentOf(ofNixos("flannel"));
    const { PATH: ____, ...double } = environmentOf(ofDouble("flannel"));
    expect(double).toEqual(expected);
  });

  const services = [...Object.keys(ADDED), "etcd", "flannel", "quorate-bootstrap"];
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

describe.skipIf(nixpkgs === undefined)(`${title}, with k3s`, () => {
  let world: NixWorld;
  let real: ReadonlyMap<string, EvaluatedNode>;
  let closures: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const cluster = resolvedCluster(k3sExample);
    real = await evaluate(cluster);
    world = new NixWorld();
    closures = await buildClosures(world, "k3s", cluster);
  });
  afterAll(() => world?.dispose());

  /** All of the unit that says what runs, and when; names of what is in a store without where it lies. */
  const told = (text: string) => {
    const unit = parseUnit(withoutStore(text, world));
    const start = (unit.get("Service.ExecStart") ?? []).join(" ").replaceAll(/\s+(\\ )?/g, " ");
    const keys = [
      ...["Unit.After", "Unit.Wants", "Unit.ConditionPathExists"],
      ...["Delegate", "EnvironmentFile", "KillMode", "LimitNOFILE", "Restart", "RestartSec"].map(inService),
      ...["RuntimeDirectory", "RuntimeDirectoryMode", "RuntimeDirectoryPreserve"].map(inService),
      ...["TasksMax", "TimeoutStartSec", "Type", "ExecStartPre"].map(inService),
    ];
    return {
      words: start.split(" ").slice(1),
      ...Object.fromEntries(keys.map((key) => [key, unit.get(key)])),
    };
  };
  const inService = (key: string) => `Service.${key}`;

  test.each(["server1", "agent1"])("run it alike, by the same words: %s", (node) => {
    const nixos = told(real.get(node)?.units["k3s"] ?? "");
    const double = told(readFileSync(join(closures[node] ?? "", "etc/systemd/system/k3s.service"), "utf8"));
    expect(double.words.length).toBeGreaterThan(5);
    expect(double).toEqual(nixos);
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
