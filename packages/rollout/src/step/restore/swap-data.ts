import type { HostName } from "@quorate/cluster";
import { etcdDataQuestion } from "../../observe/host/etcd-data.ts";
import { ETCD_JOINING, ETCD_START_FILE } from "../../on-host.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { endOverSsh } from "../failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { restoredFolder } from "./stage-restore.ts";

/** Puts what was restored in the place of a stopped member's data, which are moved aside: nothing is deleted. */
export interface SwapDataStep {
  readonly node: HostName;
  readonly etcdUnit: string;
}

const doing = "moving the data of etcd aside, and what was restored into its place";

/** See {@link SwapDataStep}. */
export const swapData: StepKind<SwapDataStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node, etcdUnit }, paths) => [
    sshCommand(paths, node, "put what was restored in place", swapScript(etcdUnit, paths.run), {
      timeoutSeconds: INSTANT_TIMEOUT,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "restore-swap-failed",
        doing,
        hint: "etcd and the apiservers are stopped on all machines, and nothing was deleted: mend that one, then run the same command again",
      },
      output,
      paths,
    ),
};

function swapScript(etcdUnit: string, run: string): string {
  const folder = restoredFolder(run);
  return [
    "set -eu",
    ...etcdDataQuestion(etcdUnit),
    `systemctl stop ${etcdUnit}`,
    `rm -f ${ETCD_START_FILE}`,
    `[ -d "${folder}/data/member" ] || { echo 'what was restored is not there any more' >&2; exit 1; }`,
    `if [ -e "$data/member" ]; then mv -- "$data/member" "$data/member-before-restore-${run}"; fi`,
    `mv -- "${folder}/data/member" "$data/member"`,
    `sync "$data"`,
    `rm -rf "${folder}"`,
    `rm -f ${ETCD_JOINING}`,
  ].join("\n");
}
