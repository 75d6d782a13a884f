import {
  FAULT_KINDS,
  FAULTS,
  type FaultKind,
  HEAL_MEANING,
  KUBERNETES_MINORS,
  SYSTEM_KINDS,
} from "@quorate/lab";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import type { CommandLine } from "../command-line/command-line.ts";
import { certificatesOption } from "../command-line/common-options.ts";
import type { AppContext } from "../terminal/context.ts";
import type { LabDownOptions } from "./down.ts";
import type { LabPrepareOptions } from "./prepare.ts";
import type { LabUpOptions } from "./up.ts";

/** Thirty years: what a clock that is that wrong does is seen, and certificates of a CA have ended. */
const MOST_SECONDS = 30 * 365 * 24 * 60 * 60;

/** The commands of `lab`. */
export function addLabCommands(lab: Command, { command, does }: Pick<CommandLine, "command" | "does">): void {
  command("up", "start what does not run; the first time takes minutes", lab)
    .addOption(certificatesOption())
    .option("--bare", "without Kubernetes' programs, which the first up builds for minutes", false)
    .addOption(kubernetesOption().conflicts("bare"))
    .addOption(hostsOption())
    .action(
      does<LabUpOptions>((options) => async (context) => {
        const { labUpCommand } = await import("./up.ts");
        return labUpCommand(options, context);
      }),
    );
  command("prepare", "fetch and build what labs are made of, which the first up does otherwise", lab)
    .addOption(kubernetesOption())
    .addOption(hostsOption())
    .action(
      does<LabPrepareOptions>((options) => async (context) => {
        const { labPrepareCommand } = await import("./prepare.ts");
        return labPrepareCommand(options, context);
      }),
    );
  command("down", "remove everything that up made, the hosts' disks included", lab)
    .option("--name <cluster>", "the cluster's name, where machines.ts can't be read", clusterName)
    .action(
      does<LabDownOptions>((options) => async (context) => {
        const { labDownCommand } = await import("./down.ts");
        return labDownCommand(options, context);
      }),
    );
  command("status", "what every machine does", lab).action(
    does((options) => async (context) => {
      const { labStatusCommand } = await import("./status.ts");
      return labStatusCommand(options, context);
    }),
  );
  command("shell <machine>", "a shell on a machine, as root", lab).action(
    does(({ machines }, machine: string) => async (context) => {
      const { labExecCommand } = await import("./on-machine.ts");
      return labExecCommand({ machines, machine, words: ["bash", "--login"] }, context);
    }),
  );
  command("exec <machine> <command...>", "run a command on a machine, as root", lab)
    .passThroughOptions()
    .action(
      does(({ machines }, machine: string, argv: string[]) => async (context) => {
        const words = withoutDashes(argv);
        if (words.length === 0) return await usage("there is no command after --", context);
        const { labExecCommand } = await import("./on-machine.ts");
        return labExecCommand({ machines, machine, words }, context);
      }),
    );
  command("logs <machine> [journalctl-options...]", "a machine's journal, whether it is up or not", lab)
    .passThroughOptions()
    .action(
      does(({ machines }, machine: string, further: string[]) => async (context) => {
        const { labLogsCommand } = await import("./on-machine.ts");
        return labLogsCommand({ machines, machine, words: withoutDashes(further) }, context);
      }),
    );
  command("deploy [arguments...]", "deploy to the lab's hosts; takes what deploy takes", lab)
    .option("--flake <reference>", "the folder of the cluster's flake (default: that of machines.ts)")
    .allowUnknownOption()
    .passThroughOptions()
    .addHelpText("after", "\nWhat else it takes is what deploy takes: deploy has a --help of its own.")
    .action(
      does<{ flake?: string }>((options, words: string[]) => async (context) => {
        const { labDeployCommand } = await import("./deploy.ts");
        return labDeployCommand({ ...options, words }, context);
      }),
    );
  command("run <command...>", "run a command here, as the operator on the lab's network", lab)
    .passThroughOptions()
    .action(
      does(({ machines }, argv: string[]) => async (context) => {
        const words = withoutDashes(argv);
        if (words.length === 0) return await usage("there is no command after --", context);
        const { labRunCommand } = await import("./run.ts");
        return labRunCommand({ machines, words }, context);
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
        ({ by, ...options }, machine: string, fault: FaultKind | "heal") =>
          async (context) => {
            if (by !== undefined && !(fault !== "heal" && FAULTS[fault].takesSeconds)) {
              const takers = FAULT_KINDS.filter((kind) => FAULTS[kind].takesSeconds);
              return await usage(`--by means something for ${takers.join(" and ")} alone`, context);
            }
            const { labFaultCommand } = await import("./fault.ts");
            return labFaultCommand(
              { ...options, ...(by === undefined ? {} : { by }), machine, fault },
              context,
            );
          },
      ),
    );
}

function kubernetesOption(): Option {
  return new Option("--kubernetes <minor>", "the version of Kubernetes that hosts are to run").choices(
    KUBERNETES_MINORS,
  );
}

function hostsOption(): Option {
  return new Option(
    "--hosts <system>",
    "what nodes boot: a Debian with the cluster's services, or the NixOS itself (default: as before, else debian)",
  ).choices(SYSTEM_KINDS);
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
