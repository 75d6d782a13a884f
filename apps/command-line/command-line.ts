import { Command } from "commander";
import type { AppContext } from "../terminal/context.ts";
import { EXIT_CODES } from "../terminal/exit-code.ts";
import { addCommonOptions, type CommonOptions, commonOptionsOf } from "./common-options.ts";
import { refuseArguments } from "./refuse-arguments.ts";

/** A command's work: what it returns is the exit code. That of a command which runs another one may be any. */
export type Work = (context: AppContext) => Promise<number>;

/** What was typed: a command's work with the options that all have. */
export interface Chosen {
  readonly run: Work;
  readonly options: CommonOptions;
}

/** What commands are added to. */
export interface CommandLine {
  readonly program: Command;
  /** Adds a command with the options that all have; to the program, unless another parent is named. */
  readonly command: (
    nameAndArguments: string,
    description: string,
    parent?: Command,
    reads?: "machines" | "nothing",
  ) => Command;
  /** Makes an action of what a command does with its options, named as its flags are, and its arguments. */
  readonly does: <Options = object>(
    run: (options: CommonOptions & Options, ...given: never[]) => Work,
  ) => (...given: unknown[]) => void;
  /** What the arguments named, once they are parsed. */
  readonly chosen: () => Chosen | undefined;
}

/** A command line without commands. Whatever is wrong with arguments is thrown as commander's error. */
export function createCommandLine(version: string): CommandLine {
  let chosen: Chosen | undefined;
  const program = addCommonOptions(new Command("quorate"))
    .description("Highly available Kubernetes on bare-metal NixOS, from one typed file.")
    .version(version)
    .exitOverride()
    // What follows a machine's name or the command to run belongs to that command.
    .enablePositionalOptions()
    .showHelpAfterError("(quorate --help lists the commands, quorate <command> --help its options)")
    .helpCommand("help [command]", "show what a command does")
    .addHelpText("afterAll", `\nExit codes:\n${exitCodes()}`);
  return {
    program,
    command: (nameAndArguments, description, parent = program, reads = "machines") =>
      addCommonOptions(parent.command(nameAndArguments).description(description), reads),
    does:
      (run) =>
      (...given) => {
        // Commander passes the arguments, then the options, then the command itself.
        const command = given.at(-1) as Command;
        const words = given.slice(0, -2);
        refuseArguments(command, words);
        const common = commonOptionsOf(command);
        chosen = { run: run({ ...command.opts(), ...common }, ...(words as never[])), options: common };
      },
    chosen: () => chosen,
  };
}

function exitCodes(): string {
  return EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(3)}  ${meaning}`).join("\n");
}
