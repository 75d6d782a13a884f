import type { HostName } from "@quorate/cluster";
import { quote } from "zx/core";
import { type DesiredSecret, differingFiles } from "../desired.ts";
import { parseDigests } from "../observe/digests.ts";
import { GC_ROOTS, INCOMING_DIRECTORY } from "../on-host.ts";
import { problem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { ROLLBACK_DIRECTORY, WATCHDOG_DIRECTORY } from "../watchdog/on-host.ts";
import { sshCommandFailure } from "./failure.ts";
import { DONE, failedBy } from "./judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/**
 * Sets aside what the node has kept of before, so that a watchdog that keeps what runs now does not replace it, and
 * lays its secrets beside those in use.
 */
export interface StageKeptStep {
  readonly node: HostName;
  readonly closure: StorePath;
  /** Those of then that differ from now. */
  readonly files: readonly DesiredSecret[];
}

const doing = "setting aside what it has kept of before";

/** See {@link StageKeptStep}. */
export const stageKept: StepKind<StageKeptStep> = {
  phase: "staging",
  describe: () => doing,
  commands: (step, paths) => [
    sshCommand(paths, step.node, "set what was kept aside", keptScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: ({ node, files }, output, paths) => {
    if (output.code !== 0) {
      return failedBy(
        sshCommandFailure(
          {
            node,
            says: "stage-kept-failed",
            doing,
            hint: "Nothing was changed on it; see the space on the machine, and run the same command again",
          },
          output,
          paths,
        ),
      );
    }
    const differing = differingFiles(files, parseDigests(output.stdout.split("\n")));
    if (differing.length === 0) return DONE;
    return failedBy(
      problem(
        "stage-kept-failed",
        node,
        `${node} has not kept the certificates and keys that it told of: ${differing.join(", ")}`,
        "Nothing was changed on it; run the same command again",
      ),
    );
  },
};

/** Whole or not at all, and from then on the same whatever the watchdog keeps: until something is confirmed. */
function keptScript({ closure, files }: StageKeptStep): string {
  const beside = `${ROLLBACK_DIRECTORY}.new`;
  return [
    "set -eu",
    "umask 077",
    `cd ${WATCHDOG_DIRECTORY}`,
    "exec 9>lock",
    "flock -w 60 9 || { echo 'it is going back to its previous system right now' >&2; exit 75; }",
    `if [ ! -e ${ROLLBACK_DIRECTORY} ]; then`,
    // What is kept while a change is not confirmed is that change's.
    "  [ ! -e armed ] || { echo 'a change is under way there that nobody has confirmed' >&2; exit 1; }",
    `  rm -rf ${beside}`,
    `  cp -a previous ${beside}`,
    `  sync ${beside}/closure ${beside}/secrets/* 2>/dev/null || true`,
    `  mv ${beside} ${ROLLBACK_DIRECTORY}`,
    "fi",
    `[ "$(cat ${ROLLBACK_DIRECTORY}/closure)" = ${closure} ] || { echo 'it has kept another system by now' >&2; exit 1; }`,
    `[ -x ${closure}/bin/switch-to-configuration ]`,
    `mkdir -p -m 0755 ${GC_ROOTS}`,
    `ln -sfn ${closure} ${GC_ROOTS}/rollback`,
    ...(files.length === 0
      ? []
      : [
          `rm -rf ${INCOMING_DIRECTORY}`,
          `mkdir ${INCOMING_DIRECTORY}`,
          `cd ${ROLLBACK_DIRECTORY}/secrets`,
          `cp -p -t ${INCOMING_DIRECTORY} -- ${files.map(({ file }) => quote(file)).join(" ")}`,
          `cd ${INCOMING_DIRECTORY}`,
          "find . -maxdepth 1 -type f -exec sha256sum {} +",
        ]),
  ].join("\n");
}
