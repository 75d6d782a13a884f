import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { k3sEtcd } from "./k3s-etcdctl.ts";
import { labDeploymentOf, withDeployment } from "./lab-deployment.ts";
import { StartedLab } from "./started-lab.ts";
import type { Said } from "./workspace.ts";

/** A server as nk3 sets it up. */
export interface Nk3Server {
  readonly name: string;
  readonly address: string;
  readonly interface: string;
}

/** What all of them have: nk3 writes it into each one's configuration. */
export interface Nk3Cluster {
  readonly servers: readonly Nk3Server[];
  readonly gateway: string;
  readonly token: string;
}

/** What a machine has beside its system, by path: somebody has partitioned it, and installed NixOS on it. */
const BY_HAND: Readonly<Record<string, string>> = {
  "etc/nixos/configuration.nix": '{\n  system.stateVersion = "24.05";\n}\n',
  "etc/fstab": "/dev/disk/by-uuid/1f0c5a7e-6f3f-4b1c-9a52-0c0d6a3b2e11 / ext4 defaults 0 1\n",
  "boot/grub/grub.cfg": "# GRUB's menu\n",
};

/** Machines that run k3s as nk3 has set it up, of whom Quorate knows nothing yet. */
export class Nk3Lab extends StartedLab {
  /** What the operator has outside of the cluster's folder: ssh's files, and those that machines are installed with. */
  readonly #own = mkdtempSync(join(tmpdir(), "quorate-nk3-"));

  override dispose(): void {
    super.dispose();
    rmSync(this.#own, { recursive: true, force: true });
  }

  /** Bare hosts for an inventory; whoever installs them needs no key. */
  startBare(inventory: string): void {
    const workspace = this.takeWorkspace("");
    workspace.write("lab.yaml", inventory);
    workspace.mustQuorate("importInventory", "lab.yaml", "--yes");
    workspace.mustQuorate("lab", "up");
    this.#makeKey("root_key");
    this.#writeSsh();
  }

  /** Installs servers, the first of which founds their cluster; it has to serve before the others are. */
  async install({ servers, gateway, token }: Nk3Cluster, ready: () => Promise<void>): Promise<void> {
    const { workspace } = this;
    const [first] = servers;
    const nodes = servers.map(({ name, ...node }) => [
      name,
      {
        hostName: name,
        ...node,
        gateway,
        token,
        clusterInit: name === first?.name,
        serverAddr: name === first?.name ? "" : `https://${first?.address}:6443`,
      },
    ]);
    workspace.write("test/lab/nk3/nodes.json", JSON.stringify(Object.fromEntries(nodes)));
    const deployment = await labDeploymentOf(workspace);
    const nixpkgs = deployment.words.find((word) => word.startsWith("nixpkgs=path:")) ?? "";
    for (const { name, address } of servers) {
      const flake = `path:${join(workspace.folder, "test/lab/nk3")}`;
      const wanted = `${flake}#nixosConfigurations."${name}".config.system.build.toplevel`;
      const link = join(this.#own, `system-of-${name}`);
      const build = ["nix", "build", "--out-link", link, "--no-write-lock-file"];
      const override = ["--override-input", "nixpkgs", nixpkgs.slice("nixpkgs=".length)];
      must(withDeployment(workspace, deployment, [...build, ...override, wanted]));
      const system = realpathSync(link);
      const files = this.#filesOf(name);
      must(
        withDeployment(workspace, deployment, [
          ...["nixos-anywhere", "--store-paths", system, system, "--phases", "install,reboot"],
          ...["--extra-files", files, "-i", join(this.#own, "root_key"), "--target-host", `root@${address}`],
        ]),
      );
      if (name === first?.name) await ready();
    }
  }

  /** Whoever runs nk3 has connected to each machine once. */
  know(servers: readonly Nk3Server[]): void {
    const { workspace } = this;
    const addresses = servers.map(({ address }) => address);
    const { out } = workspace.quorate("lab", "run", "--", "ssh-keyscan", "-t", "ed25519", ...addresses);
    writeFileSync(join(this.#own, "known_hosts"), out);
  }

  /** Runs a program with the operator's own ssh, on the lab's network. */
  withOwnSsh(...words: readonly string[]): Said {
    const path = `${join(this.#own, "bin")}:${process.env["PATH"]}`;
    return this.workspace.quorate("lab", "run", "--", "env", `HOME=${this.#own}`, `PATH=${path}`, ...words);
  }

  /** kubectl, on a server. */
  kubectlOn(server: string, ...words: readonly string[]): Said {
    return this.workspace.onHost(server, ["k3s", "kubectl", ...words]);
  }

  /** The nodes that a server knows to be Ready, sorted. */
  readyNodes(server: string): readonly string[] {
    const lines = this.kubectlOn(server, "get", "nodes", "--no-headers").out.trim().split("\n");
    return lines
      .filter((line) => / Ready /.test(line))
      .map((line) => line.split(" ")[0] ?? "")
      .sort();
  }

  /** The cluster's id in etcd, and what its members are called. */
  etcd(server: string): ReturnType<typeof k3sEtcd> {
    return k3sEtcd(this.workspace, server);
  }

  #filesOf(name: string): string {
    const files = join(this.#own, "files", name);
    const put = (path: string, text: string) => {
      mkdirSync(dirname(join(files, path)), { recursive: true });
      writeFileSync(join(files, path), text);
    };
    for (const [path, text] of Object.entries(BY_HAND)) put(path, text);
    put("root/.ssh/authorized_keys", readFileSync(join(this.#own, "root_key.pub"), "utf8"));
    for (const folder of ["root", "root/.ssh"]) chmodSync(join(files, folder), 0o700);
    mkdirSync(join(files, "etc/ssh"), { recursive: true });
    this.#makeKey(join("files", name, "etc/ssh/ssh_host_ed25519_key"));
    return files;
  }

  #makeKey(path: string): void {
    const words = ["-q", "-t", "ed25519", "-N", "", "-C", "root@nixos", "-f", join(this.#own, path)];
    this.workspace.must("ssh-keygen", words);
  }

  /** The operator's ssh, with a configuration of its own: this machine's is somebody else's. */
  #writeSsh(): void {
    const write = (path: string, text: string) => writeFileSync(join(this.#own, path), text);
    write("known_hosts", "");
    const settings = [
      ...["User root", `IdentityFile ${this.#own}/root_key`, "IdentitiesOnly yes"],
      ...[`UserKnownHostsFile ${this.#own}/known_hosts`, "GlobalKnownHostsFile /dev/null"],
    ];
    write("ssh_config", `Host *\n${settings.map((line) => `  ${line}\n`).join("")}`);
    for (const folder of [".ssh", "bin"]) mkdirSync(join(this.#own, folder));
    write("bin/ssh", `#!/bin/sh\nexec /usr/bin/ssh -F ${this.#own}/ssh_config "$@"\n`);
    chmodSync(join(this.#own, "bin/ssh"), 0o755);
  }
}

function must({ code, out, err }: Said): string {
  if (code !== 0) throw new Error(`${code}:\n${err}${out}`);
  return out;
}
