import type { Runner } from "@quorate/command";
import {
  type Build,
  type BuiltSystem,
  builtPartsCommand,
  type DeployPaths,
  readBuiltParts,
  type SystemParts,
} from "@quorate/rollout";
import { buildSystems as buildInNix } from "@quorate/workbench";

/** Builds systems, and sees what they are made of: that tells who needs a reboot. */
export async function buildSystems(
  run: Runner,
  paths: DeployPaths,
  nodes: Build["nodes"],
): Promise<Awaited<ReturnType<typeof buildInNix>>> {
  const built = await buildInNix(run, paths, nodes);
  if (!built.ok || built.value.size === 0) return built;
  const parts: ReadonlyMap<string, SystemParts> = readBuiltParts(
    built.value,
    await run(builtPartsCommand(built.value)),
  );
  const value = new Map(
    [...built.value].map(([name, system]): [string, BuiltSystem] => {
      const known = parts.get(name);
      return [name, known === undefined ? system : { ...system, parts: known }];
    }),
  );
  return { ...built, value };
}
