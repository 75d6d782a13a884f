import { posix } from "node:path";
import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import type { SystemKind } from "./system-kind.ts";

/** Where a lab lives and how large its machines are. All paths are absolute. */
export interface LabSettings {
  /** Holds one folder a cluster: disks, logs, scripts, the state file. Default: `/var/lib/quorate-lab`. */
  readonly stateRoot: string;
  /** Holds what every lab shares: the base tree. Default: `/var/cache/quorate-lab`. */
  readonly cacheRoot: string;
  /** What hosts see as `/opt/quorate-lab`. Default: made. */
  readonly artefacts: LabArtefacts;
  /** What nodes boot once they are installed. Default: `debian`. */
  readonly hosts: SystemKind;
  /** A tree of nixpkgs whose systems hosts of NixOS get, with stand-ins for its packages. Default: the flake's nixpkgs. */
  readonly nixpkgs?: string;
  /** Size of each machine's disk, in MiB. The file is sparse: it takes the room that is written. Default: 16 GiB. */
  readonly diskMiB: number;
}

/** Where a lab has Kubernetes' programs and images from. */
export type LabArtefacts =
  /** From nowhere: its hosts are bare. */
  | { readonly kind: "none" }
  /** From a folder with `bin/`, `cni/` and `images/` that is there already: its absolute path. */
  | { readonly kind: "given"; readonly folder: string }
  /** From the cache, into which they are built, or taken from PATH. */
  | { readonly kind: "made" };

/** The folder in which a host finds the programs and images that all hosts share. */
export const ARTEFACTS_IN_HOST = "/opt/quorate-lab";

/** Environment variables, by their names. */
export interface LabEnvironment {
  readonly [name: string]: string | undefined;
}

/**
 * Settings from the environment: `QUORATE_LAB_STATE` and `QUORATE_LAB_CACHE` move the two folders, and
 * `QUORATE_LAB_ARTEFACTS` names a folder with `bin/`, `cni/` and `images/` that is there already. Whether their paths
 * can be used says {@link checkedLabSettings}.
 */
export function labSettings(environment: LabEnvironment = {}): LabSettings {
  const folder = environment["QUORATE_LAB_ARTEFACTS"];
  return {
    stateRoot: environment["QUORATE_LAB_STATE"] || "/var/lib/quorate-lab",
    cacheRoot: environment["QUORATE_LAB_CACHE"] || "/var/cache/quorate-lab",
    artefacts: folder ? { kind: "given", folder } : { kind: "made" },
    hosts: "debian",
    diskMiB: 16 * 1024,
  };
}

/**
 * Settings whose paths can be used, without `..` and doubled slashes. Refused are relative ones, since from another
 * folder they would be another lab's, and such as can't stand in mount options, which know no quotes; and what says
 * where archives and images are from, and does not.
 */
export function checkedLabSettings(environment: LabEnvironment): Result<LabSettings> {
  const plain = (name: string) => {
    const given = environment[name];
    return given ? posix.normalize(given).replace(/(?<=.)\/$/, "") : given;
  };
  const names = ["QUORATE_LAB_STATE", "QUORATE_LAB_CACHE", "QUORATE_LAB_ARTEFACTS"] as const;
  const problems = [
    ...names.flatMap((name) => pathProblem(name, plain(name))),
    ...sourceProblems(environment),
  ];
  if (problems.length > 0) return failed(...problems);
  return succeeded(labSettings(Object.fromEntries(names.map((name) => [name, plain(name)]))));
}

const RELEASES = "QUORATE_LAB_RELEASES";
const IMAGES = "QUORATE_LAB_IMAGES";
/** The one word that {@link IMAGES} takes. */
const STAND_INS_ALONE = "stand-ins";

function sourceProblems(environment: LabEnvironment): readonly Problem[] {
  const [releases, images] = [environment[RELEASES], environment[IMAGES]];
  const code = "lab-source-unknown";
  return [
    ...(!releases || /^https?:\/\/[A-Za-z0-9[][^\s\\"'`]*$/.test(releases)
      ? []
      : [
          problem(
            code,
            "",
            `${RELEASES} can't be ${JSON.stringify(releases)}: it is the address of a mirror`,
            `Set ${RELEASES} to an address that begins with http:// or https://, or unset it.`,
          ),
        ]),
    ...(!images || images === STAND_INS_ALONE
      ? []
      : [
          problem(
            code,
            "",
            `${IMAGES} can't be ${JSON.stringify(images)}: it knows one word, ${STAND_INS_ALONE}`,
            `Set ${IMAGES} to ${STAND_INS_ALONE}, and no registry is asked; or unset it.`,
          ),
        ]),
  ];
}

function pathProblem(name: string, path: string | undefined): readonly Problem[] {
  if (!path || /^\/[A-Za-z0-9._/-]+$/.test(path)) return [];
  return [
    problem(
      "lab-path",
      "",
      path.startsWith("/")
        ? `${name} can't be ${JSON.stringify(path)}: it has to be a folder below /, with only letters, digits and ._/- in its path`
        : `${name} can't be ${JSON.stringify(path)}: from another folder that would be another place`,
      `Set ${name} to the absolute path of another folder.`,
    ),
  ];
}
