import { type HostName, SECRETS_DIRECTORY } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { etcdDataQuestion } from "../../observe/host/etcd-data.ts";
import { ETCD_JOINING, ETCD_START_FILE, QUORATE_DIRECTORY } from "../../on-host.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { endOverSsh } from "../failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";

/** Lets a member without data come into being. One that has data is only started. */
export interface StartMemberStep {
  readonly node: HostName;
  readonly etcdUnit: string;
  readonly name: string;
  readonly peerUrl: string;
  /** Peer URLs of the others. */
  readonly others: readonly string[];
  /** `new`: of a cluster that begins with this list. `existing`: of the one that has added it, with the list it gives. */
  readonly as: { readonly state: "new"; readonly list: readonly string[] } | { readonly state: "existing" };
}

/** Seconds until etcd has made its data: it does so at once, and may have to ask others first. */
const DATA_TIMEOUT = 60;

const DOING: { readonly [S in StartMemberStep["as"]["state"]]: string } = {
  new: "starting etcd as a member of a new cluster",
  existing: "starting etcd with the list that etcd gives",
};

/** See {@link StartMemberStep}. */
export const startMember: StepKind<StartMemberStep> = {
  phase: "activation",
  describe: ({ as }) => DOING[as.state],
  commands: (step, paths) => [
    sshCommand(paths, step.node, "start its member of etcd", startScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT + DATA_TIMEOUT,
    }),
  ],
  judge: ({ node, as }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "member-start-failed",
        doing: DOING[as.state],
        hint: "On the machine: journalctl -u etcd. No cluster was founded beside another; run the same command again",
      },
      output,
      paths,
    ),
};

/**
 * How etcd is to start is in a file in memory that its unit reads, and that is gone with the first stop, so that no
 * later start without data makes a cluster. Killed at any point, it can be run again.
 */
function startScript(step: StartMemberStep): string {
  const { etcdUnit, others, peerUrl, as } = step;
  const folder = ETCD_START_FILE.slice(0, ETCD_START_FILE.lastIndexOf("/"));
  return [
    "set -eu",
    ...etcdDataQuestion(etcdUnit),
    'has_data() { [ -n "$(ls -A "$data/member/wal" 2>/dev/null)" ]; }',
    `if has_data; then systemctl start ${etcdUnit}; exit; fi`,
    ...peersFunction(),
    ...(as.state === "new" ? foundingLines(others, peerUrl, as.list) : joiningLines(step)),
    `systemctl stop ${etcdUnit}`,
    // What a start that came to nothing has left.
    'if [ -e "$data/member" ]; then mv -- "$data/member" "$data/member-without-log-$(date -u +%Y%m%dT%H%M%SZ)"; fi',
    `mkdir -p ${folder}`,
    `printf '%s\\n' "ETCD_INITIAL_CLUSTER_STATE=${as.state}" "ETCD_INITIAL_CLUSTER=$list" >${ETCD_START_FILE}`,
    `systemctl start ${etcdUnit}`,
    `waited=0; while ! has_data; do`,
    `  if [ $waited -ge ${DATA_TIMEOUT} ]; then rm -f ${ETCD_START_FILE}; echo 'etcd has made no data' >&2; exit 1; fi`,
    "  waited=$((waited + 1)); sleep 1",
    "done",
    `rm -f ${ETCD_START_FILE}`,
  ].join("\n");
}

/** `peers URL` prints the members that a peer tells, one a line. */
function peersFunction(): readonly string[] {
  const file = (name: string) => `${SECRETS_DIRECTORY}/${name}`;
  return [
    `peers() { curl --silent --fail --noproxy '*' --max-time 5 --http1.1 --cacert ${file("etcd-ca.crt")} --cert ${file("etcd-peer.crt")} --key ${file("etcd-peer.key")} "$1/members" | tr -d ' \\n' | tr '{' '\\n' | grep -F '"id":'; }`,
  ];
}

/** Whoever answers by now must be of the same beginning. What nobody could ask was asked before. */
function foundingLines(
  others: readonly string[],
  peerUrl: string,
  list: readonly string[],
): readonly string[] {
  return [
    `for peer in ${others.map(shellWord).join(" ")}; do`,
    '  members=$(peers "$peer") || continue',
    `  case $members in *${shellWord(`"${peerUrl}"`)}*) ;; *) echo "$peer is in a cluster that does not have this member" >&2; exit 1 ;; esac`,
    "done",
    `list=${shellWord(list.join(","))}`,
  ];
}

function joiningLines({ others, peerUrl, name }: StartMemberStep): readonly string[] {
  const own = shellWord(`"${peerUrl}"`);
  return [
    "list=",
    `for peer in ${others.map(shellWord).join(" ")}; do`,
    '  members=$(peers "$peer") || continue',
    `  case $members in *${own}*) ;; *) continue ;; esac`,
    // A member that was added has no name before its first start.
    `  list=$(printf '%s\\n' "$members" | sed -n ${shellWord(
      `\\|"${peerUrl}"|{s|.*|${name}=${peerUrl}|p;d;};s/.*"peerURLs":\\["\\([^"]*\\)".*"name":"\\([^"]*\\)".*/\\2=\\1/p`,
    )} | paste -s -d , -)`,
    "  break",
    "done",
    "[ -n \"$list\" ] || { echo 'no member that answers has it on its list' >&2; exit 1; }",
    `mkdir -p ${QUORATE_DIRECTORY}`,
    `: >${ETCD_JOINING}; sync ${QUORATE_DIRECTORY}`,
  ];
}
