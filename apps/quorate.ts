import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CommonOptions } from "./terminal/common-options.ts";
import type { AppContext } from "./terminal/context.ts";
import { EXIT } from "./terminal/exit-code.ts";

// Start-up is what people wait for most often: each command's code is loaded only when it is called.

const VERSION = "0.1.0";

/** What commander makes of deploy's flags. */
interface DeployFlags {
  readonly all: boolean;
  readonly dryRun: boolean;
  readonly assume?: "installed" | "bare";
  readonly yes: boolean;
  readonly certs: string;
  readonly flake?: string;
  readonly overrideInput: readonly Pair[];
  readonly option: readonly Pair[];
}

type Pair = readonly [name: string, value: string];

/** Reads `name=value`, and adds it to those before it. */
function collectPair(text: string, before: readonly Pair[]): readonly Pair[] {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write it as name=value.");
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}

/** A command's work: what it returns is the exit code. That of a command which runs another one may be any. */
type Work = (context: AppContext) => Promise<number>;

/** Parses arguments and performs the command they name. Unknown flags and commands end with exit code 2. */
export async function main(argv: readonly string[]): Promise<number> {
  let work: { run: Work; options: CommonOptions } | undefined;
  const program = new Command("quorate")
    .description("Highly available Kubernetes on bare-metal NixOS, from one typed file.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(quorate --help lists the commands, quorate <command> --help its options)")
    .helpCommand("help [command]", "show what a command does");

  const command = (nameAndArguments: string, description: string, parent = program): Command =>
    parent
      .command(nameAndArguments)
      .description(description)
      .option("--machines <path>", "the file that describes the cluster", "machines.ts")
      .option("--json", "print results as JSON", false)
      .option("--no-color", "print without colour (as NO_COLOR does)")
      .option("--verbose", "print details, and stack traces of errors", false);
  const does =
    <Options = object>(run: (options: CommonOptions & Options, ...given: never[]) => Work) =>
    (...given: unknown[]) => {
      // Commander passes the arguments, then the options, then the command itself.
      const options = given.at(-2) as CommonOptions & Options;
      work = { run: run(options, ...(given.slice(0, -2) as never[])), options };
    };

  command("generate", "machines.ts to nix/generated")
    .option("--check", "change nothing: fail where nix/generated is stale", false)
    .action(
      does<{ check: boolean }>(({ machines, check }) => async (context) => {
        const { generate } = await import("./generate/generate.ts");
        return generate({ machines, check }, context);
      }),
    );

  command("genCerts <folder>", "the certificates and keys of the cluster, into a folder").action(
    does(({ machines }, folder: string) => async (context) => {
      const { genCerts } = await import("./gen-certs/gen-certs.ts");
      return genCerts({ machines, folder }, context);
    }),
  );

  command("deploy [target...]", "install bare machines, bring installed ones up to date")
    .option("--all", "every node of the file", false)
    .option("--dry-run", "print every command, contact no host", false)
    .addOption(
      new Option("--assume <state>", "what a dry run takes the machines to be (default: both)").choices([
        "installed",
        "bare",
      ]),
    )
    .option("--yes", "consent to erasing the disk of a machine that is not installed yet", false)
    .option("--certs <folder>", "the folder that genCerts made", "certs")
    .option("--flake <reference>", "the flake of the cluster (default: the folder of machines.ts)")
    .option(
      "--override-input <name=reference>",
      "passed to Nix as --override-input; repeatable",
      collectPair,
      [],
    )
    .option("--option <name=value>", "passed to Nix as --option; repeatable", collectPair, [])
    .action(
      does<DeployFlags>((flags, targets: string[]) => async (context) => {
        const { deploy } = await import("./deploy/deploy.ts");
        return deploy(
          {
            machines: flags.machines,
            targets,
            all: flags.all,
            dryRun: flags.dryRun,
            yes: flags.yes,
            certificates: flags.certs,
            overrideInputs: flags.overrideInput,
            nixOptions: flags.option,
            ...(flags.assume === undefined ? {} : { assume: flags.assume }),
            ...(flags.flake === undefined ? {} : { flake: flags.flake }),
          },
          context,
        );
      }),
    );

  command("nixosOptions", "the options of a NixOS as data, from which the types are made")
    .requiredOption("--nixpkgs <path>", "a nixpkgs tree")
    .option("--out <file>", "where the data goes (default: its place in a checkout of Quorate)")
    .option("--check", "change nothing: fail where the data would change", false)
    .action(
      does<{ nixpkgs: string; out?: string; check: boolean }>(
        ({ nixpkgs, out, check }) =>
          async (context) => {
            const { nixosOptions } = await import("./nixos-options/nixos-options.ts");
            return nixosOptions({ nixpkgs, out, check }, context);
          },
      ),
    );

  command(
    "quorum",
    "etcd alone, from nix/generated and the certificates: its quorum and its loss, shown here",
  )
    .option("--certs <folder>", "the folder that genCerts made", "certs")
    .action(
      does<{ certs: string }>(({ machines, certs }) => async (context) => {
        const { quorum } = await import("./quorum/quorum.ts");
        return quorum({ machines, certificates: certs }, context);
      }),
    );

  // What follows a machine's name or the command to run belongs to that command.
  program.enablePositionalOptions();
  const lab = program
    .command("lab")
    .description("the cluster of machines.ts on this machine, to try it without hardware")
    .enablePositionalOptions();
  // Its commands name what the lab can do, and the lab is most of this program: for those who ask.
  if (argv.slice(0, 2).includes("lab")) {
    const { addLabCommands } = await import("./lab/commands.ts");
    addLabCommands(lab, command, does);
  }

  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    // The sentence is on stderr already; a program that asked for JSON reads stdout.
    if (argv.includes("--json")) {
      const problem = { severity: "error", code: "usage", message: error.message.replace(/^error: /, "") };
      process.stdout.write(`${JSON.stringify({ ok: false, problems: [problem] }, null, 2)}\n`);
    }
    return EXIT.wrongInput;
  }
  if (work === undefined) return EXIT.wrongInput;
  return perform(work.run, work.options);
}

function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true;
}

async function perform(run: Work, options: CommonOptions): Promise<number> {
  let cwd: string;
  try {
    cwd = process.cwd();
  } catch {
    process.stderr.write("error: the working folder is gone\n  hint: Change to one that exists.\n");
    return EXIT.wrongInput;
  }
  const context: AppContext = {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    // A file gets none, whichever of the two it takes.
    // What is no terminal has no isTTY at all.
    color:
      options.color && !process.env["NO_COLOR"] && isTerminal(process.stdout) && isTerminal(process.stderr),
    verbose: options.verbose,
    json: options.json,
    warnings: [],
    cwd,
    now: () => new Date(),
  };
  try {
    return await run(context);
  } catch (error) {
    const [{ report }, { unexpected }] = await Promise.all([
      import("./terminal/report.ts"),
      import("./terminal/unexpected.ts"),
    ]);
    return report([unexpected(error)], context);
  }
}

let resultsLost = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that has gone (`quorate deploy --dry-run | head`) is no error, and hides none.
  if (error.code === "EPIPE" || resultsLost) return;
  resultsLost = true;
  process.stderr.write(`error: the results cannot be written: ${error.message}\n`);
  process.exitCode = EXIT.failed;
});
// Nobody is left to be told; the exit code still says it.
process.stderr.on("error", () => undefined);

const code = await main(process.argv.slice(2));
if (!resultsLost) process.exitCode = code;
