import { type CommandOutput, lastLines } from "@quorate/command";
import type { LabProblem } from "../problem.ts";
import type { Recipe } from "./recipe.ts";

/** Lines of a failed script that are repeated in the message. */
const LAST_LINES = 5;

/** The problem of a recipe whose script ended badly. */
export function recipeFailed(recipe: Recipe, { code, stdout, stderr }: CommandOutput): LabProblem {
  // A compiler's words may be on either.
  const said = [stdout, stderr].flatMap((text) => lastLines(text, LAST_LINES)).join("; ");
  const end = code === undefined ? "was killed or could not be started" : `ended with ${code}`;
  return {
    code: "lab-artefact-failed",
    where: recipe.name,
    message: `could not ${recipe.description}: ${recipe.script} ${end}${said === "" ? "" : `: ${said}`}`,
    hint:
      recipe.name === "toolchain"
        ? "It needs Debian 12 and its package archive. Run it again, or put Kubernetes' programs on PATH, as `nix develop` does."
        : "What was done is kept: run it again, and it goes on from there.",
  };
}
