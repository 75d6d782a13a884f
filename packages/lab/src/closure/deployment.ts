import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { readContents } from "../artefacts/contents.ts";
import type { LabState } from "../lab/state-file.ts";
import { ARTEFACTS_IN_HOST } from "../model/settings.ts";
import { type SystemKind, systemOf } from "../model/system-kind.ts";
import { buildUsers, labNixConfig, overridesFor, ownDoubles } from "./doubles.ts";
import { copyThatSays, nixpkgsDouble } from "./nixpkgs-copy.ts";

/** What deploy is told for hosts of a lab, beside what was asked. */
export interface LabDeployment {
  /** Its further arguments. */
  readonly words: readonly string[];
  /** NIX_CONFIG. */
  readonly nixConfig: string;
  /** What hosts get, for people: a line each. */
  readonly says: readonly string[];
}

/** What a deployment to a lab is made from. */
export interface DeploymentPlace {
  /** Where Quorate's own files are. */
  readonly root: string;
  /** The folder of the cluster's flake. */
  readonly flake: string;
  /** NIX_CONFIG as it is. */
  readonly nixConfig: string | undefined;
  /** What /etc/group holds. */
  readonly groups: string;
  /** The PATH in which programs are looked for. */
  readonly path: string;
  /** As Node names it: `x64`. */
  readonly architecture: string;
}

/** The output of a flake that has hosts of the lab in the place of nodes. */
const CONFIGURATIONS = ["--configurations", "labConfigurations"] as const;

/** What deploy is told for the hosts of a lab that is up. */
export async function labDeployment(lab: LabState, place: DeploymentPlace): Promise<LabDeployment> {
  return await DEPLOYMENTS[systemOf(lab.plan)](lab, place);
}

/** Where hosts see the lab's programs; `undefined` where they have none. */
function placeOf({ shown }: LabState): string | undefined {
  return shown ? join(ARTEFACTS_IN_HOST, shown) : undefined;
}

const DEPLOYMENTS: {
  readonly [K in SystemKind]: (lab: LabState, place: DeploymentPlace) => Promise<LabDeployment>;
} = { debian: toDebian, nixos: toNixos };

async function toDebian(lab: LabState, place: DeploymentPlace): Promise<LabDeployment> {
  const own = ownDoubles(place.root);
  const programs = { versions: readContents(lab.artefacts)?.programs, place: placeOf(lab) };
  const nixpkgs = await nixpkgsDouble(own.nixpkgs, programs, join(lab.plan.folder, "doubles"));
  return {
    words: overridesFor(place.flake, { ...own, nixpkgs }),
    nixConfig: labNixConfig(place.nixConfig, place.groups, ["sandbox = false"]),
    says: ["hosts get systems that Debian can run, made by the lab's double of nixpkgs (docs/lab.md)"],
  };
}

async function toNixos(lab: LabState, place: DeploymentPlace): Promise<LabDeployment> {
  if (lab.nixpkgs === undefined) {
    return {
      words: CONFIGURATIONS,
      nixConfig: [
        ...(place.nixConfig ? [place.nixConfig] : []),
        "warn-dirty = false",
        ...buildUsers(place.groups),
        "",
      ].join("\n"),
      says: [
        "hosts get the flake's labConfigurations, of the flake's own nixpkgs (docs/lab.md)",
        "where neither that nor a binary cache can be reached, set NIXPKGS to a checkout of nixpkgs for `lab up`",
      ],
    };
  }
  const own = ownDoubles(place.root);
  const compiled = programOnPath("switch-to-configuration", place.path);
  const machine = {
    double: own.nixpkgs,
    lab: placeOf(lab) ?? ARTEFACTS_IN_HOST,
    nixpkgs: lab.nixpkgs,
    programs: [lab.baseTree, lab.artefacts].join(" "),
    switch: compiled ?? null,
    system: place.architecture === "arm64" ? "aarch64-linux" : "x86_64-linux",
  };
  const nixpkgs = await copyThatSays(
    join(place.root, "packages/lab/package-set"),
    [["machine.json", `${JSON.stringify(machine, null, 2)}\n`]],
    join(lab.plan.folder, "doubles/package-set"),
  );
  return {
    // The tree is read where it is: hashing and copying half a gigabyte at each deployment would take half a minute.
    words: [
      ...CONFIGURATIONS,
      ...overridesFor(place.flake, { ...own, nixpkgs }),
      ...["--option", "pure-eval=false"],
    ],
    nixConfig: labNixConfig(place.nixConfig, place.groups, sandboxOf(lab)),
    says: [
      `hosts get the flake's labConfigurations, of ${lab.nixpkgs}, with Debian's programs in its packages (docs/lab.md)`,
      compiled === undefined
        ? "PATH has no switch-to-configuration, which NixOS compiles: hosts switch by the lab's own, which goes by its rules"
        : `hosts switch by ${compiled}`,
    ],
  };
}

/** Builders see what hosts will see: the base tree's /usr, and the lab's programs. */
function sandboxOf(lab: LabState): readonly string[] {
  const { baseTree, artefacts } = lab;
  const folders = [
    ...["bin", "lib", "lib64", "sbin"].map((name) => `/${name}=${baseTree}/usr/${name}`),
    ...["usr", "etc/alternatives", "var/lib/dpkg/info"].map((path) => `/${path}=${baseTree}/${path}`),
    `${placeOf(lab) ?? ARTEFACTS_IN_HOST}=${artefacts}`,
  ];
  return ["sandbox = true", `sandbox-paths = ${folders.join(" ")}`];
}

/** The absolute path of a program in the folders of a PATH. */
function programOnPath(name: string, path: string): string | undefined {
  return path
    .split(":")
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
      } catch {
        return false;
      }
    });
}
