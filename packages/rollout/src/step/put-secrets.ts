import { type HostName, SECRETS_DIRECTORY, type SecretFile } from "@quorate/cluster";
import { quote } from "zx/core";
import { INCOMING_DIRECTORY, UNREAD_FILE } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { endOverSsh } from "./failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";
import { countOfFiles } from "./words.ts";

/** Renames staged secrets into place. Those that no longer belong stay, for the system that may be gone back to. */
export interface PutSecretsStep {
  readonly node: HostName;
  /** Never empty. */
  readonly files: readonly SecretFile[];
  /** What reads them, and has to do so again. */
  readonly readers: readonly string[];
}

/** See {@link PutSecretsStep}. */
export const putSecrets: StepKind<PutSecretsStep> = {
  phase: "activation",
  describe,
  commands: ({ node, files, readers }, paths) => [
    sshCommand(paths, node, "put them in place", putScript(files, readers), {
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

function describe({ files }: PutSecretsStep): string {
  return `putting ${countOfFiles(files.length)} of certificates and keys in place`;
}

/**
 * Moves received secrets to where they are read: each file gets its owner and mode, is flushed to disk
 * and renamed over the old one, so that a reader sees the old or the new content and never a part.
 * Killed at any point, it can be run again.
 */
function putScript(files: readonly SecretFile[], readers: readonly string[]): string {
  return [
    "set -eu",
    // A component's user does not exist before the first activation; until then the file is root's, and
    // the tmpfiles rules of that activation hand it over.
    'own() { if id -u "$1" >/dev/null 2>&1; then chown "$1:" "$2"; else chown root: "$2"; fi; }',
    // Before anything changes, and once more after it: what was restarted in between has not read all of it.
    ...(readers.length === 0
      ? []
      : [
          `printf '%s\\n' ${readers.map((reader) => quote(reader)).join(" ")} >>${UNREAD_FILE}`,
          `sync ${UNREAD_FILE}`,
        ]),
    `cd ${INCOMING_DIRECTORY}`,
    ...files.flatMap(putFile),
    `cd ${SECRETS_DIRECTORY}`,
    "sync .",
    ...(readers.length === 0 ? [] : [`touch ${UNREAD_FILE}`]),
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
