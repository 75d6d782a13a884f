import { failed, succeeded } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import {
  type BuiltSystem,
  type BuiltVersions,
  type DeployPaths,
  type EvaluatedNode,
  evaluateCommand,
  parseStorePath,
  realiseCommand,
  type StorePath,
} from "@quorate/rollout";
import { z } from "zod";
import { problem, type WorkbenchResult } from "../problem-kind.ts";

const storePath = z.string().transform((text, context): StorePath => {
  const path = parseStorePath(text);
  if (path !== undefined) return path;
  context.addIssue("not a store path");
  return z.NEVER;
});
const derivation = z.object({ drv: storePath, out: storePath });
const versions = z.object({ etcd: z.string().nullish(), kubernetes: z.string().nullish() }).optional();
const evaluation = z.record(
  z.string(),
  z.object({ system: derivation, disko: derivation.optional(), versions }),
);

/**
 * Evaluates and builds the systems of `nodes`, together; gives them by the name of their node. Where there are none,
 * Nix is not started.
 */
export async function buildSystems(
  run: Runner,
  paths: DeployPaths,
  nodes: readonly EvaluatedNode[],
): Promise<WorkbenchResult<ReadonlyMap<string, BuiltSystem>>> {
  if (nodes.length === 0) return succeeded(new Map());
  const evaluated = await run(evaluateCommand(paths, nodes));
  if (evaluated.code !== 0) {
    return failed(
      problem(
        "evaluation-failed",
        paths.flake,
        "the NixOS configurations could not be evaluated: every machine is as it was",
        [paths.flake, ...paths.flakeArguments].some(isNoUrl)
          ? "Its path holds a space or another character that stands in no URL, which not every Nix takes: move it to another folder"
          : "The evaluator's own message is above, and with --verbose how it came to it; --dry-run prints the same nix eval, to be run by itself",
      ),
    );
  }
  const parsed = evaluation.safeParse(parseJson(evaluated.stdout));
  const systems = parsed.success ? parsed.data : {};
  if (!parsed.success || nodes.some(({ name }) => !Object.hasOwn(systems, name))) {
    return failed(
      problem(
        "evaluation-unreadable",
        paths.flake,
        "nix eval printed something else than derivations",
        "See that the flake's nixosConfigurations are made by Quorate's lib",
      ),
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
      problem(
        "build-failed",
        paths.flake,
        "the systems could not be built: every machine is as it was",
        "The failing derivation is named above: nix log prints what it said; a node of another platform needs a remote builder or emulation",
      ),
    );
  }
  return succeeded(
    new Map(
      Object.entries(systems).map(([name, { system, disko, versions }]) => [
        name,
        {
          closure: system.out,
          diskoScript: disko?.out,
          ...(versions === undefined ? {} : { versions: told(versions) }),
        },
      ]),
    ),
  );
}

/** What is null was not told. */
function told({ etcd, kubernetes }: NonNullable<z.output<typeof versions>>): BuiltVersions {
  return { etcd: etcd ?? undefined, kubernetes: kubernetes ?? undefined };
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
