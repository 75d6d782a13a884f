import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QUORATE, ROOT } from "../support/quorate.ts";
import type { Said } from "./workspace.ts";

/** An address of the namespace's loopback device: etcd's peers want one that is not 127.0.0.1. */
const ADDRESS = "10.99.0.1";

/** k3s, as the lab has it, in a network and mount namespace of its own: servers without an agent, one at a time. */
export class K3sOnLoopback {
  readonly folder: string = mkdtempSync(join(tmpdir(), "quorate-k3s-"));
  readonly #program: string;
  readonly #namespace: ChildProcess;
  #server: ChildProcess | undefined;

  constructor() {
    const prepared = execFileSync(process.execPath, [QUORATE, "lab", "prepare", "--json"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    const { artefacts } = JSON.parse(prepared) as { readonly artefacts: string };
    this.#program = join(artefacts, "bin/k3s");
    const script = [
      "ip link set lo up",
      `ip address add ${ADDRESS}/24 dev lo`,
      "mkdir -p /etc/rancher",
      "mount -t tmpfs tmpfs /etc/rancher",
      "exec sleep infinity",
    ].join(" && ");
    this.#namespace = spawn("unshare", ["--net", "--mount", "sh", "-c", script], { stdio: "ignore" });
  }

  /** A command in the namespaces. */
  run(...argv: readonly string[]): Said {
    const { status, stdout, stderr } = spawnSync("nsenter", [...this.#enter(), ...argv], {
      cwd: this.folder,
      encoding: "utf8",
    });
    return { code: status, out: stdout, err: stderr };
  }

  /** k3s, until it ends by itself; what it said at its end, of its own. */
  k3s(...words: readonly string[]): Said {
    return this.run("timeout", "60", this.#program, ...words);
  }

  /** Words of a server in a folder. */
  server(data: string, ...words: readonly string[]): readonly string[] {
    const place = join(this.folder, data);
    return [
      "server",
      "--data-dir",
      place,
      "--node-ip",
      ADDRESS,
      "--node-name=one",
      "--disable-agent",
      ...words,
    ];
  }

  /** Starts a server; {@link stop} ends it. */
  start(data: string, ...words: readonly string[]): void {
    const log = openSync(join(this.folder, `${data}.log`), "a");
    const argv = [...this.#enter(), this.#program, ...this.server(data, ...words)];
    this.#server = spawn("nsenter", argv, { stdio: ["ignore", log, log] });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  }

  /** What the server answers at its port, and with which status. */
  ask(path: string, ...words: readonly string[]): string {
    const curl = ["curl", "--silent", "--insecure", "--max-time", "5", "--write-out", " %{http_code}"];
    return this.run(...curl, ...words, `https://${ADDRESS}:6443${path}`).out;
  }

  /** Words of curl with the administrator's certificate. */
  admin(data: string): readonly string[] {
    const file = join(this.folder, data, "server/tls/client-admin");
    return ["--cert", `${file}.crt`, "--key", `${file}.key`];
  }

  read(data: string, path: string): string {
    return readFileSync(join(this.folder, data, path), "utf8");
  }

  async dispose(): Promise<void> {
    await this.stop();
    this.#namespace.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  #enter(): readonly string[] {
    return [`--target=${this.#namespace.pid}`, "--net", "--mount", "--"];
  }
}
