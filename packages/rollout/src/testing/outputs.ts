import type { CommandOutput } from "@quorate/command";
import type { Step } from "../step/step.ts";

/** How a command ended. */
function testOutput(code: number | undefined, stdout = "", stderr = ""): CommandOutput {
  return { code, stdout, stderr };
}

/** For tests: what the last command of a step says where all went well. */
export function goodOutput(step: Step): CommandOutput {
  switch (step.kind) {
    case "stage-secrets":
      return testOutput(0, step.files.map(({ file, digest }) => `${digest}  ./${file}\n`).join(""));
    case "verify":
      return testOutput(
        0,
        [
          "quorate-probe=1",
          "nixos=yes",
          `current=${step.closure}`,
          `profile=${step.closure}`,
          `fingerprint=${step.fingerprint}`,
          "activation=inactive",
          ...step.secrets.map(({ file, digest }) => `secret=${digest}  ./${file}`),
        ].join("\n"),
      );
    default:
      return testOutput(0);
  }
}

/** For tests: what it says where it failed. A step that waits is asked again, and one that can't fail does not. */
export const BAD_OUTPUT: CommandOutput = testOutput(1, "", "it broke");
