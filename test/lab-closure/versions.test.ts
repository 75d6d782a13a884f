import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import dualStack from "../../examples/dual-stack.ts";
import { NixWorld } from "../flake/nix.ts";
import { buildClosures } from "./closures.ts";
import { environmentOf, flagsOf, parseUnit } from "./unit-file.ts";

// What hosts with other programs than the lab builds are told, against what hosts with the newest are told; that
// this is what NixOS tells its nodes is what test/nixos/double.test.ts proves. Programs of these versions were
// not run: when each of them changed its mind is upstream's word.

const NEWEST = { kubernetes: "1.36.2", etcd: "3.6.12", containerd: "2.3.1", runc: "1.4.3" };

const ENDPOINT = "unix:///run/containerd/containerd.sock";
const GATE = { "--feature-gates": "IPv6DualStack=true" };

/** What a host with older programs is told beside, instead (`undefined`: it is not told at all). */
interface Difference {
  readonly kubernetes: string;
  readonly etcd: string;
  readonly flags: { readonly [service: string]: { readonly [flag: string]: string | undefined } };
  readonly kubelet: { readonly [key: string]: unknown };
  readonly environment: { readonly [name: string]: string | undefined };
  /** Of the AuthenticationConfiguration; `undefined`: there is none. */
  readonly authentication: string | undefined;
  readonly policy: string;
}

const V1 = "apiserver.config.k8s.io/v1";
const SAME = { flags: {}, kubelet: {}, environment: {}, authentication: V1, policy: "policy/v1" };
const ETCD_35 = {
  ETCD_FEATURE_GATES: undefined,
  ETCD_WATCH_PROGRESS_NOTIFY_INTERVAL: undefined,
  ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK: "true",
  ETCD_EXPERIMENTAL_WATCH_PROGRESS_NOTIFY_INTERVAL: "5s",
};
const BEFORE_1_35 = { failCgroupV1: undefined };
const BEFORE_1_32 = { "kube-apiserver": { "--authentication-config": undefined } };
const BEFORE_1_27 = { containerRuntimeEndpoint: undefined };

const DIFFERENCES: readonly Difference[] = [
  { ...SAME, kubernetes: "1.35.0", etcd: "3.6.0" },
  { ...SAME, kubernetes: "1.34.1", etcd: "3.6.4", kubelet: BEFORE_1_35 },
  {
    ...SAME,
    ...{ kubernetes: "1.33.5", etcd: "3.5.21" },
    environment: ETCD_35,
    kubelet: BEFORE_1_35,
    authentication: "apiserver.config.k8s.io/v1beta1",
  },
  {
    ...SAME,
    ...{ kubernetes: "1.28.15", etcd: "3.5.9" },
    environment: ETCD_35,
    flags: BEFORE_1_32,
    kubelet: BEFORE_1_35,
    authentication: undefined,
  },
  {
    ...SAME,
    ...{ kubernetes: "1.24.17", etcd: "3.5.3" },
    environment: ETCD_35,
    flags: { ...BEFORE_1_32, kubelet: { "--container-runtime-endpoint": ENDPOINT } },
    kubelet: { ...BEFORE_1_35, ...BEFORE_1_27 },
    authentication: undefined,
  },
  {
    ...SAME,
    ...{ kubernetes: "1.22.17", etcd: "3.5.0" },
    environment: ETCD_35,
    flags: {
      ...BEFORE_1_32,
      "kube-controller-manager": { "--port": "0" },
      "kube-scheduler": { "--port": "0" },
      kubelet: { "--container-runtime-endpoint": ENDPOINT, "--container-runtime": "remote" },
    },
    kubelet: { ...BEFORE_1_35, ...BEFORE_1_27, registerNode: undefined },
    authentication: undefined,
  },
  {
    ...{ kubernetes: "1.20.2", etcd: "3.4.23" },
    environment: { ...ETCD_35, ETCD_EXPERIMENTAL_WATCH_PROGRESS_NOTIFY_INTERVAL: undefined },
    flags: {
      "kube-apiserver": { "--authentication-config": undefined, ...GATE },
      "kube-controller-manager": { "--port": "0", ...GATE },
      "kube-scheduler": { "--port": "0" },
      "kube-proxy": GATE,
      kubelet: { "--container-runtime-endpoint": ENDPOINT, "--container-runtime": "remote", ...GATE },
    },
    kubelet: {
      ...{ ...BEFORE_1_35, ...BEFORE_1_27, registerNode: undefined },
      ...{ shutdownGracePeriod: undefined, shutdownGracePeriodCriticalPods: undefined },
    },
    authentication: undefined,
    policy: "policy/v1beta1",
  },
];

