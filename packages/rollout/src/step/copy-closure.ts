import type { HostName } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { copyCommand, FLAKES } from "../nix/nix-command.ts";
import { GC_ROOTS } from "../on-host.ts";
import { problem } from "../problem-kind.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { endOfCommand } from "./failure.ts";
import { failedBy } from "./judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/** Copies a built system into the node's store. */
export interface CopyClosureStep {
  readonly node: HostName;
  readonly closure: StorePath;
}

const doing = "copying the closure";

/** See {@link CopyClosureStep}. */
export const copyClosure: StepKind<CopyClosureStep> = {
  phase: "staging",
  describe: () => doing,
  commands: ({ node, closure }, paths) => [
    // Before the copy: from the moment on that the closure is there the garbage collector leaves it alone.
    sshCommand(paths, node, "keep the closure from the garbage collector", rootScript(closure), {
      inputFrom: sizesArguments(closure),
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
    copyCommand(paths, node, closure),
  ],
  // Over a connection of Nix's own, whose exit codes say nothing of ssh.
  judge: ({ node }, output, { outputs }) =>
    outputs.length === 1 && output.code === SHORT
      ? failedBy(
          problem(
            "nix-space-short",
            node,
            `${node}: ${output.stderr.trim().split("\n").at(-1) ?? ""}`,
            "Nothing was activated. Make space on it (nix-collect-garbage --delete-older-than 30d), then run the same command again",
          ),
        )
      : endOfCommand(
          {
            node,
            says: "copy-closure-failed",
            doing,
            hint: "Nothing was activated; see the space in /nix on the machine, and the network between",
          },
          output,
        ),
};

/** What the script ends with where the store has no room for what is not in it yet. */
const SHORT = 77;

/** Prints every path of a closure and how many bytes it has. */
function sizesArguments(closure: StorePath): Argv {
  return ["nix", ...FLAKES, "path-info", "--recursive", "--size", closure];
}

function rootScript(closure: StorePath): string {
  return [
    "set -eu",
    "need=0",
    'while read -r path size; do [ -e "$path" ] || need=$((need + size / 1024 + 1)); done',
    "free=$(df -Pk /nix/store | awk 'NR == 2 { print $4 }')",
    // A tenth more: a store that is full to the brim serves nobody.
    'if [ -n "$free" ] && [ "$need" -gt 0 ] && [ $((need + need / 10)) -gt "$free" ]; then',
    '  echo "what of its new system is not in its store yet takes $((need / 1024 + 1)) MiB, and $((free / 1024)) MiB are free in /nix" >&2',
    `  exit ${SHORT}`,
    "fi",
    `mkdir -p ${GC_ROOTS}`,
    `ln -sfn ${closure} ${GC_ROOTS}/staged`,
  ].join("\n");
}
