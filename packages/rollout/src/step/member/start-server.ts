import { type HostName, SECRETS_DIRECTORY } from "@quorate/cluster";
import { type CommandOutput, lastLine, shellWord } from "@quorate/command";
import { K3S_FOLDER, K3S_SERVER } from "../../distribution/k3s-paths.ts";
import { OPERATIONS } from "../../distribution/operations.ts";
import { K3S_START_FILE } from "../../on-host.ts";
import { problem } from "../../problem-kind.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { endOverSsh } from "../failure.ts";
import { failedBy } from "../judgement.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";

/** Lets a server without data come into being: it joins, or, once, founds its cluster. One that has data is only started. */
export interface StartServerStep {
  readonly node: HostName;
  readonly as:
    | { readonly state: "join"; readonly servers: readonly [string, ...string[]] }
    /** `others`: where other servers would answer, if there were one. */
    | { readonly state: "found"; readonly others: readonly string[] };
}

type State = StartServerStep["as"]["state"];

const DOING: { readonly [S in State]: string } = {
  join: "starting k3s to join its cluster",
  found: "starting k3s to found its cluster",
};

/**
 * Seconds until there are data: who founds makes them at once; who joins may have to wait for another one that learns,
 * which k3s gives five minutes.
 */
const DATA_TIMEOUT: { readonly [S in State]: number } = { join: 8 * 60, found: 2 * 60 };

/** Times that k3s may end before it is given up: while it joins it ends where something is against it. */
const ENDS = 5;

/** What the script ends with where something else than a server of this cluster answers. */
const STRANGER = 4;

/** See {@link StartServerStep}. */
export const startServer: StepKind<StartServerStep> = {
  phase: "activation",
  describe: ({ as }) => DOING[as.state],
  commands: (step, paths) => [
    sshCommand(paths, step.node, "start its server", startScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT + DATA_TIMEOUT[step.as.state],
    }),
  ],
  judge: ({ node, as }, output, paths) => {
    if (output.code === STRANGER) {
      return failedBy(
        problem(
          "server-not-ours",
          node,
          `${node} was not started${lastLine(output.stderr)}`,
          "No cluster was founded, and none joined. See what listens there (on that machine: ss -ltnp), and whether this folder of certificates is that cluster's",
        ),
      );
    }
    const doing = DOING[as.state];
    return endOverSsh(
      { node, says: "server-start-failed", doing, hint: hintOf(node, output) },
      output,
      paths,
    );
  },
};

/** What k3s says before it ends, and what is to be done then. Its words are those of 1.33 to 1.36. */
const KNOWN: readonly (readonly [said: RegExp, hint: (node: HostName) => string])[] = [
  [
    /token CA hash does not match/,
    () =>
      "The cluster that answers has another authority than this folder of certificates, or its token was made by hand: deploy with the folder that it was founded with (--certs)",
  ],
  [
    /encrypted with different token|401 Unauthorized|not authorized/i,
    () =>
      "The cluster has another token than this folder of certificates (k3s-server-token): put the one it has back. Where it was replaced a moment ago, deploy to the servers that serve first: until they are restarted they let in whoever has the one of before. To replace it: `quorate genCerts <folder> --new-tokens`, then deploy to all servers",
  ],
  [
    /duplicate node name|Node password rejected/,
    (node) =>
      `The cluster knows another machine by the name ${node} still. Where that one, or its disk, is gone for good: \`quorate deploy ${node} --erase ${node}\` takes its Node away, and its member and its password with that`,
  ],
  [
    /critical configuration/,
    () =>
      "It has other flags than the servers that run, which k3s compares at a join alone: deploy to those first, or set them back in machines.ts",
  ],
];

function hintOf(node: HostName, { stderr }: CommandOutput): string {
  const found = KNOWN.find(([said]) => said.test(stderr));
  return (
    found?.[1](node) ??
    `It was stopped again, and no cluster was founded beside another. On ${node}: journalctl -u k3s; then run the same command again`
  );
}

/**
 * What a start is for is in a file in memory, for as long as it takes until there are data: no later start without data
 * founds or joins anything. Killed at any point, it can be run again.
 */
