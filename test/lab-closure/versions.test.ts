import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import dualStack from "../../examples/dual-stack.ts";
import { NixWorld } from "../flake/nix.ts";
import { buildClosures } from "./closures.ts";
import { environmentOf, flagsOf, parseUnit } from "./unit-file.ts";

// What hosts with older programs than the lab builds are told, against what hosts with those of NixOS are told; that
// this is what NixOS tells its nodes is what test/nixos/double.test.ts proves. Programs of these versions were
// not run: when each of them changed its mind is upstream's word.

const NEWEST = { kubernetes: "1.36.2", etcd: "3.6.12", containerd: "2.3.1", runc: "1.4.3" };

/** What a host with older programs is told beside, or instead (`undefined`: it is not told at all). */
interface Difference {
  readonly kubernetes: string;
  readonly etcd: string;
  readonly kubelet: { readonly [key: string]: unknown };
  readonly environment: { readonly [name: string]: string | undefined };
}

const BEFORE_1_35 = { failCgroupV1: undefined };
const BEFORE_3_6 = {
  ETCD_FEATURE_GATES: undefined,
  ETCD_WATCH_PROGRESS_NOTIFY_INTERVAL: undefined,
  ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK: "true",
  ETCD_EXPERIMENTAL_WATCH_PROGRESS_NOTIFY_INTERVAL: "5s",
};

const DIFFERENCES: readonly Difference[] = [
  { kubernetes: "1.35.0", etcd: "3.6.0", kubelet: {}, environment: {} },
  { kubernetes: "1.34.1", etcd: "3.6.4", kubelet: BEFORE_1_35, environment: {} },
  { kubernetes: "1.34.4", etcd: "3.5.21", kubelet: BEFORE_1_35, environment: BEFORE_3_6 },
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
    return JSON.parse(readFileSync(this.fileOf("kubelet", "--config"), "utf8"));
  }

  authentication(): unknown {
    return JSON.parse(readFileSync(this.fileOf("kube-apiserver", "--authentication-config"), "utf8"));
  }

  /** All that is copied to a host with it. */
  requisites(): readonly string[] {
    return world.must(world.folder, "nix-store", "--query", "--requisites", this.#closure).trim().split("\n");
  }

  fileOf(service: string, flag: string): string {
    return String(flagsOf(this.#unit(service))[flag]);
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

  test("run the lab's", () => {
    for (const service of ["containerd", "etcd", "kubelet"]) {
      expect(newest.program(service)).toBe(`/opt/quorate-lab/bin/${service}`);
    }
  });

  test.each(DIFFERENCES)("of Kubernetes $kubernetes and etcd $etcd are told so", async (difference) => {
    const { kubernetes, etcd } = difference;
    const host = await Host.build(`version-${kubernetes}`, { kubernetes, etcd });
    for (const service of SERVICES) expect(host.flags(service), service).toEqual(newest.flags(service));
    expect(host.kubelet()).toEqual(changed(newest.kubelet(), difference.kubelet));
    expect(host.environment("etcd")).toEqual(changed(newest.environment("etcd"), difference.environment));
  });

  test("of the newest refuse no version 1 of cgroups", () => {
    expect(newest.kubelet()).toMatchObject({ failCgroupV1: false, registerNode: true });
  });

  test("have the file that restricts anonymous requests, which the apiserver is told of", () => {
    expect(newest.authentication()).toMatchObject({
      apiVersion: "apiserver.config.k8s.io/v1",
      anonymous: { enabled: true },
    });
    expect(newest.requisites()).toContain(newest.fileOf("kube-apiserver", "--authentication-config"));
  });
});
