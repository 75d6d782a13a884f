import type { HostName } from "@quorate/cluster";
import { CONFIRMED_FILE, GC_ROOTS } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import type { StorePath } from "../store-path.ts";
import { endOverSsh } from "./failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/** Makes the closure what the node boots from now on. */
export interface SetProfileStep {
  readonly node: HostName;
  readonly closure: StorePath;
}

const doing = "setting the system profile";

/** See {@link SetProfileStep}. */
export const setProfile: StepKind<SetProfileStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node, closure }, paths) => [
    sshCommand(paths, node, "set the system profile", setScript(closure), {
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "set-profile-failed",
        doing,
        hint: "Nothing was activated; on the machine: nix-store --verify-path with the closure",
      },
      output,
      paths,
    ),
};

/**
 * What was confirmed before is kept until this is: where that was a run ago that failed since, it is kept already; where
 * nothing ever was, what runs is.
 */
function setScript(closure: StorePath): string {
  return [
    "set -eu",
    `previous=$(sed -n 's/^closure=//p' ${CONFIRMED_FILE} 2>/dev/null || true)`,
    `[ -n "$previous" ] || previous=$(readlink ${GC_ROOTS}/previous || readlink -f /run/current-system || true)`,
    `mkdir -p ${GC_ROOTS}`,
    `if [ -n "$previous" ] && [ -e "$previous" ]; then ln -sfn "$previous" ${GC_ROOTS}/previous; fi`,
    `nix-env -p /nix/var/nix/profiles/system --set ${closure}`,
  ].join("\n");
}
