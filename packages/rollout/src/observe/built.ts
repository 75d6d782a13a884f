import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { BuiltSystem } from "../desired.ts";
import type { StorePath } from "../store-path.ts";
import { type Answers, answersOf } from "./answers.ts";

/** Systems that were built on this machine, by the name of their node. */
export type BuiltSystems = ReadonlyMap<string, BuiltSystem>;

/** Asks here something about each of them: lines of shell, whose answers carry the node's name. */
export function askBuilt(
  systems: BuiltSystems,
  description: string,
  questions: (closure: StorePath, name: string) => readonly string[],
): Command {
  const lines = [...systems].flatMap(([name, { closure }]) => questions(closure, name));
  return {
    node: undefined,
    description,
    argv: ["sh", "-c", [...lines, "true"].join("\n")],
    output: "silent",
  };
}

/** Reads the answers for each; those that told nothing are left out. */
export function readBuilt<Told>(
  systems: BuiltSystems,
  { stdout }: CommandOutput,
  read: (answers: Answers, name: string) => Told | undefined,
): ReadonlyMap<HostName, Told> {
  const answers = answersOf(stdout.split("\n"));
  return new Map(
    [...systems.keys()].flatMap((name) => {
      const told = read(answers, name);
      return told === undefined ? [] : [[name as HostName, told] as const];
    }),
  );
}
