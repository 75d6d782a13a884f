import { SECRET_OF_TOKEN, SECRETS_DIRECTORY } from "@quorate/cluster";
import { SERVER_TOKEN } from "../distribution/k3s.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { INCOMING_DIRECTORY, UNREAD_FILE } from "../on-host.ts";
import { sshCommand } from "../ssh/ssh-command.ts";
import { endOverSsh } from "./failure.ts";
import { etcdApi, type Voter } from "./member/etcd-api.ts";
import { INSTANT_TIMEOUT, type StepKind } from "./step-kind.ts";

/**
 * Gives a server the token that was staged on it, for its next start; `rotates`: where the cluster gets it first, which is
 * done once. A server that runs goes on with the token of before until it is restarted; one that starts needs the new one.
 */
export interface ChangeTokenStep {
  readonly node: Voter["node"];
  readonly rotates: (Voter & { readonly apiPort: number }) | undefined;
}

/** See {@link ChangeTokenStep}. */
export const changeToken: StepKind<ChangeTokenStep> = {
  phase: "activation",
  describe,
  commands: (step, paths) => [
    sshCommand(paths, step.node, "change its token", changeScript(step), {
      timeoutSeconds: INSTANT_TIMEOUT,
      output: "silent",
    }),
  ],
  judge: (step, output, paths) =>
    endOverSsh(
      {
        node: step.node,
        says: "token-change-failed",
        doing: describe(step),
        hint: "No server was restarted. Run the same command again: it goes on where it stopped. Where its server does not do what it is asked (journalctl -u k3s), start it anew first: systemctl restart k3s",
      },
      output,
      paths,
    ),
};

function describe({ rotates }: ChangeTokenStep): string {
  return rotates === undefined
    ? "putting the servers' new token in place"
    : "giving the cluster a new token for its servers (snapshots of before are restored with the old one)";
}

/** Secrets are in no argument and no output: curl reads them from its standard input. */
function changeScript({ rotates }: ChangeTokenStep): string {
  const { etcdUnit } = OPERATIONS.k3s;
  return [
    "set -eu",
    "umask 077",
    `own=${SECRETS_DIRECTORY}/${SERVER_TOKEN} staged=${INCOMING_DIRECTORY}/${SERVER_TOKEN}`,
    ...(rotates === undefined ? [] : rotateLines(rotates)),
    // What was put in place before by a run that died is not staged again.
    '[ -e "$staged" ] || exit 0',
    `echo ${etcdUnit} >>${UNREAD_FILE}`,
    `sync ${UNREAD_FILE}`,
    'cp "$staged" "$staged.put"',
    'chown root: "$staged.put"',
    'sync "$staged.put"',
    'mv -f "$staged.put" "$own"',
    `sync ${SECRETS_DIRECTORY}`,
    `touch ${UNREAD_FILE}`,
  ].join("\n");
}

/**
 * What k3s' own `token rotate` asks its server for. Whether it was done etcd knows: k3s keeps the authorities there, by a
 * key that is made of the token, and a second time would be once too often.
 */
function rotateLines({ apiPort, ...voter }: Voter & { readonly apiPort: number }): readonly string[] {
  const { authority } = OPERATIONS.k3s.api;
  return [
    ...etcdApi(voter),
    SECRET_OF_TOKEN,
    // As curl's configuration has it between quotes.
    'quoted() { secret_of <"$1" | sed \'s/[\\\\"]/\\\\&/g\'; }',
    'new=$(if [ -e "$staged" ]; then secret_of <"$staged"; else secret_of <"$own"; fi)',
    `key=$(printf '/bootstrap/%s' "$(printf %s "$new" | sha256sum | cut -c 1-12)" | base64 -w 0)`,
    // 0 yes, 1 no, 2 nobody knows.
    "rotated() {",
    `  range=$(ask /v3/kv/range "{\\"key\\":\\"$key\\",\\"count_only\\":true}" | tr -d ' \\n')`,
    `  case $range in *'"count":"1"'*) return 0 ;; *'"header":'*) return 1 ;; *) return 2 ;; esac`,
    "}",
    "told=0; rotated || told=$?",
    `[ "$told" != 2 ] || { echo 'etcd does not tell which token the cluster has' >&2; exit 1; }`,
    'if [ "$told" = 1 ]; then',
    `  code=$(printf 'user = "server:%s"\\ndata = "{\\\\"newToken\\\\":\\\\"%s\\\\"}"\\n' "$(quoted "$own")" "$new" | curl --config - --silent --noproxy '*' --max-time 60 --cacert ${authority} --request PUT --header 'Content-Type: application/json' --output /dev/null --write-out '%{http_code}' https://127.0.0.1:${apiPort}/v1-k3s/token) || true`,
    "  for try in 1 2 3 4 5 6 7 8 9 10; do if rotated; then break; fi; sleep 1; done",
    `  rotated || { echo "its server answered $code, and the cluster has the token of before" >&2; exit 1; }`,
    "fi",
  ];
}
