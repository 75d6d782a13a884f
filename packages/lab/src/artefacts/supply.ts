import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { CLUSTER_IMAGES } from "@quorate/nixos";
import { artefactsProblems, otherMinor } from "../admission/check-artefacts.ts";
import { type LabPurpose, NOTHING_TO_MAKE } from "../admission/resources.ts";
import type { LabArtefacts, LabSettings } from "../model/settings.ts";
import type { LabWorld } from "../world.ts";
import { choosePrograms } from "./choose-programs.ts";
import { artefactsInUse } from "./in-use.ts";
import { makingFolders, wantedRecipes } from "./making-folders.ts";
import { makingNeeds } from "./making-needs.ts";
import { type ArtefactRequest, prepareArtefacts } from "./prepare-artefacts.ts";
import { partlyMissing } from "./programs.ts";

/** What artefacts are made with, where they are: everything but the places, which are in the settings, and images. */
export type Making = Omit<ArtefactRequest, "cache" | "images" | "inUse">;

/** What a lab must know of the place that its artefacts are from, by its kind. */
interface Supply<Kind extends LabArtefacts["kind"]> {
  readonly hosts: LabPurpose["hosts"] & ("kubernetes" | "bare");
  /** What is wrong with it as it was named; empty where nothing is. */
  readonly problems: (artefacts: Extract<LabArtefacts, { kind: Kind }>) => readonly Problem[];
  /** What it takes of this machine to make what is not there yet. */
  readonly toMake: (
    world: LabWorld,
    settings: LabSettings,
    making: Making,
  ) => Promise<Result<LabPurpose["toMake"]>>;
  /** The folder that hosts see; it is made first where that is how it comes. */
  readonly folder: (
    artefacts: Extract<LabArtefacts, { kind: Kind }>,
    world: LabWorld,
    settings: LabSettings,
    making: Making,
  ) => Promise<Result<string>>;
}

const SUPPLIES: { readonly [Kind in LabArtefacts["kind"]]: Supply<Kind> } = {
  none: {
    hosts: "bare",
    problems: () => [],
    toMake: async () => succeeded(NOTHING_TO_MAKE),
    folder: async (_, __, { cacheRoot }) => {
      const empty = `${cacheRoot}/nothing`;
      mkdirSync(empty, { recursive: true });
      return succeeded(empty);
    },
  },
  given: {
    hosts: "kubernetes",
    problems: ({ folder }) => artefactsProblems(folder),
    toMake: async (_, { artefacts }, { kubernetes }) => {
      const problems = artefacts.kind === "given" ? otherMinor(artefacts.folder, kubernetes) : [];
      return problems.length > 0 ? failed(...problems) : succeeded(NOTHING_TO_MAKE);
    },
    folder: async ({ folder }) => succeeded(folder),
  },
  made: {
    hosts: "kubernetes",
    problems: () => [],
    toMake: async (world, settings, making) => {
      // What is not taken of PATH is said when it is made.
      const quiet = { ...world, say: () => {} };
      const chosen = await choosePrograms(quiet, making.path, making.kubernetes, making.k3s);
      if (!chosen.ok) return chosen;
      const wanted = wantedRecipes(chosen.value, making.kubernetes);
      const folders = await makingFolders(world, { ...making, cache: cacheOf(settings) }, wanted);
      const needs = makingNeeds(folders, wanted);
      return succeeded({ ...needs, lacking: partlyMissing(making.path, "kubernetes") });
    },
    folder: async (_, world, settings, making) => {
      const cache = cacheOf(settings);
      const inUse = artefactsInUse(cache, settings.stateRoot);
      const made = await prepareArtefacts(world, { ...making, images: CLUSTER_IMAGES, cache, inUse });
      return made.ok ? succeeded(made.value.path) : made;
    },
  },
};

/** What a lab with these settings is wanted for; refused where PATH has what hosts can't be given. */
export async function purposeOf(
  world: LabWorld,
  settings: LabSettings,
  making: Making,
): Promise<Result<LabPurpose>> {
  const { hosts, toMake } = supplyOf(settings.artefacts);
  const needs = await toMake(world, settings, making);
  return needs.ok ? succeeded({ hosts, toMake: needs.value }) : needs;
}

/** What is wrong with where the artefacts are to be from; empty where nothing is. */
export function supplyProblems({ artefacts }: LabSettings): readonly Problem[] {
  return supplyOf(artefacts).problems(artefacts);
}

/** The folder that hosts are to see as `/opt/quorate-lab`. Making it takes minutes the first time. */
export async function artefactsFolder(
  world: LabWorld,
  settings: LabSettings,
  making: Making,
): Promise<Result<string>> {
  return await supplyOf(settings.artefacts).folder(settings.artefacts, world, settings, making);
}

/** The row of a kind; the compiler does not see that it takes what has that kind. */
function supplyOf({ kind }: LabArtefacts): Supply<LabArtefacts["kind"]> {
  return SUPPLIES[kind] as Supply<LabArtefacts["kind"]>;
}

function cacheOf({ cacheRoot }: LabSettings): string {
  return join(cacheRoot, "artefacts");
}
