import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { Answers } from "../answers.ts";
import { askBuilt, type BuiltSystems, readBuilt } from "../built.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** What a system's unit files say, by the name of the unit: digests, of the file and of what overrides parts of it. */
export type UnitFiles = { readonly [unit: string]: string };

/** The units of a system that was built, and what it says of how they are changed. */
export interface BuiltUnits {
  readonly files: UnitFiles;
  /** Those that are reloaded where their file is another. */
  readonly reloads: readonly string[];
  /** Those that are left alone. */
  readonly keeps: readonly string[];
}

/** Where a system has them. */
const FOLDER = "etc/systemd/system";

/** Lines of shell that print them, of the system at `path`, each after `prefix`; what other units want is no file. */
function filesQuestion(path: string, prefix: string): string {
  return [
    `cd ${path}/${FOLDER} && find -L . \\( -path './*/*' ! -path './*.d/*.conf' \\) -prune -o -type f -exec sha256sum {} +`,
    `sed -n 's/^\\(.\\{16\\}\\)[0-9a-f]* [ *]\\.\\//${prefix}unit-file=\\1 /p'`,
  ].join(" | ");
}

/** The units of the system that a host runs. They are told where that is not what is wanted now. */
export const unitFiles: Subject<Known<UnitFiles>> = {
  atOnce: true,
  questions: ({ fingerprint }) =>
    fingerprint === undefined
      ? []
      : [
          `[ "$(cat /etc/quorate/fingerprint)" = "${fingerprint}" ] || { ${filesQuestion("/run/current-system", "")}; }`,
        ],
  read: (answers) => {
    const files = filesOf(answers, "");
    return Object.keys(files).length === 0
      ? unknown("the host did not tell the units of the system that it runs")
      : known(files);
  },
};

/** Asks here what units the systems have that were built. */
export function builtUnitsCommand(systems: BuiltSystems): Command {
  const named = (lines: string, key: string) => `grep -lsxE '${lines}' *.service | sed 's/^/${key}=/'`;
  return askBuilt(systems, "see which units the systems have", (closure, name) => [
    `( ${filesQuestion(closure, `${name}-`)}`,
    `cd ${closure}/${FOLDER} || exit 0`,
    named("X-ReloadIfChanged=true", `${name}-unit-reloads`),
    `${named("X-RestartIfChanged=false|X-OnlyManualStart=true|RefuseManualStop=true", `${name}-unit-keeps`)} )`,
  ]);
}

/** Reads the answer to {@link builtUnitsCommand}. */
export function readBuiltUnits(
  systems: BuiltSystems,
  output: CommandOutput,
): ReadonlyMap<HostName, BuiltUnits> {
  return readBuilt(systems, output, (answers, name) => {
    const files = filesOf(answers, `${name}-`);
    if (Object.keys(files).length === 0) return undefined;
    const reloads = answers.all(`${name}-unit-reloads`);
    const keeps = answers.all(`${name}-unit-keeps`);
    return { files, reloads, keeps };
  });
}

function filesOf({ all }: Answers, prefix: string): UnitFiles {
  const files: { [unit: string]: string } = {};
  for (const line of [...all(`${prefix}unit-file`)].sort(byName)) {
    const [, digest = "", unit] = /^([0-9a-f]{16}) ([^/]+?)(?:\.d\/[^/]+)?$/.exec(line) ?? [];
    if (unit !== undefined) files[unit] = `${files[unit] ?? ""}${digest}`;
  }
  return files;
}

/** By what follows the digest: systems list their files in orders of their own. */
function byName(one: string, other: string): number {
  return one.slice(16) < other.slice(16) ? -1 : 1;
}
