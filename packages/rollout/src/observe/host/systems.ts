import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import { parseStorePath, type StorePath } from "../../store-path.ts";
import { type Answers, numberSaid } from "../answers.ts";
import { askBuilt, type BuiltSystems, readBuilt } from "../built.ts";
import { type Known, knownOr } from "../known.ts";
import type { Subject } from "../subject.ts";

/** The systems of a host, by what makes them that. */
export interface SystemFacts {
  /** What its units are of. */
  readonly running: Known<SystemParts>;
  /** What its kernel was started with. */
  readonly booted: Known<SystemParts>;
  /** What the system profile points to: what the boot loader is made from. */
  readonly profile: Known<SystemParts>;
  /** The number of the profile's generation. */
  readonly generation: Known<number>;
}

/** What of a system is in effect from a boot on alone. */
export interface SystemParts {
  readonly path: StorePath;
  /** Paths; empty where a system has no such part, as that of a container. */
  readonly kernel: string;
  readonly initrd: string;
  readonly modules: string;
  readonly parameters: string;
  /** What NixOS refuses to switch between where it differs; empty where the system says nothing of that. */
  readonly inhibitors: string;
  /** Bytes of what the boot loader is given; told of what was built here alone. */
  readonly bootBytes?: { readonly kernel: number; readonly initrd: number };
}

/** Links to a host's systems. */
const LINKS = {
  running: "/run/current-system",
  booted: "/run/booted-system",
  profile: "/nix/var/nix/profiles/system",
} as const;

/** What of a system's folder leads somewhere. */
const LEADS = { path: "", kernel: "/kernel", initrd: "/initrd", modules: "/kernel-modules" } as const;

/** Lines of shell that print the parts of the system at `path`, each key after `prefix`. One program finds all of them. */
export function partsQuestions(path: string, prefix: string): readonly string[] {
  return [
    "set --; names=",
    ...Object.entries(LEADS).map(
      ([name, below]) =>
        `[ ! -e ${path}${below} ] || { set -- "$@" ${path}${below}; names="$names ${name}"; }`,
    ),
    `[ -z "$names" ] || readlink -e "$@" | for name in $names; do IFS= read -r to && echo "${prefix}-$name=$to"; done`,
    `said=; [ ! -r ${path}/kernel-params ] || IFS= read -r said <${path}/kernel-params`,
    `echo "${prefix}-parameters=$said"; said=`,
    `[ ! -r ${path}/switch-inhibitors ] || while IFS= read -r line || [ -n "$line" ]; do said="$said$line "; done <${path}/switch-inhibitors`,
    `echo "${prefix}-inhibitors=$said"`,
  ];
}

/** Reads the answer to {@link partsQuestions}. */
export function readParts({ last }: Answers, prefix: string): SystemParts | undefined {
  const path = parseStorePath(last(`${prefix}-path`));
  if (path === undefined) return undefined;
  return {
    path,
    kernel: last(`${prefix}-kernel`),
    initrd: last(`${prefix}-initrd`),
    modules: last(`${prefix}-modules`),
    parameters: last(`${prefix}-parameters`).trim(),
    inhibitors: last(`${prefix}-inhibitors`).trim(),
  };
}

/** See {@link SystemFacts}. */
export const systems: Subject<SystemFacts> = {
  atOnce: true,
  questions: () => [
    ...Object.entries(LINKS).flatMap(([name, path]) => partsQuestions(path, name)),
    `link=$(readlink ${LINKS.profile}); link=\${link##*system-}; echo "generation=\${link%-link}"`,
  ],
  read: (answers) => ({
    running: knownOr(readParts(answers, "running"), `${LINKS.running} leads to no system`),
    booted: knownOr(readParts(answers, "booted"), `${LINKS.booted} leads to no system`),
    profile: knownOr(readParts(answers, "profile"), `${LINKS.profile} leads to no system`),
    generation: knownOr(numberSaid(answers.last("generation")), "the system profile has no generation"),
  }),
};

/** Asks here what the systems that were built are made of. */
export function builtPartsCommand(systems: BuiltSystems): Command {
  return askBuilt(systems, "see what the systems are made of", (closure, name) => [
    ...partsQuestions(closure, name),
    ...["kernel", "initrd"].map((part) => `echo "${name}-${part}-bytes=$(stat -L -c %s ${closure}/${part})"`),
  ]);
}

/** Reads the answer to {@link builtPartsCommand}. */
export function readBuiltParts(
  systems: BuiltSystems,
  output: CommandOutput,
): ReadonlyMap<HostName, SystemParts> {
  return readBuilt(systems, output, (answers, name) => {
    const parts = readParts(answers, name);
    const [kernel, initrd] = ["kernel", "initrd"].map((part) =>
      numberSaid(answers.last(`${name}-${part}-bytes`)),
    );
    if (parts === undefined || kernel === undefined || initrd === undefined) return parts;
    return { ...parts, bootBytes: { kernel, initrd } };
  });
}
