import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import { CONFIRMED_FILE } from "../../packages/rollout/src/on-host.ts";
import type { Scene } from "../deploy/scene.ts";

/** What it runs, and is to run. */
const SYSTEM = `/nix/store/${"0".repeat(32)}-nixos-system`;

/** Starts a host on which nothing is to be done. */
export async function startAsDeployed(scene: Scene, name: string): Promise<void> {
  const node = scene.node(name);
  const host = node.roles.etcd ? await scene.startMember(name) : await scene.start(name);
  const write = (path: string, content: string, mode = 0o644): void => {
    mkdirSync(dirname(host.at(path)), { recursive: true });
    writeFileSync(host.at(path), content, { mode });
  };
  for (const { file, mode } of secretFilesOfNode(scene.cluster, node)) {
    write(join(SECRETS_DIRECTORY, file), scene.secret(name, file), Number.parseInt(mode, 8));
  }
  const fingerprint = scene.fingerprint(name);
  const members = scene.cluster.etcd.members.map((member, index) => ({
    ID: String(index + 1),
    name: member.name,
    peerURLs: [member.peerUrl],
    clientURLs: [member.clientUrl],
  }));
  write("run/ill/list", JSON.stringify({ header: { cluster_id: "1" }, members }));
  write("etc/NIXOS", "");
  write("etc/quorate/fingerprint", `${fingerprint}\n`);
  write(CONFIRMED_FILE, `closure=${SYSTEM}\nfingerprint=${fingerprint}\nboot_id=1\n`);
  mkdirSync(host.at(SYSTEM), { recursive: true });
  symlinkSync(SYSTEM, host.at("run/current-system"));
  symlinkSync(SYSTEM, host.at("nix/var/nix/profiles/system"));
}