function startScript({ as }: StartServerStep): string {
  const { etcdUnit: unit, etcd } = OPERATIONS.k3s;
  const folder = K3S_START_FILE.slice(0, K3S_START_FILE.lastIndexOf("/"));
  return [
    "set -eu",
    ...etcd.data,
    `has_data() { ${etcd.hasData}; }`,
    `if has_data; then rm -f ${K3S_START_FILE}; systemctl start ${unit}; exit; fi`,
    // The last certificate of what it shows is the root, which an issuer that was replaced has as well.
    `root() { awk '/-BEGIN CERTIFICATE-/ { one = "" } { one = one $0 } END { print one }' | tr -d ' \\r'; }`,
    `ours=$(root <${SECRETS_DIRECTORY}/k3s-server-ca.crt)`,
    `get() { curl --silent --insecure --noproxy '*' --max-time 5 "$1"; }`,
    "who() {",
    '  code=0; pong=$(get "$1/ping") || code=$?',
    "  case $code in 7 | 28) echo nothing; return ;; esac",
    '  [ "$pong" = pong ] || { echo stranger; return; }',
    '  theirs=$(get "$1/cacerts" | root) || theirs=',
    '  if [ -n "$theirs" ] && [ "$theirs" = "$ours" ]; then echo ours; else echo other; fi',
    "}",
    ...(as.state === "found" ? foundingLines(as.others) : joiningLines(as.servers)),
    `systemctl stop ${unit}`,
    `if has_data; then systemctl start ${unit}; exit; fi`,
    `if [ -e ${K3S_SERVER}/db/state.db ]; then echo '${K3S_SERVER}/db/state.db is there: it was started as a server of its own' >&2; exit 1; fi`,
    `trap 'rm -f ${K3S_START_FILE}' EXIT`,
    "trap 'exit 1' HUP INT TERM",
    // Who has lost the folder has lost the links in it too, of kube-vip's manifest for one, which a boot would make.
    `systemd-tmpfiles --create --prefix=${K3S_FOLDER} || true`,
    "umask 077",
    `mkdir -p ${folder}`,
    `printf '%s\\n' "$word" >${K3S_START_FILE}`,
    `systemctl reset-failed ${unit} 2>/dev/null || true`,
    "began=$(date +%s)",
    `systemctl start ${unit}`,
    "waited=0",
    "while ! has_data; do",
    `  ends=$(systemctl show --property=NRestarts --value ${unit} | grep -x '[0-9][0-9]*' || echo 0)`,
    `  if [ "$waited" -ge ${DATA_TIMEOUT[as.state]} ] || [ "$ends" -ge ${ENDS} ]; then`,
    `    systemctl stop ${unit} || true`,
    `    echo 'it has made no data' >&2`,
    `    journalctl --quiet --no-pager --output=cat --unit=${unit} --since="@$began" | grep -e level=fatal -e level=error | tail -n 2 | cut -c 1-500 >&2`,
    "    exit 1",
    "  fi",
    "  waited=$((waited + 1)); sleep 1",
    "done",
  ].join("\n");
}

/** Every server was asked whether it has data; whatever answers by now is in the way all the same. */
function foundingLines(others: readonly string[]): readonly string[] {
  return [
    ...(others.length === 0
      ? []
      : [
          `for other in ${others.map(shellWord).join(" ")}; do`,
          '  case $(who "$other") in',
          "    nothing) ;;",
          `    ours) echo "$other serves this cluster by now: it is joined, and not founded" >&2; exit 1 ;;`,
          `    *) echo "something answers at $other" >&2; exit ${STRANGER} ;;`,
          "  esac",
          "done",
        ]),
    "word=K3S_CLUSTER_INIT=true",
  ];
}

/** The first server of this cluster; what else answers is told where there is none. */
function joiningLines(servers: readonly string[]): readonly string[] {
  return [
    "word= strange=",
    `for server in ${servers.map(shellWord).join(" ")}; do`,
    '  case $(who "$server") in',
    '    ours) word="K3S_URL=$server"; break ;;',
    '    stranger) strange="${strange:-what answers at $server is no k3s}" ;;',
    '    other) strange="${strange:-what answers at $server is a k3s with another authority than that of this cluster}" ;;',
    "  esac",
    "done",
    'if [ -z "$word" ]; then',
    `  [ -z "$strange" ] || { echo "$strange" >&2; exit ${STRANGER}; }`,
    `  echo 'no server of this cluster answers' >&2; exit 1`,
    "fi",
  ];
}
