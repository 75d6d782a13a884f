import { type Command, Option } from "commander";

/** The options that every command takes, wherever they stand: before it, or after it. */
export interface CommonOptions {
  /** Path of machines.ts, relative to the working folder. */
  readonly machines: string;
  readonly json: boolean;
  /** False for `--no-color`. */
  readonly color: boolean;
  readonly verbose: boolean;
}

/** Where machines.ts is looked for unless somebody says something else. */
export const MACHINES = "machines.ts";

/** Adds the options that all commands have. `reads` says whether the command reads machines.ts. */
export function addCommonOptions(command: Command, reads: "machines" | "nothing" = "machines"): Command {
  if (reads === "machines")
    command.option("--machines <path>", `the file that describes the cluster (default: ${MACHINES})`);
  return command
    .option("--json", "print results as JSON")
    .option("--no-color", "print without colour (as NO_COLOR does)")
    .option("--verbose", "print details, and stack traces of errors");
}

/** What was said of the common options at a command or at those that it belongs to; what is said last holds. */
export function commonOptionsOf(command: Command): CommonOptions {
  return {
    machines: (said(command, "machines") as string | undefined) ?? MACHINES,
    json: said(command, "json") === true,
    color: said(command, "color") !== false,
    verbose: said(command, "verbose") === true,
  };
}

function said(command: Command, name: string): unknown {
  const here = command.getOptionValueSource(name) === "cli" ? command.getOptionValue(name) : undefined;
  return here ?? (command.parent === null ? undefined : said(command.parent, name));
}

/** An option that has another name inside than the flag that people type. */
export class NamedOption extends Option {
  readonly #inside: string;

  constructor(inside: string, flags: string, description: string) {
    super(flags, description);
    this.#inside = inside;
  }

  override attributeName(): string {
    return this.#inside;
  }
}

/** The option that names the certificates' folder. */
export function certificatesOption(): Option {
  return new NamedOption(
    "certificates",
    "--certs <folder>",
    "the folder that genCerts made (default: certs beside machines.ts)",
  );
}
