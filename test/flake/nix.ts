import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** This repository. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** How a command ended, and what it said. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * For tests: real Nix with a store of its own, so that nothing is left in the machine's, and with no
 * network. Needs `nix` 2.8 or newer; works for root and for others.
 */
export class NixWorld {
  /** Removed, store and all, by {@link dispose}. */
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "quorate-flake-"));
    const at = (name: string) => join(this.folder, name);
    this.#environment = {
      ...process.env,
      NIX_STORE_DIR: at("store"),
      NIX_STATE_DIR: at("state"),
      NIX_LOG_DIR: at("log"),
      NIX_CONF_DIR: at("conf"),
      XDG_CACHE_HOME: at("cache"),
      NIX_REMOTE: "",
      NIX_CONFIG: [
        "experimental-features = nix-command flakes",
        "build-users-group =",
        "sandbox = false",
        "substituters =",
        "flake-registry =",
        "warn-dirty = false",
      ].join("\n"),
      // The folders are new ones: nobody has told git who commits there.
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_0: "user.name",
      GIT_CONFIG_VALUE_0: "test",
      GIT_CONFIG_KEY_1: "user.email",
      GIT_CONFIG_VALUE_1: "test@example.invalid",
    };
  }

  /** Runs a program in `cwd`, with this store. */
  run(cwd: string, program: string, ...args: readonly string[]): Outcome {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd,
      env: this.#environment,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  }

  /** Like {@link run}, for what has to succeed; returns what it printed. */
  must(cwd: string, program: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = this.run(cwd, program, ...args);
    if (status !== 0)
      throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stderr}${stdout}`);
    return stdout;
  }

  /** A git repository at `name` that holds what this repository's git knows, as it is on disk. */
  copyOfRepository(name: string): string {
    const copy = join(this.folder, name);
    const listed = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    const files = execFileSync("git", listed, { cwd: ROOT, encoding: "utf8" }).split("\0");
    // What is deleted on disk is still listed until that is committed.
    for (const file of files.filter((file) => file !== "" && existsSync(join(ROOT, file)))) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      cpSync(join(ROOT, file), join(copy, file), { verbatimSymlinks: true });
    }
    this.must(copy, "git", "init", "--quiet");
    this.must(copy, "git", "add", "--all");
    this.must(copy, "git", "commit", "--quiet", "--message", "A copy");
    return copy;
  }

  dispose(): void {
    // Nix makes its store's folders read-only.
    execFileSync("chmod", ["-R", "u+w", this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
