import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";

const HERE = import.meta.dirname;

/** Folder of the programs that stand in for systemd's and for nixos-anywhere. */
export const SHIMS: string = join(HERE, "shims");

/** What a host is made of. */
export interface TestHostOptions {
  /** Its disk: everything that it keeps. */
  readonly folder: string;
  /** A loopback address. */
  readonly address: string;
  readonly port: number;
  /** Text of its private host key. */
  readonly hostKey: string;
  /** Text of root's authorized keys. */
  readonly authorizedKeys: string;
}

/** A host with a real sshd, in namespaces of its own on this machine. */
export class TestHost {
  readonly folder: string;
  readonly #process: ChildProcess;
  #log = "";

  private constructor(folder: string, process: ChildProcess) {
    this.folder = folder;
    this.#process = process;
    process.stderr?.on("data", (chunk) => {
      this.#log += String(chunk);
    });
  }

  /** Starts a host and waits until its sshd listens. */
  static async start(options: TestHostOptions): Promise<TestHost> {
    const { folder, address, port } = options;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "host_key"), options.hostKey, { mode: 0o600 });
    writeFileSync(join(folder, "authorized_keys"), options.authorizedKeys);
    const child = spawn(
      "unshare",
      [
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        join(HERE, "host.sh"),
        folder,
        address,
        String(port),
        SHIMS,
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const host = new TestHost(folder, child);
    for (;;) {
      if (child.exitCode !== null)
        throw new Error(`the test's host ended with ${child.exitCode}: ${host.log}`);
      if (await answers(address, port)) return host;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What sshd said. */
  get log(): string {
    return this.#log;
  }

  /** A path on the host, as this machine sees it. */
  at(path: string): string {
    return join(this.folder, path);
  }

  /** Gives a path of its a file system of its own, of so many bytes, with nothing in it. */
  mount(path: string, bytes: number): void {
    const namespace = `--mount=/proc/${this.#process.pid}/ns/mnt`;
    execFileSync("nsenter", [namespace, "mount", "-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path]);
  }

  /** Ends the host; its disk stays. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Lays data of etcd's on a host, as far as anybody looks at them. */
export function layData(host: TestHost): void {
  mkdirSync(host.at("var/lib/etcd/member/wal"), { recursive: true });
  writeFileSync(host.at("var/lib/etcd/member/wal/0.wal"), "");
}
