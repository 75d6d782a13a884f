import { Command, CommanderError } from "commander";
import { type AppContext, EXIT, type ExitCode } from "./app-context.ts";
import type { CommonOptions } from "./common-options.ts";

// Start-up is what people wait for most often: each command's code is loaded only when it is called.

const VERSION = "0.1.0";

/** A command's work: what it returns is the exit code. */
type Work = (context: AppContext) => Promise<ExitCode>;

/** Parses arguments and performs the command they name. Unknown flags and commands end with exit code 2. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let work: { run: Work; options: CommonOptions } | undefined;
  const program = new Command("quorate")
    .description("Highly available Kubernetes on bare-metal NixOS, from one typed file.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(quorate --help lists the commands, quorate <command> --help its options)")
    .helpCommand("help [command]", "show what a command does");

  const command = (nameAndArguments: string, description: string): Command =>
    program
      .command(nameAndArguments)
      .description(description)
      .option("--machines <path>", "the file that describes the cluster", "machines.ts")
      .option("--json", "print results as JSON", false)
      .option("--no-color", "print without colour (as NO_COLOR does)")
      .option("--verbose", "print details, and stack traces of errors", false);
  const does = (run: (options: CommonOptions, ...rest: readonly never[]) => Work) => {
    return (...given: unknown[]) => {
      // Commander passes the arguments, then the options, then the command itself.
      const options = given.at(-2) as CommonOptions;
      const rest = given.slice(0, -2) as never[];
      work = { run: run(options, ...rest), options };
    };
  };

  command("generate", "machines.ts to nix/generated")
    .option("--check", "change nothing: fail where nix/generated is stale", false)
    .action(
      does((options) => async (context) => {
        const { generate } = await import("./generate.ts");
        return generate(
          { machines: options.machines, check: (options as CommonOptions & { check: boolean }).check },
          context,
        );
      }),
    );
  command("genCerts <folder>", "the certificates and keys of the cluster, into a folder").action(
    does((options, folder: string) => async (context) => {
      const { genCerts } = await import("./gen-certs.ts");
      return genCerts({ machines: options.machines, folder }, context);
    }),
  );

  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.wrongInput;
  }
  if (work === undefined) return EXIT.wrongInput;
  return perform(work.run, work.options);
}

async function perform(run: Work, options: CommonOptions): Promise<ExitCode> {
  const context: AppContext = {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    color: options.color && !process.env["NO_COLOR"] && process.stdout.isTTY === true,
    verbose: options.verbose,
    json: options.json,
    cwd: process.cwd(),
    now: () => new Date(),
  };
  try {
    return await run(context);
  } catch (error) {
    const { reportUnexpected } = await import("./report.ts");
    return reportUnexpected(error, context);
  }
}

// A reader that has gone (`quorate status | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
