import type { HostName } from "@quorate/cluster";
import { answersOf } from "../../observe/answers.ts";
import { etcdDataQuestion } from "../../observe/host/etcd-data.ts";
import { ETCD_JOINING, ETCD_START_FILE } from "../../on-host.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { endOverSsh } from "../failure.ts";
import { LET_GO } from "../hold-watchdog.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";

/** Stops etcd and moves its data aside: nothing is deleted. Only after its member was removed from the list. */
export interface SetDataAsideStep {
  readonly node: HostName;
  readonly etcdUnit: string;
}

const doing = "setting the data of etcd aside";

/** See {@link SetDataAsideStep}. */
export const setDataAside: StepKind<SetDataAsideStep> = {
  phase: "activation",
  describe: () => doing,
  commands: (step, paths) => [
    // By the node's own host key: never the data of another machine.
    sshCommand(paths, step.node, doing, asideScript(step), { timeoutSeconds: INSTANT_TIMEOUT }),
  ],
  judge: ({ node }, output, paths) => {
    const { last } = answersOf(output.stdout.split("\n"));
    if (output.code === 0 && last("way-back") === "there") {
      return { kind: "done", learned: { wayBack: "there" } };
    }
    return endOverSsh(
      {
        node,
        says: "member-aside-failed",
        doing,
        hint: `On ${node}: systemctl stop etcd, and move the folder member in /var/lib/etcd elsewhere; then run the same command again`,
      },
      output,
      paths,
    );
  },
};

function asideScript({ etcdUnit }: SetDataAsideStep): string {
  return [
    "set -eu",
    ...etcdDataQuestion(etcdUnit),
    `systemctl stop ${etcdUnit}`,
    `rm -f ${ETCD_START_FILE}`,
    'if [ -e "$data/member" ]; then mv -- "$data/member" "$data/member-removed-$(date -u +%Y%m%dT%H%M%SZ)"; sync "$data"; fi',
    `rm -f ${ETCD_JOINING}`,
    ...LET_GO,
  ].join("\n");
}
