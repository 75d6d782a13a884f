import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../flake/nix.ts";
import { keepJournals } from "./journals.ts";

/** How a command ended, and what it said. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Somebody's folder with machines.ts and a flake, who has no network: a copy of this repository as a git
 * repository of its own, and the lab of that cluster.
 */
export class Workspace {
  readonly folder: string;
  /** Quorate, as it was built when the tests began: somebody may build again meanwhile. */
  readonly program: string;

  /** `folder` is empty or not there; default: a new one. */
  constructor(machines: string, folder: string = mkdtempSync(join(tmpdir(), "quorate-lab-"))) {
    this.folder = folder;
    this.program = join(folder, "dist/quorate.mjs");
    const listed = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    const files = execFileSync("git", listed, { cwd: ROOT, encoding: "utf8" }).split("\0");
    for (const file of files.filter((file) => file !== "" && existsSync(join(ROOT, file)))) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      cpSync(join(ROOT, file), join(this.folder, file), { verbatimSymlinks: true });
    }
    cpSync(join(ROOT, "dist"), join(this.folder, "dist"), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    this.write("machines.ts", machines);
    this.must("git", ["init", "--quiet"]);
    this.must("git", ["add", "--all"]);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Runs a program in the folder. */
  run(program: string, args: readonly string[], input: string | Buffer = ""): Said {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd: this.folder,
      encoding: "utf8",
      input,
      maxBuffer: 2 ** 26,
    });
    if (error !== undefined) throw error;
    return { code: status, out: stdout, err: stderr };
  }

  /** Like {@link run}, for what has to succeed; returns what it printed. */
  must(program: string, args: readonly string[], input: string | Buffer = ""): string {
    const said = this.run(program, args, input);
    if (said.code !== 0) {
      throw new Error(`${program} ${args.join(" ")} ended with ${said.code}:\n${said.err}${said.out}`);
    }
    return said.out;
  }

  /** Runs Quorate as it is built. */
  quorate(...args: readonly string[]): Said {
    return this.run(process.execPath, [this.program, ...args]);
  }

  /** Like {@link quorate}, for what has to succeed. */
  mustQuorate(...args: readonly string[]): string {
    return this.must(process.execPath, [this.program, ...args]);
  }

  /** `generate` and what follows from it: Nix sees of a folder what git knows. */
  generate(): void {
    this.mustQuorate("generate");
    this.must("git", ["add", "--all"]);
  }

  /** deploy, to the lab's hosts. */
  deploy(...args: readonly string[]): Said {
    return this.quorate("lab", "deploy", ...args);
  }

  /** Runs Quorate as the operator, on the lab's network. */
  asOperator(...args: readonly string[]): Said {
    return this.quorate("lab", "run", "--", process.execPath, this.program, ...args);
  }

  /** A command on a host, as root; `input` is its standard input. */
  onHost(host: string, argv: readonly string[], input: string | Buffer = ""): Said {
    return this.run(process.execPath, [this.program, "lab", "exec", host, "--", ...argv], input);
  }

  /** Like {@link onHost}, for what has to succeed; what it printed, without the last newline. */
  mustOnHost(host: string, argv: readonly string[], input: string | Buffer = ""): string {
    const { code, out, err } = this.onHost(host, argv, input);
    if (code !== 0) throw new Error(`${host}: ${argv.join(" ")} ended with ${code}:\n${err}${out}`);
    return out.trimEnd();
  }

  /** Keeps the journals where they are wanted, takes the lab down and removes the folder. */
  dispose(): void {
    const { code, out } = this.quorate("lab", "status", "--json");
    if (code === 0) keepJournals((JSON.parse(out) as { readonly folder: string }).folder);
    this.quorate("lab", "down");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Waits until `ready` holds; where it throws, as what nobody answers does, it does not hold yet. @throws after `seconds`,
 * with what it was about
 */
export async function eventually(what: string, seconds: number, ready: () => boolean): Promise<void> {
  await eventuallyAsync(what, seconds, async () => ready(), 1000);
}

/** Like {@link eventually}, for what is asked without holding up everything else; `pause`: milliseconds between looks. */
export async function eventuallyAsync(
  what: string,
  seconds: number,
  ready: () => Promise<boolean>,
  pause?: number,
): Promise<void> {
  await seen(what, seconds, async () => ((await ready()) ? { is: undefined } : undefined), pause);
}

/** What is answered, once it is. @throws after `seconds`, with what was asked for */
export async function answered<Answer>(
  what: string,
  seconds: number,
  ask: () => Answer,
): Promise<Awaited<Answer>> {
  return await seen(what, seconds, async () => ({ is: await ask() }));
}

/** What a look shows, once one shows anything; a look that throws does not. */
async function seen<Shown>(
  what: string,
  seconds: number,
  look: () => Promise<{ readonly is: Shown } | undefined>,
  pause = 500,
): Promise<Shown> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    // A look may take longer than all of the time: one that begins after it is the last.
    const last = Date.now() > end;
    let thrown: unknown;
    try {
      const shown = await look();
      if (shown !== undefined) return shown.is;
    } catch (error) {
      thrown = error;
    }
    if (last) {
      const why = thrown instanceof Error ? `: ${thrown.message}` : "";
      throw new Error(`${what}: not within ${seconds} s${why}`, { cause: thrown });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
