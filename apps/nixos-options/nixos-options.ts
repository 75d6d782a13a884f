import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { createSystemRunner } from "@quorate/command";
import { writeFileAtomic } from "@quorate/files";
import { nixosOptionsCommand, type Options, optionsDocument, readOptions } from "@quorate/nixos-options";
import { installationRoot } from "../machines/installation.ts";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";

/** What `nixosOptions` is told. */
export interface NixosOptionsArguments {
  /** Path of a nixpkgs tree, relative to the working folder. */
  readonly nixpkgs: string;
  /** Where the data goes. Default: its place in a checkout of Quorate. */
  readonly out?: string;
  /** Change nothing; fail where the data would change. */
  readonly check: boolean;
}

/** What a shell ends with where a program is not on PATH. */
const NO_SUCH_COMMAND = 127;

const PLACE_IN_CHECKOUT = "packages/nixos-options/nixos-options.json";

/** `nixosOptions --nixpkgs PATH`: the options of a NixOS as data, from which the types are made. */
export async function nixosOptions(options: NixosOptionsArguments, context: AppContext): Promise<ExitCode> {
  const nixpkgs = resolve(context.cwd, options.nixpkgs);
  const out = resolve(context.cwd, options.out ?? PLACE_IN_CHECKOUT);
  const refusals = refuse(options, nixpkgs, out);
  if (refusals.length > 0) return report(refusals, context);
  context.err(`Walking the options of ${nixpkgs}`);
  const walk = await walkOptions(nixpkgs, context);
  if (!walk.ok) return report(walk.problems, context);
  const text = optionsDocument(walk.value);
  const changed = !existsSync(out) || (await readFile(out, "utf8")) !== text;
  if (changed && options.check) {
    const message = "the data is not what this nixpkgs has";
    return report([problem("options-stale", out, message, "Run the command without --check.")], context);
  }
  if (changed) writeFileAtomic(out, text);
  const count = Object.keys(walk.value).length;
  const shown = relative(context.cwd, out);
  if (context.json) tellJson({ ok: true, file: out, options: count, changed }, context);
  else
    context.out(changed ? `${shown}: ${count} options written` : `${shown} is up to date: ${count} options`);
  if (changed) context.err("Now run `npm run generate:options`, which makes the types from it.");
  return EXIT.done;
}

function refuse(options: NixosOptionsArguments, nixpkgs: string, out: string): readonly Problem[] {
  return [
    ...(existsSync(join(nixpkgs, "nixos/lib/eval-config.nix"))
      ? []
      : [
          problem(
            "nixpkgs-not-found",
            nixpkgs,
            "there is no nixpkgs here",
            "Name a nixpkgs tree with --nixpkgs.",
          ),
        ]),
    ...(options.out !== undefined || existsSync(out)
      ? []
      : [
          problem(
            "not-a-checkout",
            "",
            `there is no ${PLACE_IN_CHECKOUT} here`,
            "Run this in a checkout of Quorate, or name a file with --out.",
          ),
        ]),
  ];
}

/** Asks Nix for the options of a nixpkgs. */
async function walkOptions(nixpkgs: string, context: AppContext): Promise<Result<Options>> {
  const run = createSystemRunner({ onLine: (_, line) => context.err(line), verbose: context.verbose });
  const command = nixosOptionsCommand(nixpkgs, join(installationRoot(), "nix/options"));
  const { code, stdout, stderr } = await run(command);
  if (code === NO_SUCH_COMMAND) {
    const message = "there is no nix-instantiate on PATH";
    return failed(problem("nix-not-found", "", message, "Install Nix (Debian: nix-bin)."));
  }
  if (code !== 0) {
    return failed(
      problem(
        "evaluation-failed",
        nixpkgs,
        `Nix could not walk the options: ${stderr.trim().split("\n").at(0) || "no reason given"}`,
        "Run again with --verbose to see what Nix says.",
      ),
    );
  }
  const reading = readOptions(stdout);
  if (reading.kind === "options") return succeeded(reading.options);
  return failed(problem("nixos-options-unreadable", "", reading.message, reading.hint));
}
