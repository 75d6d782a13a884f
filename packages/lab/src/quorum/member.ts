import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmittedMember } from "./emitted.ts";
import { type Environment, etcdEnvironment } from "./etcd-environment.ts";
import type { Machine } from "./machine.ts";
import { end, run, start } from "./process.ts";

/** A member of etcd on a machine of its own. */
export interface Member {
  readonly name: string;
  /** Where it says that clients reach it. */
  readonly clientUrl: string;
  readonly emitted: EmittedMember;
  readonly isRunning: () => boolean;
  /** Starts etcd; `changes` are laid over its environment. */
  readonly start: (changes?: Environment) => void;
  /** Ends etcd at once, as a crash would. Its data stay. */
  readonly kill: () => Promise<void>;
  /** Ends etcd and its machine. */
  readonly stop: () => Promise<void>;
  /** What etcd has logged so far. */
  readonly log: () => string;
  /** Puts files into a folder of etcd's own on the machine. */
  readonly bring: (folder: string, files: { readonly [name: string]: string }) => Promise<void>;
}

/** The user that etcd runs as, who may read the files that NixOS gives to `etcd`. */
export interface EtcdUser {
  readonly uid: number;
  readonly gid: number;
}

/** Sends a host's folder of secrets to its machine, with owners and modes as NixOS sets them. */
export async function prepareMember(
  emitted: EmittedMember,
  machine: Machine,
  hostFolder: string,
  user: EtcdUser,
  logFile: string,
): Promise<Member> {
  const dataDir = emitted.etcd.dataDir ?? "/var/lib/etcd";
  for (const folder of [dataDir, emitted.secretsDirectory]) {
    // Elsewhere the file systems of the real machine would be written to.
    if (!folder.startsWith("/var/lib/")) throw new Error(`${emitted.name}: ${folder} is not below /var/lib`);
  }
  const install = async (to: string, owner: string, mode: string, from: string) => {
    const { uid, gid } = owner === "etcd" ? user : { uid: 0, gid: 0 };
    // Given open: on the machine its path may lie below a folder that hides it.
    const file = openSync(from, "r");
    try {
      await must(machine, ["install", "-o", `${uid}`, "-g", `${gid}`, "-m", mode, "/dev/stdin", to], file);
    } finally {
      closeSync(file);
    }
  };
  await must(machine, ["mkdir", "-p", "-m", "0711", emitted.secretsDirectory]);
  for (const [file, { owner, mode }] of Object.entries(emitted.secrets)) {
    const from = join(hostFolder, file);
    if (!existsSync(from)) throw new Error(`${from} does not exist`);
    await install(join(emitted.secretsDirectory, file), owner, mode, from);
  }
  const makeFolder = (folder: string) =>
    must(machine, ["install", "-d", "-o", `${user.uid}`, "-g", `${user.gid}`, "-m", "0700", folder]);
  await makeFolder(dataDir);

  let child: ReturnType<typeof start> | undefined;
  const environment = etcdEnvironment(emitted.etcd, emitted.name);
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const kill = async () => {
    if (child !== undefined) await end(child, "SIGKILL");
  };
  return {
    name: emitted.name,
    clientUrl: emitted.etcd.advertiseClientUrls?.[0] ?? "",
    emitted,
    isRunning,
    start: (changes = {}) => {
      if (isRunning()) throw new Error(`${emitted.name} is running already`);
      const log = openSync(logFile, "a", 0o600);
      child = start(
        machine.on([
          "setpriv",
          `--reuid=${user.uid}`,
          `--regid=${user.gid}`,
          "--clear-groups",
          "--pdeathsig=KILL",
          "etcd",
        ]),
        { ...PROCESSOR, ...environment, ...changes },
        ["ignore", log, log],
      );
      closeSync(log);
    },
    kill,
    stop: async () => {
      await kill();
      await machine.stop();
    },
    log: () => (existsSync(logFile) ? readFileSync(logFile, "utf8") : ""),
    bring: async (folder, files) => {
      await makeFolder(folder);
      for (const [name, from] of Object.entries(files)) {
        await install(join(folder, name), "etcd", "0600", from);
      }
    },
  };
}

// etcd 3.4 wants to be told that it may run on this processor.
const PROCESSOR: Environment = process.arch === "arm64" ? { ETCD_UNSUPPORTED_ARCH: "arm64" } : {};

async function must(machine: Machine, argv: readonly [string, ...string[]], input?: number): Promise<void> {
  const { status, stderr } = await run(machine.on(argv), {}, 30, input);
  if (status !== 0) throw new Error(`${argv.join(" ")}: ${stderr.trim()}`);
}
