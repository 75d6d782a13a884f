import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Cluster, type IpAddress, type Node, PORTS } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { createSystemRunner, type Runner } from "@quorate/command";
import { thisProcess } from "@quorate/files";
import { genCerts, inspectCertificates } from "@quorate/pki";
import type { DeploySettings } from "@quorate/rollout";
import { openJournal } from "@quorate/workbench";
import { deployCluster } from "../../apps/deploy/deploy.ts";
import type { DeployOptions } from "../../apps/deploy/options.ts";
import { isDead, journalFile } from "../../apps/deploy/real-world.ts";
import type { DeployWorld } from "../../apps/deploy/world.ts";
import { replaceNode } from "../../apps/replace/replace.ts";
import { type RollbackOptions, rollbackNodes } from "../../apps/rollback/rollback.ts";
import type { AppContext } from "../../apps/terminal/context.ts";
import { deployOptions } from "../../apps/testing/deploy-options.ts";
import example from "../../examples/three-masters-bgp.ts";
import { freePort } from "../support/free-port.ts";
import { ownNet } from "../support/own-net.ts";
import { flakeOf } from "./flake.ts";
import { layData, SHIMS, TestHost } from "./host.ts";

const NIX_CONFIG = [
  "experimental-features = nix-command flakes",
  "build-users-group =",
  "sandbox = false",
  "substituters =",
  "flake-registry =",
  "warn-dirty = false",
].join("\n");

/** What a run of deploy said and how it ended. */
export interface DeployRun {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** What another process needs to know of a scene. */
export interface ScenePlace {
  readonly folder: string;
  /** What its flake makes: see {@link Scene.writeFlake}. */
  readonly what: string;
  readonly cluster: Cluster;
}

/** What a deployer that is a process of its own is told. */
export interface DeployerOrder {
  readonly scene: ScenePlace;
  readonly options: Partial<DeployOptions>;
  /** The folder that it remembers in, below the scene's: as on a machine of its own. */
  readonly state: string;
  /** Where that is what it does, in the place of a deployment. */
  readonly rollback?: Partial<RollbackOptions>;
  /** The command at which it gets a signal. */
  readonly endAt?: {
    readonly description: string;
    readonly when: "before" | "during" | "after";
    readonly signal: "SIGKILL" | "SIGINT";
  };
}

/**
 * The three-master example with its nodes on loopback addresses, real certificates, a flake whose systems
 * are small scripts, and folders for the hosts. Needs root, OpenSSH's server, Nix and git.
 */
export class Scene {
  readonly folder: string;
  readonly certificates: string;
  readonly flake: string;
  readonly cluster: Cluster;
  readonly now: Date = new Date();
  readonly #hosts = new Map<string, TestHost>();
  #what = "";

  private constructor({ folder, cluster, what }: ScenePlace) {
    this.#what = what;
    this.folder = folder;
    this.certificates = join(folder, "certs");
    this.flake = join(folder, "flake");
    this.cluster = cluster;
  }

  /** A scene that another process has made. */
  static at(place: ScenePlace): Scene {
    return new Scene(place);
  }

  /** What a deployment of it is told of places. */
  get settings(): DeploySettings {
    return { certificates: this.certificates, flake: this.flake, flakeArguments: [], nixArguments: [] };
  }