const SERVICES = ["kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler", "kubelet"];

let world: NixWorld;

/** What the first master of a cluster of two families is told. */
class Host {
  readonly #closure: string;

  private constructor(closure: string) {
    this.#closure = closure;
  }

  static async build(name: string, programs: { readonly [program: string]: string }): Promise<Host> {
    const closures = await buildClosures(world, name, resolvedCluster(dualStack), programs);
    return new Host(Object.values(closures)[0] ?? "");
  }

  #unit(service: string) {
    return parseUnit(readFileSync(join(this.#closure, `etc/systemd/system/${service}.service`), "utf8"));
  }

  program(service: string): string | undefined {
    return this.#unit(service).get("Service.ExecStart")?.[0]?.split(" ")[0];
  }

  flags(service: string): Readonly<Record<string, string | true>> {
    // Files by what is in them: their names say which version they are for.
    return Object.fromEntries(
      Object.entries(flagsOf(this.#unit(service))).map(([flag, value]) => [
        flag,
        typeof value === "string" ? value.replace(/^\/.*\/store\/[a-z0-9]{32}-/, "store:") : value,
      ]),
    );
  }

  environment(service: string): Readonly<Record<string, string>> {
    return environmentOf(this.#unit(service));
  }

  kubelet(): Readonly<Record<string, unknown>> {
    return JSON.parse(this.#fileOf("kubelet", "--config"));
  }

  authentication(): string | undefined {
    if (this.flags("kube-apiserver")["--authentication-config"] === undefined) return undefined;
    return JSON.parse(this.#fileOf("kube-apiserver", "--authentication-config")).apiVersion;
  }

  /** The API of the PodDisruptionBudget that the cluster starts with. */
  policy(): string | undefined {
    const references = world.must(world.folder, "nix-store", "--query", "--requisites", this.#closure);
    const paths = references.trim().split("\n");
    const texts = paths.filter((path) => path.includes("bootstrap")).map((path) => readText(path));
    return /policy\/v1(beta1)?\b/.exec(texts.join("\n"))?.[0];
  }

  #fileOf(service: string, flag: string): string {
    return readFileSync(String(flagsOf(this.#unit(service))[flag]), "utf8");
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A folder.
    return "";
  }
}

/** One set of values with a difference applied. */
function changed<Value>(
  values: Readonly<Record<string, Value>>,
  difference: Readonly<Record<string, Value | undefined>> = {},
): Readonly<Record<string, Value>> {
  const entries = Object.entries({ ...values, ...difference });
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

describe("hosts with programs from PATH", () => {
  let newest: Host;

  beforeAll(async () => {
    world = new NixWorld();
    newest = await Host.build("newest", NEWEST);
  });
  afterAll(() => world?.dispose());

  test("run the lab's programs, and Debian's where the lab has none", async () => {
    const programs = (host: Host) =>
      Object.fromEntries(
        ["containerd", "etcd", "kubelet"].map((service) => [service, host.program(service)]),
      );
    expect(programs(newest)).toEqual({
      containerd: "/opt/quorate-lab/bin/containerd",
      etcd: "/opt/quorate-lab/bin/etcd",
      kubelet: "/opt/quorate-lab/bin/kubelet",
    });
    expect(programs(await Host.build("kubernetes-alone", { kubernetes: "1.36.2" }))).toEqual({
      containerd: "/usr/bin/containerd",
      etcd: "/usr/bin/etcd",
      kubelet: "/opt/quorate-lab/bin/kubelet",
    });
  });

  test.each(DIFFERENCES)("of Kubernetes $kubernetes and etcd $etcd are told so", async (difference) => {
    const { kubernetes, etcd } = difference;
    const host = await Host.build(`version-${kubernetes}`, { kubernetes, etcd });
    for (const service of SERVICES) {
      expect(host.flags(service), service).toEqual(changed(newest.flags(service), difference.flags[service]));
    }
    expect(host.kubelet()).toEqual(changed(newest.kubelet(), difference.kubelet));
    expect(host.environment("etcd")).toEqual(changed(newest.environment("etcd"), difference.environment));
    expect(host.authentication()).toBe(difference.authentication);
    expect(host.policy()).toBe(difference.policy);
  });

  test("of the newest refuse no version 1 of cgroups", () => {
    expect(newest.kubelet()).toMatchObject({ failCgroupV1: false, registerNode: true });
    expect(newest.policy()).toBe("policy/v1");
    expect(newest.authentication()).toBe(V1);
  });
});
