import type { HostName } from "@quorate/cluster";
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

function setScript(closure: StorePath): string {
  return `nix-env -p /nix/var/nix/profiles/system --set ${closure}`;
}
