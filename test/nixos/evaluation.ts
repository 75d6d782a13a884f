import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Cluster } from "@quorate/cluster";
import { emitCluster } from "@quorate/nixos";

const EXPRESSION = fileURLToPath(new URL("./eval.nix", import.meta.url));
const run = promisify(execFile);

/** The trees to evaluate with, from the environment. Without a nixpkgs tree nothing here can be run. */
export const nixpkgs = process.env["NIXPKGS"];
export const disko = process.env["DISKO"] ?? "";

/** What eval.nix says about a node. */
export interface EvaluatedNode {
  readonly drvPath: string;
  /** The messages of the assertions that failed. */
  readonly assertions: readonly string[];
  readonly warnings: readonly string[];
  readonly hostName: string;
  readonly nameservers: readonly string[];
  readonly motd: string | null;
  /** The text of each unit by its service's name; null where there is none. */
  readonly units: Readonly<Record<string, string | null>>;
  readonly manifest: StaticPod | null;
  /** What puts static pods where the kubelet finds them; null where there are none. */
  readonly staticPods: string | null;
  /** Files of static pods in /etc. */
  readonly manifestsInEtc: readonly string[];
  readonly kubeletConfig: Readonly<Record<string, unknown>>;
  /** What containerd puts pods on the network with. */
  readonly cni: {
    /** The list's own file name; null where there is none. */
    readonly file: string | null;
    readonly configuration: unknown;
    /** Whether another list restarts containerd. */
    readonly restarts: boolean;
    /** Whether there is a containerd at all. */
    readonly containerd: boolean;
    /** The packages that its plugins are from. */
    readonly plugins: readonly string[];
    /** The packages that its plugins find programs in. */
    readonly containerdPath: readonly string[];
  };
  /** What there is of k3s beside its unit; null where it does not run. */
  readonly k3s: {
    readonly version: string;
    readonly settings: Readonly<Record<string, unknown>> | null;
    /** Where in the store the settings are. */
    readonly sameFile: string | null;
    /** The script that a server runs first; null for an agent. */
    readonly found: string | null;
    readonly images: readonly string[];
    readonly registries: string | null;
    /** What puts registries.yaml together at a start, where it logs in to some; its part from the store; what /etc leads to. */
    readonly composed: {
      readonly script: string;
      readonly rest: string;
      readonly restPath: string;
      readonly link: string;
    } | null;
    /** The files of the pods that the kubelet runs by itself. */
    readonly kubeVip: readonly string[];
    readonly inhibit: string | null;
  } | null;
  readonly cniBinaries: string | null;
  readonly tmpfiles: Readonly<Record<string, Readonly<Record<string, TmpfilesRule>>>>;
  readonly firewall: Readonly<Record<string, FirewallInterface>>;
  readonly flannel: Readonly<Record<string, unknown>>;
  readonly uplink: string;
  readonly sshd: string;
  readonly sshPorts: readonly number[];
  readonly fileSystems: readonly string[];
  readonly bootLoader: "grub" | "systemd-boot" | "none";
  readonly grubDevices: readonly string[];
  readonly system: string;
  readonly fingerprint: string | null;
  readonly authentication: unknown;
}

export interface StaticPod {
  readonly metadata: { readonly name: string; readonly namespace: string };
}

interface TmpfilesRule {
  readonly user: string;
  readonly group: string;
  readonly mode: string;
}

interface FirewallInterface {
  readonly allowedTCPPorts: readonly number[];
  readonly allowedUDPPorts: readonly number[];
}

/** Emits `cluster` into a folder and has the real NixOS evaluate every node of it. */
export async function evaluate(cluster: Cluster): Promise<ReadonlyMap<string, EvaluatedNode>> {
  const folder = await mkdtemp(join(tmpdir(), "quorate-nixos-"));
  try {
    for (const { path, text } of emitCluster(cluster, { inputsDigest: "" })) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const { stdout } = await run("nix-instantiate", evaluationArguments(folder), {
      maxBuffer: 256 * 1024 * 1024,
    });
    return new Map(Object.entries(JSON.parse(stdout) as Record<string, EvaluatedNode>));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function evaluationArguments(generated: string): string[] {
  const strings = { nixpkgs: nixpkgs ?? "", disko, generated };
  return [
    "--eval",
    "--strict",
    "--json",
    // Derivations are computed and not written: the store stays as it is.
    "--readonly-mode",
    EXPRESSION,
    ...Object.entries(strings).flatMap(([name, value]) => ["--argstr", name, value]),
  ];
}

/** The value of a flag in a unit's command line; undefined where it is not given. */
export function flag(unit: string | null | undefined, name: string): string | undefined {
  const values = [...(unit ?? "").matchAll(/--([a-z0-9-]+)=(\S*)/g)].filter(([, found]) => found === name);
  if (values.length > 1) throw new Error(`--${name} is given ${values.length} times`);
  return values[0]?.[2];
}

/** The variables of a unit's environment. */
export function environment(unit: string | null | undefined): Readonly<Record<string, string>> {
  const lines = [...(unit ?? "").matchAll(/^Environment="([^=]+)=(.*)"$/gm)];
  return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
}
