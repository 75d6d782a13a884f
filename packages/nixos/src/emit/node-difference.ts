import { visible, withoutSecrets } from "@quorate/cluster";
import { fromValue, type NixValue, nixFile, print, valueProblems } from "@quorate/nix";
import { structuredPatch } from "diff";
import { NIX_HEADER, nodeFile } from "./generated-files.ts";

/** Lines around a change, as `diff -u` shows them. */
const CONTEXT = 3;

/**
 * What changes in a node's file below nix/generated, as a unified difference: from the option values `before`, which a
 * host tells of what it runs, to those that it is to have. Empty where no option changes; `undefined` where `before`
 * is nothing that such a file can hold. What may be a secret is shown in neither.
 */
export function nodeDifference(
  node: string,
  before: unknown,
  after: NixValue,
): readonly string[] | undefined {
  if (valueProblems(before).length > 0) return undefined;
  const [from, to] = withoutSecrets(before as NixValue, after);
  const { hunks } = structuredPatch("", "", textOf(from), textOf(to), "", "", { context: CONTEXT });
  if (hunks.length === 0) return [];
  return [
    `--- ${node}, as it runs`,
    `+++ nix/generated/${nodeFile("options", node)}`,
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
      ...lines.map(visible),
    ]),
  ];
}

function textOf(value: NixValue): string {
  return print(nixFile(NIX_HEADER, fromValue(value)));
}

function range(start: number, lines: number): string {
  return lines === 1 ? `${start}` : `${start},${lines}`;
}
