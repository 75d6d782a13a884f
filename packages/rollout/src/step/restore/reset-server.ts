import { type HostName, SECRETS_DIRECTORY } from "@quorate/cluster";
import type { DeployPaths } from "../../deploy-paths.ts";
import { K3S_FOLDER, K3S_SERVER } from "../../distribution/k3s-paths.ts";
import { OPERATIONS } from "../../distribution/operations.ts";
import { sshCommand } from "../../ssh/ssh-command.ts";
import { endOverSsh } from "../failure.ts";
import { INSTANT_TIMEOUT, type StepKind } from "../step-kind.ts";
import { serversTokenFile, serversTokenLines } from "./servers-token.ts";
import { resetFolder } from "./stage-reset.ts";

/** Makes a stopped server of k3s' the only member of a new cluster, with what the staged snapshot has. */
export interface ResetServerStep {
  readonly node: HostName;
  /** Seconds that the snapshot's size adds. */
  readonly timeoutSeconds: number;
}

const doing = "beginning anew with the snapshot, as the only member";

/** See {@link ResetServerStep}. */
export const resetServer: StepKind<ResetServerStep> = {
  phase: "activation",
  describe: () => doing,
  commands: ({ node, timeoutSeconds }, paths) => [
    sshCommand(paths, node, "begin anew with the snapshot", resetScript(paths, timeoutSeconds), {
      inputFrom: ["cat", serversTokenFile(paths, node)],
      timeoutSeconds: INSTANT_TIMEOUT + RESET_TIMEOUT + timeoutSeconds,
    }),
  ],
  judge: ({ node }, output, paths) =>
    endOverSsh(
      {
        node,
        says: "restore-reset-failed",
        doing,
        hint: `All servers are stopped, and nothing was deleted. On ${node}: journalctl -u quorate-k3s-reset; then run the same command again`,
      },
      output,
      paths,
    ),
};

/** The transient unit that k3s runs in for it: whoever comes after a run that died ends that one by its name. */
const UNIT = "quorate-k3s-reset.service";

/**
 * Where there are none: k3s would make its own, of which our token knows nothing. As old as can be, so that what the
 * snapshot has counts where it is another. Authorities that were k3s' own from the beginning come out of the snapshot alone.
 */
const authorityLines: readonly string[] = [
  `if [ ! -e tls/server-ca.crt ] && [ -e ${SECRETS_DIRECTORY}/k3s-server-ca.key ]; then`,
  "  mkdir -p -m 0700 tls tls/etcd",
  "  place() {",
  `    install -m "$3" ${SECRETS_DIRECTORY}/"$1" tls/"$2"`,
  '    touch -d @1 tls/"$2"',
  "  }",
  "  for name in server client request-header etcd-server etcd-peer; do",
  "    case $name in etcd-*) to=etcd/${name#etcd-} ;; *) to=$name ;; esac",
  '    place "k3s-$name-ca.crt" "$to-ca.crt" 0644',
  '    place "k3s-$name-ca.key" "$to-ca.key" 0600',
  "  done",
  "  place k3s-service.key service.key 0600",
  "fi",
];

/** Seconds that k3s may take for a small snapshot: it waits for its own etcd, and five seconds here and there. */
const RESET_TIMEOUT = 5 * 60;

/**
 * With the flags of the unit, which NixOS quotes none of, and none of which names a server. k3s ends by itself once it is
 * done; it leaves a file that stops a second reset, and did so before its etcd was up: its end is what counts.
 */
function resetScript({ run }: Pick<DeployPaths, "run">, timeoutSeconds: number): string {
  const { etcdUnit: unit } = OPERATIONS.k3s;
  const snapshot = `${resetFolder(run)}/snapshot.db`;
  return [
    "set -euf",
    "umask 077",
    "export PATH=/run/current-system/sw/bin:$PATH",
    ...serversTokenLines,
    `systemctl stop ${unit}`,
    `systemctl stop ${UNIT} 2>/dev/null || true`,
    `systemctl reset-failed ${UNIT} 2>/dev/null || true`,
    `[ -s ${snapshot} ] || { echo 'the snapshot is not there any more' >&2; exit 1; }`,
    `cd ${K3S_SERVER}`,
    // Who has lost the folder has lost the links in it too, which a boot would make.
    `systemd-tmpfiles --create --prefix=${K3S_FOLDER} || true`,
    "mkdir -p -m 0700 db",
    ...authorityLines,
    `if [ -e db/etcd ]; then mv -T db/etcd db/etcd-before-restore-${run}; fi`,
    "rm -f db/reset-flag",
    `words=$(systemctl show ${unit} --property=ExecStart | sed -n 's/.*argv\\[\\]=\\(.*\\) ; ignore_errors=.*/\\1/p')`,
    `[ -n "$words" ] || { echo 'how ${unit} starts is not known' >&2; exit 1; }`,
    "began=$(date +%s)",
    `systemd-run --unit=${UNIT} --service-type=exec --setenv=PATH="$PATH" --property=RuntimeMaxSec=${RESET_TIMEOUT + timeoutSeconds} --wait --quiet -- $words --cluster-reset --cluster-reset-restore-path=${snapshot} || {`,
    `  journalctl --quiet --no-pager --output=cat --unit=${UNIT} --since="@$began" | grep -e level=fatal -e level=error | tail -n 2 | cut -c 1-500 >&2`,
    "  exit 1",
    "}",
    "[ -d db/etcd/member/wal ] && [ -e db/reset-flag ] || { echo 'k3s has ended well, and made no data' >&2; exit 1; }",
    "sync db",
    `rm -rf ${resetFolder(run)}`,
  ].join("\n");
}
