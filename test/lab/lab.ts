import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { createSystemRunner } from "@quorate/command";
import {
  hierarchies,
  type LabPlan,
  labRefusals,
  labSettings,
  NOTHING_TO_MAKE,
  planLab,
  tracesOf,
} from "@quorate/lab";
import machines from "../../machines.ts";
import { QUORATE, ROOT, type Run } from "../support/quorate.ts";
import { keepJournals } from "./journals.ts";

/** Where the tests' labs are: beside those of people, and on a disk. */
const STATE_ROOT = process.env["QUORATE_LAB_TEST_STATE"] || "/var/lib/quorate-lab-test";

/** The command line; another build of it where one is named, for runs beside which dist/ is being rebuilt. */
const PROGRAM = process.env["QUORATE_PROGRAM"] || QUORATE;

/** A lab of the repository's machines.ts for tests, with a key of its own for the operator. */
export class TestLab {
  readonly plan: LabPlan;
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #within: readonly string[];

  /** `name` tells the labs of several tests apart; `within` is a command that runs the one after it. */
  constructor(name: string, within: readonly string[] = []) {
    this.#within = within;
    const stateRoot = join(STATE_ROOT, name);
    this.#environment = { ...process.env, NO_COLOR: "1", QUORATE_LAB_STATE: stateRoot };
    this.plan = planLab(resolvedCluster(machines), { ...labSettings(process.env), stateRoot });
    this.folder = mkdtempSync(join(tmpdir(), "quorate-lab-test-"));
    mkdirSync(join(this.folder, "operator"));
    this.makeKey("operator/id_ed25519");
  }

  /** Why no lab can run here; empty where it can. */
  static async refusals(): Promise<readonly string[]> {
    const cluster = resolvedCluster(machines);
    const settings = labSettings(process.env);
    const run = createSystemRunner({ onLine: () => {}, verbose: false });
    const problems = await labRefusals({ run, say: () => {} }, planLab(cluster, settings), settings, {
      hosts: "kubernetes",
      toMake: NOTHING_TO_MAKE,
    });
    return problems.map(({ message, hint }) => `${message}. ${hint}`);
  }

  /** Runs `quorate lab …`; what it says on stderr is shown as it comes. */
  lab(...args: readonly string[]): Promise<Run> {
    return this.start(...args).ended;
  }

  /** Starts `quorate lab …`; `said`: what it has said on stderr so far. */
  start(...args: readonly string[]): {
    readonly pid: number;
    readonly said: () => string;
    readonly ended: Promise<Run>;
  } {
    const [program = "", ...words] = [...this.#within, process.execPath, PROGRAM, "lab", ...args];
    const child = spawn(program, words, {
      cwd: ROOT,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    const ended = new Promise<Run>((keep) => child.on("close", (code) => keep({ code, out, err })));
    if (child.pid === undefined) throw new Error("the command line could not be started");
    return { pid: child.pid, said: () => err, ended };
  }

  up(): Promise<Run> {
    return this.lab("up", "--bare", "--certs", this.folder);
  }

  /** A shell command on a machine. */
  on(machine: string, script: string): Promise<Run> {
    return this.lab("exec", machine, "--", "bash", "-c", script);
  }

  /** A command over ssh, from the operator's namespace. */
  ssh(address: string, script: string, key = "operator/id_ed25519"): Promise<Run> {
    const options = [
      "StrictHostKeyChecking=no",
      "UserKnownHostsFile=/dev/null",
      "IdentitiesOnly=yes",
      "BatchMode=yes",
      "ConnectTimeout=30",
      // A host that is rebooted may be gone before it has hung up.
      "ServerAliveInterval=15",
      "LogLevel=ERROR",
    ];
    return this.lab(
      "run",
      "--",
      ...["ssh", "-F", "none", "-i", join(this.folder, key), ...options.flatMap((option) => ["-o", option])],
      ...[`root@${address}`, script],
    );
  }

  /** Makes a key pair in the test's folder. */
  makeKey(name: string): void {
    const made = spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(this.folder, name)]);
    if (made.status !== 0) throw new Error(`ssh-keygen: ${made.stderr}`);
  }

  /** What of this lab is on this machine. */
  traces(): readonly string[] {
    return tracesOf(this.plan.folder);
  }

  async dispose(): Promise<void> {
    keepJournals(this.plan.folder);
    await this.lab("down");
    rmSync(this.folder, { recursive: true, force: true });
    if (existsSync(STATE_ROOT) && readdirSync(STATE_ROOT).length === 0) rmdirSync(STATE_ROOT);
  }
}

/** The machine's own network, as it can be seen: links, addresses, routes, rules. */
export function ownNetwork(): string {
  return (
    [["link"], ["address"], ["route", "show", "table", "all"], ["rule"]]
      .map((words) => spawnSync("ip", ["-o", ...words], { encoding: "utf8" }).stdout)
      .join("")
      // Counters of time.
      .replace(/(valid_lft|preferred_lft|expires) \S+/g, "")
  );
}

/** A number between 0 and 1 for a test, and the seed to have it again. */
export function seededRandom(seed = process.env["SEED"] ?? randomBytes(4).toString("hex")): {
  readonly seed: string;
  readonly next: () => number;
} {
  let state = Number.parseInt(seed, 16) >>> 0;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next };
}

/** The mounts of this process's namespace, but for those of other labs and tests that run meanwhile. */
export function ownMounts(): string {
  const lines = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return lines.filter((line) => !/^\S+ \/(run\/netns|tmp)\b/.test(line)).join("\n");
}

/** A limit of the kernel that labs raise. */
export function inotifyInstances(): number {
  return Number(readFileSync("/proc/sys/fs/inotify/max_user_instances", "utf8"));
}

/** Whether there is any lab on this machine at the moment, somebody else's. */
export function otherLabs(): boolean {
  return hierarchies().some((hierarchy) => existsSync(`${hierarchy}/quorate-lab`));
}
