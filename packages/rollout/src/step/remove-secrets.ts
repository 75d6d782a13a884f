import { type HostName, SECRETS_DIRECTORY } from "@quorate/cluster";
import { quote } from "zx/core";
import { sshCommand } from "../ssh/ssh-command.ts";
import { endOverSsh } from "./failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";
import { countOfFiles } from "./words.ts";

/** Removes secrets that no longer belong: once nothing is left that may have to be gone back to. */
export interface RemoveSecretsStep {
  readonly node: HostName;
  /** File names, sorted; never empty. */
  readonly files: readonly [string, ...string[]];
}

/** See {@link RemoveSecretsStep}. */
export const removeSecrets: StepKind<RemoveSecretsStep> = {
  phase: "activation",
  describe,
  commands: ({ node, files }, paths) => [
    sshCommand(paths, node, "remove what no longer belongs", removeScript(files), {
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: (step, output, paths) =>
    endOverSsh(
      {
        node: step.node,
        says: "remove-secrets-failed",
        doing: describe(step),
        hint: "Every node is deployed and confirmed; run the same command again to remove what is left",
      },
      output,
      paths,
    ),
};

function describe({ files }: RemoveSecretsStep): string {
  return `removing ${countOfFiles(files.length)} of certificates and keys that no longer belong`;
}

function removeScript(files: readonly string[]): string {
  return [
    "set -eu",
    `cd ${SECRETS_DIRECTORY}`,
    ...files.map((file) => `rm -f -- ${quote(file)}`),
    "sync .",
  ].join("\n");
}
