import type { Runner } from "@quorate/command";
import {
  type DeployPaths,
  type EvaluatedNode,
  evaluateCommand,
  parseStorePath,
  type RolloutProblem,
  realiseCommand,
  type StorePath,
} from "@quorate/rollout";
import { z } from "zod";

/** What was built for a node. */
export interface BuiltSystem {
  readonly closure: StorePath;
  readonly diskoScript: StorePath | undefined;
}

/** The built systems by node, or why there are none. */
export type Building =
  | { readonly ok: true; readonly systems: ReadonlyMap<string, BuiltSystem> }
  | { readonly ok: false; readonly problems: readonly RolloutProblem[] };

const storePath = z.string().transform((text, context): StorePath => {
  const path = parseStorePath(text);
  if (path !== undefined) return path;
  context.addIssue({ code: "custom", message: "not a store path" });
  return z.NEVER;
});
const derivation = z.object({ drv: storePath, out: storePath });
const evaluation = z.record(z.string(), z.object({ system: derivation, disko: derivation.optional() }));

/** Evaluates and builds the systems of `nodes`, together. */
export async function buildSystems(
  run: Runner,
  paths: DeployPaths,
  nodes: readonly EvaluatedNode[],
): Promise<Building> {
  const evaluated = await run(evaluateCommand(paths, nodes));
  if (evaluated.code !== 0) {
    return failed(
      "evaluation-failed",
      "the NixOS configurations could not be evaluated",
      paths.flake,
      [paths.flake, ...paths.flakeArguments].some(isNoUrl)
        ? "Its path holds a space or another character that stands in no URL, which not every Nix takes: move it to another folder"
        : "The evaluator's own message is above; nix eval can be run by itself, see deploy --dry-run",
    );
  }
  const parsed = evaluation.safeParse(parseJson(evaluated.stdout));
  const systems = parsed.success ? parsed.data : {};
  if (!parsed.success || nodes.some(({ name }) => !Object.hasOwn(systems, name))) {
    return failed(
      "evaluation-unreadable",
      "nix eval printed something else than derivations",
      paths.flake,
      "See that the flake's nixosConfigurations are made by Quorate's lib",
    );
  }
  const derivations = Object.values(systems).flatMap(({ system, disko }) => [
    system,
    ...(disko ? [disko] : []),
  ]);
  const built = await run(
    realiseCommand(
      paths,
      derivations.map(({ drv }) => drv),
    ),
  );
  if (built.code !== 0) {
    return failed(
      "build-failed",
      "the systems could not be built",
      paths.flake,
      "The failing derivation is named above: nix log prints what it said; a node of another platform needs a remote builder or emulation",
    );
  }
  return {
    ok: true,
    systems: new Map(
      Object.entries(systems).map(([name, { system, disko }]) => [
        name,
        { closure: system.out, diskoScript: disko?.out },
      ]),
    ),
  };
}

/** Whether it holds what RFC 3986 lets stand in no path of a URL; `%` begins an escape there. */
function isNoUrl(text: string): boolean {
  return /[^A-Za-z0-9._~!$&'()*+,;=:@/?#-]/.test(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(code: string, message: string, where: string, hint: string): Building {
  return { ok: false, problems: [{ code, message, where, hint }] };
}
