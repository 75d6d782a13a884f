import { type HostName, SECRETS_DIRECTORY, type SecretFile } from "@quorate/cluster";
import { quote } from "zx/core";
import { INCOMING_DIRECTORY } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { endOverSsh } from "./failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";
import { countOfFiles } from "./words.ts";

/** Renames staged secrets into place and removes those that no longer belong. */
export interface PutSecretsStep {
  readonly node: HostName;
  readonly files: readonly SecretFile[];
  /** File names, sorted. */
  readonly remove: readonly string[];
}

/** See {@link PutSecretsStep}. */
export const putSecrets: StepKind<PutSecretsStep> = {
  phase: "activation",
  describe,
  commands: ({ node, files, remove }, paths) => [
    sshCommand(paths, node, "put them in place", putScript(files, remove), {
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: (step, output, paths) =>
    endOverSsh(
      {
        node: step.node,
        says: "put-secrets-failed",
        doing: describe(step),
        hint: "Each file is either the old or the new one; run the same command again",
      },
      output,
      paths,
    ),
};

function describe({ files, remove }: PutSecretsStep): string {
  return `putting ${countOfFiles(files.length)} of certificates and keys in place, removing ${remove.length}`;
}

/**
 * Moves received secrets to where they are read: each file gets its owner and mode, is flushed to disk
 * and renamed over the old one, so that a reader sees the old or the new content and never a part.
 * Files that no longer belong are removed last. Killed at any point, it can be run again.
 */
function putScript(files: readonly SecretFile[], remove: readonly string[]): string {
  const put = files.length === 0 ? [] : [`cd ${INCOMING_DIRECTORY}`, ...files.flatMap(putFile)];
  return [
    "set -eu",
    // A component's user does not exist before the first activation; until then the file is root's, and
    // the tmpfiles rules of that activation hand it over.
    'own() { if id -u "$1" >/dev/null 2>&1; then chown "$1:" "$2"; else chown root: "$2"; fi; }',
    ...put,
    `cd ${SECRETS_DIRECTORY}`,
    ...remove.map((file) => `rm -f -- ${quote(file)}`),
    "sync .",
    `rm -rf ${INCOMING_DIRECTORY}`,
  ].join("\n");
}

function putFile({ file, owner, mode }: SecretFile): readonly string[] {
  const name = quote(file);
  return [
    `own ${owner} ./${name}`,
    `chmod ${mode} ./${name}`,
    `sync ./${name}`,
    `mv -f ./${name} ${SECRETS_DIRECTORY}/${name}`,
  ];
}
