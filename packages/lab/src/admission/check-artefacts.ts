import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "@quorate/cluster";
import { type ArtefactContents, readContents } from "../artefacts/contents.ts";
import { BUILT_SETS, PROGRAM_SETS } from "../artefacts/programs.ts";
import { problem } from "../problem-kind.ts";

/** What a folder has to have for hosts to become a cluster with it. */
const PROGRAMS = [
  ...BUILT_SETS.flatMap((set) => {
    const { programs, folder } = PROGRAM_SETS[set];
    return programs.map((name) => `${folder}/${name}`);
  }),
  // The real ones, or what stands in for them.
  "bin/flannel",
  "cni/flannel",
];

/**
 * What is wrong with a folder of artefacts that somebody names; empty where it can be used. Whether its programs run
 * is left to the hosts.
 */
export function artefactsProblems(folder: string): readonly Problem[] {
  const message = wrongWith(folder);
  if (message === undefined) return [];
  return [
    problem(
      "lab-artefacts-invalid",
      folder,
      message,
      "Let QUORATE_LAB_ARTEFACTS name a folder such as `quorate lab prepare` makes, or unset it: then `quorate lab up` makes one.",
    ),
  ];
}

/** Why a folder of artefacts is not of the minor version of Kubernetes that is asked for; empty where it is. */
export function otherMinor(folder: string, wanted: string | undefined): readonly Problem[] {
  if (wanted === undefined || wrongWith(folder) !== undefined) return [];
  const version = readContents(folder)?.programs["kubernetes"];
  if (version === undefined || version.startsWith(`${wanted}.`)) return [];
  return [
    problem(
      "lab-artefacts-invalid",
      folder,
      `the folder that QUORATE_LAB_ARTEFACTS names has Kubernetes ${version}, and ${wanted} is asked for`,
      "Unset QUORATE_LAB_ARTEFACTS: then the lab builds what is asked for. Or leave out --kubernetes.",
    ),
  ];
}

function wrongWith(folder: string): string | undefined {
  const kind = kindOf(folder);
  if (kind === undefined) return "the folder that QUORATE_LAB_ARTEFACTS names is not there";
  if (kind !== "folder") return "QUORATE_LAB_ARTEFACTS names what is no folder";
  const missing = [
    ...PROGRAMS.filter((path) => kindOf(join(folder, path)) !== "program"),
    ...(hasImages(join(folder, "images")) ? [] : ["images/*.tar"]),
  ];
  if (missing.length > 0) {
    return `the folder that QUORATE_LAB_ARTEFACTS names has not all of what hosts need: ${missing.join(", ")}`;
  }
  return hasContents(folder)
    ? undefined
    : "contents.json in the folder that QUORATE_LAB_ARTEFACTS names does not say which images are there, and of which versions kubernetes and etcd are";
}

/** Links count as what they lead to; on a host they may lead elsewhere. */
function kindOf(path: string): "folder" | "program" | "other" | undefined {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return "folder";
    return stat.isFile() && (stat.mode & 0o111) !== 0 ? "program" : "other";
  } catch {
    return undefined;
  }
}

/** Versions that hosts' configurations depend on. */
const VERSIONS = ["kubernetes", "etcd"] as const;

/** A folder need not say what it holds; what it says has to have the two parts, and those versions. */
function hasContents(folder: string): boolean {
  try {
    const contents: Partial<ArtefactContents> | null | undefined = readContents(folder);
    if (contents === undefined) return true;
    const { programs } = contents ?? {};
    return (
      isTable(programs) &&
      isTable(contents?.images) &&
      VERSIONS.every((name) => typeof programs?.[name] === "string")
    );
  } catch {
    return false;
  }
}

function isTable(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasImages(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => name.endsWith(".tar"));
  } catch {
    return false;
  }
}
