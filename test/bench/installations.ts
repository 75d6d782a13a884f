// Part of `npm run bench -- rollout`: how long it takes to install many bare workers, beside one.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SECRETS_DIRECTORY } from "@quorate/cluster";
import { clusterOf } from "@quorate/cluster/testing";
import type { Runner } from "@quorate/command";
import type { TestHost } from "../deploy/host.ts";
import { Scene } from "../deploy/scene.ts";
import { startAsDeployed } from "./as-deployed.ts";

/** What was measured with so many bare workers; times are seconds. */
export interface Installations {
  readonly workers: number;
  readonly seconds: number;
  /** The most installers that were at work at once. */
  readonly sideBySide: number;
}

/**
 * Deploys to `workers` bare machines of a cluster with three masters. The installer stands in for the real one: that a
 * disk is written and a machine starts is a wait of `installSeconds` here, which no processor of this machine is needed
 * for; what is measured is the deployment's own part. Needs root, as the scenes of test/deploy do.
 */
export async function benchInstallations(workers: number, installSeconds: number): Promise<Installations> {
  const scene = await Scene.make(clusterOf({ stacked: 3, workers }));
  try {
    const bareKey = keyOfNobody(scene.folder);
    const machines = new Map<string, TestHost>();
    for (const node of scene.cluster.nodes) {
      if (node.roles.etcd) await startAsDeployed(scene, node.name);
      else machines.set(node.name, await scene.start(node.name, bareKey));
    }
    const installer = standInInstaller(scene, machines, installSeconds);
    const began = performance.now();
    const run = await scene.deploy({ all: true, erase: [...machines.keys()] }, installer.observe);
    const seconds = (performance.now() - began) / 1_000;
    if (run.code !== 0) throw new Error([...run.out, ...run.err].join("\n"));
    return { workers, seconds, sideBySide: installer.most() };
  } finally {
    await scene.dispose();
  }
}

/** Runs what stands in for the installer against the machine that is meant, waits, and starts that machine anew. */
function standInInstaller(scene: Scene, machines: ReadonlyMap<string, TestHost>, installSeconds: number) {
  let most = 0;
  let now = 0;
  const observe =
    (run: Runner): Runner =>
    async (command) => {
      const machine = machines.get(command.node ?? "");
      if (command.argv[0] !== "nixos-anywhere" || machine === undefined) return run(command);
      most = Math.max(most, ++now);
      const env = { NIXOS_ANYWHERE_LOG: `${machine.folder}.log`, NIXOS_ANYWHERE_DISK: machine.folder };
      const output = await run({ ...command, env: { ...command.env, ...env } });
      if (output.code === 0) {
        await new Promise((resolve) => setTimeout(resolve, installSeconds * 1_000));
        await startInstalled(scene, command.node ?? "", machine);
      }
      now--;
      return output;
    };
  return { observe, most: () => most };
}

/** The host key of an installer that nobody has seen. */
function keyOfNobody(folder: string): string {
  const file = join(folder, "bare_host_key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  return readFileSync(file, "utf8");
}

/** A machine comes up with the key and the system that it was given. */
async function startInstalled(scene: Scene, name: string, machine: TestHost): Promise<void> {
  await machine.stop();
  const system = readFileSync(machine.at("installed-system"), "utf8").trim();
  const key = readFileSync(machine.at(`${SECRETS_DIRECTORY}/ssh_host_ed25519_key`), "utf8");
  const started = await scene.start(name, key);
  mkdirSync(started.at("etc/quorate"), { recursive: true });
  writeFileSync(started.at("etc/quorate/fingerprint"), `${scene.fingerprint(name)}\n`);
  symlinkSync(system, started.at("run/current-system"));
  symlinkSync(system, started.at("nix/var/nix/profiles/system"));
  // As nixos-install does: the closure is on the disk.
  cpSync(system, started.at(system), { recursive: true });
}
