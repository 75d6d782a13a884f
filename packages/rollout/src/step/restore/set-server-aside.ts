import type { HostName } from "@quorate/cluster";
import { K3S_SERVER } from "../../distribution/k3s-paths.ts";
import { OPERATIONS } from "../../distribution/operations.ts";
import { K3S_START_FILE } from "../../on-host.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { endOverSsh } from "../failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { serversTokenFile, serversTokenLines } from "./servers-token.ts";

/** Moves the data of a stopped server of k3s' aside, so that it joins as a new one: nothing is deleted. */
export interface SetServerAsideStep {
  readonly node: HostName;
}

const doing = "moving the data of k3s aside";

/** See {@link SetServerAsideStep}. */
export const setServerAside: StepKind<SetServerAsideStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node }, paths) => [
    sshCommand(paths, node, "move its data aside", asideScript(paths.run), {
      inputFrom: ["cat", serversTokenFile(paths, node)],
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "restore-swap-failed",
        doing,
        hint: "k3s is stopped on all servers, and nothing was deleted: mend that one, then run the same command again; or leave it out with --without",
      },
      output,
      paths,
    ),
};

function asideScript(run: string): string {
  const { etcdUnit: unit } = OPERATIONS.k3s;
  return [
    "set -eu",
    "umask 077",
    ...serversTokenLines,
    `systemctl stop ${unit}`,
    `rm -f ${K3S_START_FILE}`,
    `if [ -e ${K3S_SERVER}/db ]; then mv -T ${K3S_SERVER}/db ${K3S_SERVER}/db-before-restore-${run}; sync ${K3S_SERVER}; fi`,
  ].join("\n");
}
