import { type Command, InvalidArgumentError, Option } from "commander";
import { collectName } from "../command-line/collect-name.ts";
import { NamedOption } from "../command-line/named-option.ts";
import { collectPair } from "../command-line/pair.ts";

/** Adds the options that say how systems are evaluated and built. */
export function addFlakeOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--evaluate <what>",
        "evaluate the systems of nodes that differ from nix/generated, or of all (default: needed; always with --override-input)",
      ).choices(["needed", "always"]),
    )
    .option("--flake <reference>", "the flake of the cluster (default: the folder of machines.ts)")
    .addOption(
      new Option(
        "--configurations <output>",
        "the flake's output that has the nodes' systems (default: nixosConfigurations)",
      ).argParser(attributeName),
    )
    .addOption(
      new NamedOption(
        "overrideInputs",
        "--override-input <name=reference>",
        "passed to Nix as --override-input; repeatable",
      )
        .argParser(collectPair)
        .default([]),
    )
    .addOption(
      new NamedOption("nixOptions", "--option <name=value>", "passed to Nix as --option; repeatable")
        .argParser(collectPair)
        .default([]),
    );
}

/** Who is left out of all nodes. */
export function exceptOption(all: string): Option {
  return new Option("--except <node>", `leave it out of ${all}, as a node that is down; repeatable`)
    .argParser(collectName)
    .default([]);
}

/** Whether a node that can't be reached is left out, instead of ending it. */
export function skipUnreachableOption(): Option {
  return new Option("--skip-unreachable", "leave out nodes that cannot be reached").default(false);
}

/** Whether an older configuration than the one deployed last may be deployed. */
export function allowOlderOption(): Option {
  return new Option(
    "--allow-older",
    "go back to an older commit than the one that was deployed last, or one that does not know it",
  ).default(false);
}

/** Who is rebooted. */
export function rebootOption(): Option {
  return new Option(
    "--reboot <when>",
    "reboot nodes that need it, one by one, or all that are activated (default: never; it is told who needs it)",
  ).choices(["never", "needed", "always"]);
}

/** When a node goes back by itself. */
export function watchdogOption(): Option {
  return new Option(
    "--watchdog <seconds>",
    "after so long without a word an unconfirmed node goes back to what it ran (default: 300)",
  );
}

/** Adds the options that say what becomes of the pods of a node that is rebooted. */
export function addPodOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--drain <when>", "move the pods of a node before it is rebooted (default: needed)").choices(
        ["needed", "never"],
      ),
    )
    .option(
      "--delete-pods <node>",
      "consent to losing its pods that nobody makes anew, and local data; repeatable",
      collectName,
      [],
    )
    .option(
      "--disable-eviction <node>",
      "delete its pods in spite of their disruption budgets; repeatable",
      collectName,
      [],
    );
}

/** Whether maintenance windows are kept to. */
export function anyTimeOption(): Option {
  return new Option("--any-time", "outside of the maintenance windows of machines.ts, too").default(false);
}

/** Whether members that nobody could ask are off. */
export function coldStartOption(): Option {
  return new Option("--cold-start", "etcd does not run on those of its members that cannot be asked");
}

/** Whether a snapshot of etcd is taken first. */
export function snapshotOption(): Option {
  return new Option("--no-snapshot", "take no snapshot of etcd before its members are touched");
}

/** How many workers are taken at once. */
export function maxUnavailableOption(): Option {
  return new Option(
    "--max-unavailable <number>",
    "workers that may be away at once: a number, or a part of all in % (default: 1)",
  );
}

/** It stands behind the `#` of what Nix is asked for. */
function attributeName(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(text)) return text;
  throw new InvalidArgumentError("It is the name of an output, such as nixosConfigurations.");
}
