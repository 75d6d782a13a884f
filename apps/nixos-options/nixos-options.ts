import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { nixosOptionsCommand, optionsDocument, readOptions } from "@quorate/nixos-options";
import { writeFileAtomic } from "@quorate/pki";
import { installationRoot } from "../machines/installation.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report } from "../terminal/report.ts";

export interface NixosOptionsOptions {
  /** Path of a nixpkgs tree, relative to the working folder. */
  readonly nixpkgs: string;
  /** Where the data goes. Default: its place in a checkout of Quorate. */
  readonly out: string | undefined;
  /** Change nothing; fail where the data would change. */
  readonly check: boolean;
}

const PLACE_IN_CHECKOUT = "packages/nixos-options/nixos-options.json";

/** `nixosOptions --nixpkgs PATH`: the options of a NixOS as data, from which the types are made. */
export async function nixosOptions(options: NixosOptionsOptions, context: AppContext): Promise<ExitCode> {
  const fail = (exit: ExitCode, code: string, message: string, hint: string, file?: string): ExitCode => {
    report([{ severity: "error", code, message, hint, ...(file === undefined ? {} : { file }) }], context);
    return exit;
  };
  const nixpkgs = resolve(context.cwd, options.nixpkgs);
  if (!existsSync(join(nixpkgs, "nixos/lib/eval-config.nix"))) {
    return fail(
      EXIT.wrongInput,
      "nixpkgs-not-found",
      "there is no nixpkgs here",
      "Name a nixpkgs tree with --nixpkgs.",
      nixpkgs,
    );
  }
  const out = resolve(context.cwd, options.out ?? PLACE_IN_CHECKOUT);
  if (options.out === undefined && !existsSync(out)) {
    return fail(
      EXIT.wrongInput,
      "not-a-checkout",
      `there is no ${PLACE_IN_CHECKOUT} here`,
      "Run this in a checkout of Quorate, or name a file with --out.",
    );
  }
  const { argv } = nixosOptionsCommand(nixpkgs, join(installationRoot(), "nix/options"));
  context.err(`Walking the options of ${nixpkgs}`);
  let printed: string;
  try {
    printed = (await promisify(execFile)(argv[0], argv.slice(1), { maxBuffer: 256 << 20 })).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") {
      return fail(
        EXIT.failed,
        "nix-not-found",
        "there is no nix-instantiate on PATH",
        "Install Nix (Debian: nix-bin).",
      );
    }
    const lines = (stderr ?? "").trim().split("\n");
    if (context.verbose) for (const line of lines) context.err(line);
    return fail(
      EXIT.failed,
      "evaluation-failed",
      `Nix could not walk the options: ${lines.at(0) ?? "no reason given"}`,
      "Run again with --verbose to see what Nix says.",
      nixpkgs,
    );
  }
  const reading = readOptions(printed);
  if (reading.kind === "unreadable") return fail(EXIT.failed, reading.code, reading.message, reading.hint);
  const text = optionsDocument(reading.options);
  const before = existsSync(out) ? await readFile(out, "utf8") : undefined;
  const shown = relative(context.cwd, out);
  const count = Object.keys(reading.options).length;
  if (before === text) {
    context.out(
      context.json
        ? JSON.stringify({ ok: true, file: out, options: count, changed: false })
        : `${shown} is up to date: ${count} options`,
    );
    return EXIT.done;
  }
  if (options.check) {
    return fail(
      EXIT.failed,
      "options-stale",
      "the data is not what this nixpkgs has",
      "Run the command without --check.",
      out,
    );
  }
  writeFileAtomic(out, text);
  context.out(
    context.json
      ? JSON.stringify({ ok: true, file: out, options: count, changed: true })
      : `${shown}: ${count} options written`,
  );
  context.err("Now run `npm run generate:options`, which makes the types from it.");
  return EXIT.done;
}