  /** Where it is, for another process. */
  get place(): ScenePlace {
    return { folder: this.folder, cluster: this.cluster, what: this.#what };
  }

  /** A scene of a cluster, at addresses of this process; of the three-master example unless another is given. */
  static async make(cluster: Cluster = resolvedCluster(example)): Promise<Scene> {
    const port = await freePort();
    const nodes = cluster.nodes.map((node, index) => onLoopback(node, `${ownNet()}.${index + 11}`));
    const scene = new Scene({
      folder: mkdtempSync(join(tmpdir(), "quorate-deploy-")),
      what: "first",
      cluster: {
        ...cluster,
        ssh: { ...cluster.ssh, port },
        nodes,
        etcd: {
          ...cluster.etcd,
          members: cluster.etcd.members.map((member) => {
            const address = nodes.find(({ name }) => name === member.name)?.address ?? member.address;
            const peerUrl = `https://${address}:${PORTS.etcdPeer.port}`;
            return { ...member, address, peerUrl, clientUrl: `https://${address}:${PORTS.etcdClient.port}` };
          }),
        },
      },
    });
    const made = await genCerts({ cluster: scene.cluster, certificates: scene.certificates, now: scene.now });
    if (!made.ok) throw new Error(`genCerts: ${JSON.stringify(made.problems)}`);
    scene.writeFlake("first");
    return scene;
  }

  /** Writes the flake: a system notes that it was activated, `what` tells one from another, `build` adds to it. */
  writeFlake(what: string, activation = "", build = ""): void {
    this.#what = what;
    mkdirSync(this.flake, { recursive: true });
    const names = this.cluster.nodes.map(({ name }) => name);
    const text = flakeOf(names, { what, scene: basename(this.folder), activation, build });
    writeFileSync(join(this.flake, "flake.nix"), text);
    const git = (...argv: string[]) => execFileSync("git", ["-C", this.flake, ...argv]);
    git("init", "--quiet");
    git("add", "flake.nix");
  }

  /** Starts a node's host; with its own host key unless another is given. */
  async start(name: string, hostKey?: string): Promise<TestHost> {
    const node = this.node(name);
    const host = await TestHost.start({
      folder: join(this.folder, "hosts", name),
      address: node.address,
      port: this.cluster.ssh.port,
      hostKey: hostKey ?? this.secret(name, "ssh_host_ed25519_key"),
      authorizedKeys: readFileSync(join(this.certificates, "operator/id_ed25519.pub"), "utf8"),
    });
    this.#hosts.set(name, host);
    return host;
  }

  /** The same for one that runs what it was once given, among it a member of etcd that was started before. */
  async startMember(name: string): Promise<TestHost> {
    const host = await this.start(name);
    writeFileSync(host.at("etc/NIXOS"), "");
    mkdirSync(host.at("run/units"));
    writeFileSync(host.at("run/units/etcd.service"), "active\n");
    layData(host);
    return host;
  }

  node(name: string): Node {
    const node = this.cluster.nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(`the example has no ${name}`);
    return node;
  }

  /** What a node was, or will be, built from. */
  fingerprint(name: string): string {
    return `fingerprint-of-${name}-${this.#what}`;
  }

  /** Content of a file that a node gets. */
  secret(name: string, file: string): string {
    return readFileSync(join(this.certificates, "hosts", name, file), "utf8");
  }

  /** Runs deploy in this process, with real commands; `observe` may watch or replace the runner. */
  async deploy(
    options: Partial<DeployOptions>,
    observe: (run: Runner) => Runner = (run) => run,
    env: NodeJS.ProcessEnv = {},
    caller: Partial<AppContext> = {},
  ): Promise<DeployRun> {
    return await this.call(
      (file, context, world) => deployCluster(this.cluster, file, deployOptions(options), context, world),
      observe,
      env,
      caller,
    );
  }

  /** The same for replace. */
  async replace(node: string, erase: readonly string[]): Promise<DeployRun> {
    return await this.call(
      (file, context, world) =>
        replaceNode(this.cluster, file, { ...deployOptions({ erase }), node }, context, world),
      (run) => run,
      {},
      {},
    );
  }

  /** The same for rollback. */
  async rollback(
    options: Partial<RollbackOptions>,
    observe: (run: Runner) => Runner = (run) => run,
    caller: Partial<AppContext> = {},
  ): Promise<DeployRun> {
    return await this.call(
      (file, context, world) => rollbackNodes(this.cluster, file, deployOptions(options), context, world),
      observe,
      {},
      caller,
    );
  }

  /** Where it is, as a command is told. */
  get options(): { readonly machines: string; readonly certificates: string } {
    return { machines: "machines.ts", certificates: "certs" };
  }

  /** Runs any command of Quorate in this process, in the same world. */
  async call(
    work: (machinesFile: string, context: AppContext, world: DeployWorld) => Promise<number>,
    observe: (run: Runner) => Runner = (run) => run,
    env: NodeJS.ProcessEnv = {},
    caller: Partial<AppContext> = {},
  ): Promise<DeployRun> {
    const out: string[] = [];
    const err: string[] = [];
    const context: AppContext = {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      color: false,
      verbose: true,
      json: false,
      warnings: [],
      isRead: () => true,
      ask: async () => undefined,
      onInterruption: () => {},
      inventory: undefined,
      invocation: { kind: "program", machines: undefined },
      cwd: this.folder,
      stateFolder: join(this.folder, "state"),
      caller: "me@here",
      now: () => this.now,
      ...caller,
    };
    const world = this.world(context, observe, env);
    const code = await work(join(this.flake, "machines.ts"), context, world);
    return { code, out, err };
  }

  /** The world that its deployer acts in: real commands, generated files that are always those of the flake. */
  world(
    context: AppContext,
    observe: (run: Runner) => Runner = (run) => run,
    env: NodeJS.ProcessEnv = {},
  ): DeployWorld {
    return {
      inspectCertificates: (cluster, certificates, now) =>
        inspectCertificates({ cluster, certificates, now }),
      inspectGenerated: async (cluster) => ({
        problems: [],
        fingerprints: new Map(cluster.nodes.map(({ name }) => [name, this.fingerprint(name)])),
      }),
      run: observe(
        createSystemRunner({
          onLine: ({ node }, line) => context.err(`${node ?? "here"}: ${line}`),
          verbose: true,
          shielded: true,
          env: { ...process.env, NIX_CONFIG, PATH: `${process.env["PATH"]}:${SHIMS}`, ...env },
        }),
      ),
      identity: JSON.stringify(thisProcess()),
      isDead,
      pauses: { shortest: 50, longest: 200 },
      openJournal: (cluster) => openJournal(journalFile(context.stateFolder, cluster)),
    };
  }

  async dispose(): Promise<void> {
    for (const host of this.#hosts.values()) await host.stop();
    // What was built here: named after this scene, so that no other run's is taken away.
    const built = readdirSync("/nix/store").filter((name) => name.includes(basename(this.folder)));
    execFileSync("nix-store", ["--delete", ...built.map((name) => `/nix/store/${name}`)], {
      env: { ...process.env, NIX_CONFIG },
      stdio: "ignore",
    });
    // The hosts' stores are read-only.
    execFileSync("chmod", ["-R", "u+w", this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function onLoopback(node: Node, address: string): Node {
  const [first, ...others] = node.addresses;
  if (first === undefined) throw new Error(`${node.name} has no address`);
  // A loopback address is not one that machines.ts may give to a node; for ssh it is as good as any.
  const loopback = address as IpAddress;
  return { ...node, address: loopback, addresses: [{ ...first, address: loopback }, ...others] };
}
