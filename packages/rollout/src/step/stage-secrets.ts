import { type HostName, SECRETS_DIRECTORY, type SecretFile } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { secretsFolder } from "../deploy-paths.ts";
import { type DesiredSecret, differingFiles } from "../desired.ts";
import { parseDigests } from "../observe/digests.ts";
import { INCOMING_DIRECTORY, QUORATE_DIRECTORY } from "../on-host.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE, failedBy } from "./judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";
import { countOfFiles } from "./words.ts";

/** Sends the files that differ to a folder beside the one that is read. */
export interface StageSecretsStep {
  readonly node: HostName;
  /** Never empty. */
  readonly files: readonly DesiredSecret[];
}

/** See {@link StageSecretsStep}. */
export const stageSecrets: StepKind<StageSecretsStep> = {
  phase: "staging",
  describe,
  commands: ({ node, files }, paths) => [
    sshCommand(paths, node, "send certificates and keys, beside those in use", receiveScript(), {
      inputFrom: tarArguments(secretsFolder(paths, node), files),
      timeoutSeconds: INSTANT_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: (step, output, paths) => {
    if (output.code !== 0) {
      return failedBy(
        sshCommandFailure(
          {
            node: step.node,
            says: "stage-secrets-failed",
            doing: describe(step),
            hint: "Nothing was put in place; see the space on the machine, and that tar is there",
          },
          output,
          paths,
        ),
      );
    }
    const changed = verifyStaged(step, output.stdout);
    return changed === undefined ? DONE : failedBy(changed);
  },
};

function describe({ files }: StageSecretsStep): string {
  return `sending ${countOfFiles(files.length)} of certificates and keys, not yet in use`;
}

/** Compares what arrived beside the secrets in use with what was to be sent; digests only. */
function verifyStaged({ node, files }: StageSecretsStep, stdout: string): RolloutProblem | undefined {
  const differing = differingFiles(files, parseDigests(stdout.split("\n")));
  if (differing.length === 0) return undefined;
  return problem(
    "secrets-changed-on-the-way",
    node,
    `what ${node} received is not what the certificates folder held: ${differing.join(", ")}`,
    "Nothing was put in place; was genCerts run meanwhile? Run the same command again",
  );
}

/**
 * Receives a tar stream on stdin into the incoming folder, where nobody but root can read it, and answers
 * with the digests of what arrived. Nothing that runs on the host sees any of it yet.
 */
function receiveScript(): string {
  return [
    "set -eu",
    // The parents must be passable for the components' own users; tmpfiles rules say the same.
    `mkdir -p -m 0755 ${QUORATE_DIRECTORY}`,
    `[ -d ${SECRETS_DIRECTORY} ] || mkdir -m 0711 ${SECRETS_DIRECTORY}`,
    "umask 077",
    `rm -rf ${INCOMING_DIRECTORY}`,
    `mkdir ${INCOMING_DIRECTORY}`,
    `cd ${INCOMING_DIRECTORY}`,
    "tar --extract --no-same-owner --no-same-permissions --file=-",
    "find . -maxdepth 1 -type f -exec sha256sum {} +",
  ].join("\n");
}

function tarArguments(folder: string, files: readonly SecretFile[]): Argv {
  return [
    "tar",
    "--create",
    "--file=-",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    `--directory=${folder}`,
    "--",
    ...files.map((file) => file.file),
  ];
}
