import type { Problem } from "@quorate/cluster";
import { type CommandOutput, lastLines } from "@quorate/command";
import { problem } from "../problem-kind.ts";
import type { Recipe } from "./recipe.ts";

/** Lines of a failed script that are repeated in the message. */
const LAST_LINES = 5;

/** The problem of a recipe whose script ended badly. */
export function recipeFailed(recipe: Recipe, { code, stdout, stderr }: CommandOutput): Problem {
  // A compiler's words may be on either.
  const said = [stdout, stderr].flatMap((text) => lastLines(text, LAST_LINES)).join("; ");
  const end = code === undefined ? "was killed or could not be started" : `ended with ${code}`;
  return problem(
    "lab-artefact-failed",
    recipe.name,
    `could not ${recipe.description}: ${recipe.script} ${end}${said === "" ? "" : `: ${said}`}`,
    recipe.name === "toolchain"
      ? "It needs Debian 12 and its package archive. Run it again, or put Kubernetes' programs on PATH, as `nix develop` does."
      : "What was done is kept: run it again, and it goes on from there.",
  );
}
