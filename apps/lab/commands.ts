import { FAULT_KINDS, FAULTS, type FaultKind, HEAL_MEANING } from "@quorate/lab";
import { Argument, type Command, InvalidArgumentError } from "commander";
import type { CommonOptions } from "../command-line/common-options.ts";
import type { AppContext } from "../terminal/context.ts";

type Work = (context: AppContext) => Promise<number>;

/** Makes a command with the options that all have. */
type MakeCommand = (nameAndArguments: string, description: string, parent: Command) => Command;

/** Makes an action of what a command does. */
type MakeAction = <Options = object>(
  run: (options: CommonOptions & Options, ...given: never[]) => Work,
) => (...given: unknown[]) => void;

/** Thirty years: what a clock that is that wrong does is seen, and certificates of a CA have ended. */
const MOST_SECONDS = 30 * 365 * 24 * 60 * 60;

const load = () => import("../lab.ts");

/** The commands of `lab`. */
export function addLabCommands(lab: Command, command: MakeCommand, does: MakeAction): void {
  command("up", "start what does not run; the first time takes minutes", lab)
    .option(
      "--certs <folder>",
      "where genCerts put the operator's key, the one that bare hosts then accept (default: certs)",
    )
    .option("--bare", "without Kubernetes' programs, which the first up builds for minutes", false)
    .action(
      does<{ certs?: string; bare: boolean }>(({ machines, certs, bare }) => async (context) => {
        return (await load()).labUpCommand({ machines, certificates: certs, bare }, context);
      }),
    );
  command("prepare", "fetch and build what labs are made of, which the first up does otherwise", lab).action(
    does(
      ({ machines }) =>
        async (context) =>
          (await load()).labPrepareCommand({ machines }, context),
    ),
  );
  command("down", "remove everything that up made, the hosts' disks included", lab)
    .option("--name <cluster>", "the cluster's name, where machines.ts can't be read", clusterName)
    .action(
      does<{ name?: string }>(({ machines, name }) => async (context) => {
        return (await load()).labDownCommand({ machines, name }, context);
      }),
    );
  command("status", "what every machine does", lab).action(
    does(
      ({ machines }) =>
        async (context) =>
          (await load()).labStatusCommand({ machines }, context),
    ),
  );
  command("shell <machine>", "a shell on a machine, as root", lab).action(
    does(({ machines }, machine: string) => async (context) => {
      return (await load()).labExecCommand({ machines, machine, argv: ["bash", "--login"] }, context);
    }),
  );
  command("exec <machine> <command...>", "run a command on a machine, as root", lab)
    .passThroughOptions()
    .action(
      does(({ machines }, machine: string, argv: string[]) => async (context) => {
        const words = withoutDashes(argv);
        if (words.length === 0) return await usage("there is no command after --", context);
        return (await load()).labExecCommand({ machines, machine, argv: words }, context);
      }),
    );
  command("logs <machine> [journalctl-options...]", "a machine's journal, whether it is up or not", lab)
    .passThroughOptions()
    .action(
      does(({ machines }, machine: string, further: string[]) => async (context) => {
        return (await load()).labLogsCommand({ machines, machine, further: withoutDashes(further) }, context);
      }),
    );
  command("deploy [arguments...]", "deploy to the lab's hosts; takes what deploy takes", lab)
    .option("--flake <reference>", "the folder of the cluster's flake (default: that of machines.ts)")
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText("after", "\nWhat else it takes is what deploy takes: deploy has a --help of its own.")
    .action(
      does<{ flake?: string }>(({ machines, flake }, further: string[]) => async (context) => {
        return (await load()).labDeployCommand({ machines, flake, further }, context);
      }),
    );
  command("run <command...>", "run a command here, as the operator on the lab's network", lab)
    .passThroughOptions()
    .action(
      does(({ machines }, argv: string[]) => async (context) => {
        const words = withoutDashes(argv);
        if (words.length === 0) return await usage("there is no command after --", context);
        return (await load()).labRunCommand({ machines, argv: words }, context);
      }),
    );
  const meanings = [
    ...FAULT_KINDS.map((kind) => [kind, FAULTS[kind].meaning] as const),
    ["heal", HEAL_MEANING] as const,
  ].map(([word, meaning]) => `  ${word.padEnd(10)}  ${meaning.replaceAll("`", "")}`);
  command("fault <machine>", 'do something bad to a machine (or to all nodes: "all"), or heal it', lab)
    .addArgument(new Argument("<fault>", "what").choices([...FAULT_KINDS, "heal"]))
    .option("--by <seconds>", "how far clock-skew sets the clock ahead (default: 3600)", seconds)
    .addHelpText("after", `\nFaults:\n${meanings.join("\n")}`)
    .action(
      does<{ by?: number }>(
        ({ machines, by }, machine: string, fault: FaultKind | "heal") =>
          async (context) => {
            if (by !== undefined && !(fault !== "heal" && FAULTS[fault].takesSeconds)) {
              const takers = FAULT_KINDS.filter((kind) => FAULTS[kind].takesSeconds);
              return await usage(`--by means something for ${takers.join(" and ")} alone`, context);
            }
            return (await load()).labFaultCommand({ machines, machine, fault, by }, context);
          },
      ),
    );
}

/** `--` before a command is swallowed where it is the first word, and passed on where it follows another. */
function withoutDashes(argv: readonly string[]): readonly string[] {
  return argv[0] === "--" ? argv.slice(1) : argv;
}

/** Says what commander can't find out by itself. */
async function usage(message: string, context: AppContext): Promise<number> {
  const { problem } = await import("../problem-kind.ts");
  const { report } = await import("../terminal/report.ts");
  return report([problem("usage", "", message)], context);
}

/** It becomes part of a path that is removed. */
function clusterName(text: string): string {
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text)) return text;
  throw new InvalidArgumentError("It is a DNS label: small letters, digits and hyphens.");
}

function seconds(text: string): number {
  const number = Number(text);
  if (/^-?\d+$/.test(text) && number !== 0 && Math.abs(number) <= MOST_SECONDS) return number;
  throw new InvalidArgumentError(
    `It is a whole number of seconds, from -${MOST_SECONDS} to ${MOST_SECONDS}, and not 0.`,
  );
}
