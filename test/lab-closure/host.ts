import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const HERE = import.meta.dirname;

/** What a switch said, did, and ended with. */
export interface Switch {
  readonly code: number | null;
  /** What it said, by line. */
  readonly said: readonly string[];
  /** What systemd was asked to do with units, in order: the verb and the units, sorted. */
  readonly did: readonly string[];
}

/**
 * A host for tests of switch-to-configuration: an /etc and a /run of its own, and a systemctl that takes
 * notes. Needs root, for mount namespaces.
 */
export class ClosureHost {
  readonly folder: string = mkdtempSync(join(tmpdir(), "quorate-closure-"));

  /** Runs a program as on the host. */
  run(program: string, ...args: readonly string[]): { code: number | null; output: string } {
    const { status, stdout, stderr, error } = spawnSync(
      "unshare",
      ["--mount", "--uts", join(HERE, "host.sh"), this.folder, join(HERE, "shims"), program, ...args],
      { encoding: "utf8" },
    );
    if (error !== undefined) throw error;
    return { code: status, output: stdout + stderr };
  }

  /** Runs a closure's switch-to-configuration. */
  switch(closure: string, action = "switch"): Switch {
    rmSync(this.at("run/calls"), { force: true });
    const { code, output } = this.run(join(closure, "bin/switch-to-configuration"), action);
    const calls = existsSync(this.at("run/calls")) ? readFileSync(this.at("run/calls"), "utf8") : "";
    return {
      code,
      said: output.trim() === "" ? [] : output.trim().split("\n"),
      did: calls.split("\n").filter((call) => /^(stop|start|restart|try-reload-or-restart) /.test(call)),
    };
  }

  /** The units whose start fails from now on. */
  break(...units: readonly string[]): void {
    writeFileSync(this.at("run/broken"), units.map((unit) => `${unit}\n`).join(""));
  }

  /** A path on the host, as this machine sees it. */
  at(path: string): string {
    return join(this.folder, path);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
