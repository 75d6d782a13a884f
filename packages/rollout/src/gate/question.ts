import { type DistributionKind, PORTS, SECRETS_DIRECTORY, SSH_HOST_KEY } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { OPERATIONS } from "../distribution/operations.ts";
import { issuedQuestions } from "../observe/host/issued.ts";
import { servedQuestions } from "../observe/host/served.ts";
import type { Credentials } from "../observe/subject.ts";
import { FAILED_BEFORE } from "../on-host.ts";
import type { DueCertificate } from "../plan/renewal.ts";
import { processesOf } from "../running.ts";
import { MAY_GO_BACK } from "../watchdog/on-host.ts";
import type { Doors, GateHost } from "./gate-host.ts";

/** The first line of an answer: tells it from a login banner. */
export const GATE_MARKER = "quorate-gate=1";

/** Seconds that a service may take for an answer. */
const ANSWER_TIMEOUT = 5;

/** Lines of a unit's journal that are shown where it is the one to blame. */
const LINES_OF_JOURNAL = 4;

/**
 * What a gate asks on a host, over ssh and with the host's own certificates: lines of `key=value`. It changes
 * nothing. What is asked of the node that it is about alone (`own`): the last lines of every unit, and which
 * certificates it serves.
 */
export function gateQuestion(
  { units, etcd, apiserver, kubelet, vip, serves, renews = [], reaches, node, distribution }: GateHost,
  own: boolean,
): string {
  const names = units.join(" ");
  return [
    "exec 2>/dev/null",
    `echo ${GATE_MARKER}`,
    // By one clock for all that is compared: CLOCK_MONOTONIC for units, the host's own time for what it has told the API.
    "echo uptime=$(cut -d ' ' -f 1 /proc/uptime)",
    "echo now=$(date +%s)",
    "echo boot-id=$(cat /proc/sys/kernel/random/boot_id)",
    `systemctl show --property=Id,ActiveState,SubState,NRestarts,ActiveEnterTimestampMonotonic ${names} | sed 's/^/unit-/'`,
    "systemctl list-units --failed --plain --no-legend --no-pager --full | sed 's/^/failed=/'",
    `sed 's/^/failed-before=/' ${FAILED_BEFORE}`,
    ...(etcd === undefined ? [] : [MAY_GO_BACK, ...etcdQuestions(etcd.clientUrl, distribution)]),
    ...(apiserver === undefined ? [] : controlPlaneQuestions(apiserver.url, distribution)),
    ...(kubelet === undefined ? [] : kubeletQuestions(kubelet, node)),
    ...(kubelet === undefined || !vip ? [] : kubeVipQuestions(kubelet, node, distribution)),
    ...(own
      ? [HOST_KEY_QUESTION, ...servedQuestions(serves), ...renewedQuestions(renews, distribution)]
      : []),
    ...(reaches === undefined ? [] : reachQuestions(reaches)),
    ...(own
      ? units.map(
          (unit) =>
            `journalctl --quiet --no-pager --output=cat --lines=${LINES_OF_JOURNAL} _SYSTEMD_UNIT=${unit} | cut -c 1-300 | sed 's/^/journal-${unit}=/'`,
        )
      : []),
    "true",
  ].join("\n");
}

/** The host key that it should show to everybody: ours, or the one that it had before. */
const HOST_KEY_QUESTION = `key=${SECRETS_DIRECTORY}/${SSH_HOST_KEY}; [ -e "$key" ] || key=/etc/ssh/${SSH_HOST_KEY}; echo "host-key=$(ssh-keygen -y -P '' -f "$key" | cut -d ' ' -f 2)"`;

/** Of what it serves it is asked anyhow. */
function renewedQuestions(
  renews: readonly DueCertificate[],
  distribution: DistributionKind,
): readonly string[] {
  const { issues } = OPERATIONS[distribution];
  const files = renews.flatMap((one) => (one.kind === "file" ? [one.name] : []));
  return issues === undefined || files.length === 0 ? [] : issuedQuestions(issues, files);
}

/** By connections of its own: the operator may be the only one who is let in. */
function reachQuestions({ address, sshPort, apiserver }: Doors): readonly string[] {
  return [
    `if command -v ssh-keyscan >/dev/null; then echo "reached-ssh=$(timeout 10 ssh-keyscan -T ${ANSWER_TIMEOUT} -t ed25519 -p ${sshPort} ${address} | sed -n 's/^[^#].* ssh-ed25519 \\([^ ]*\\).*/\\1/p' | head -n 1)"; else echo reached-ssh=unknown; fi`,
    ...(apiserver === undefined
      ? []
      : [
          `if ${curl(`${apiserver}/readyz`, "--insecure --output /dev/null")}; then echo reached-api=yes; else echo reached-api=no; fi`,
        ]),
  ];
}

function etcdQuestions(clientUrl: string, distribution: DistributionKind): readonly string[] {
  const who = OPERATIONS[distribution].etcd.client;
  const ask = (path: string, body?: string) => curl(`${clientUrl}${path}`, credentials(who), body);
  return [
    answer("etcd-health", ask("/health")),
    answer("etcd-status", ask("/v3/maintenance/status", "{}")),
    answer("etcd-alarms", ask("/v3/maintenance/alarm", '{"action":"GET"}')),
    answer("etcd-members", ask("/v3/cluster/member/list", '{"linearizable":false}')),
  ];
}

function controlPlaneQuestions(url: string, distribution: DistributionKind): readonly string[] {
  const ask = (path: string) => curl(`${url}${path}`, credentials(OPERATIONS[distribution].api));
  const lease = (name: string) =>
    ask(`/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-${name}`);
  const health = (port: number) => curl(`https://127.0.0.1:${port}/healthz`, "--insecure");
  return [
    answer("readyz", ask("/readyz")),
    answer("controller-manager", health(PORTS.controllerManager.port)),
    answer("scheduler", health(PORTS.scheduler.port)),
    answer("controller-manager-lease", lease("controller-manager")),
    answer("scheduler-lease", lease("scheduler")),
  ];
}

function kubeletQuestions({ url, who }: NonNullable<GateHost["kubelet"]>, node: string): readonly string[] {
  const ask = (path: string) => curl(`${url}${path}`, credentials(who));
  return [
    answer("kubelet", curl(`http://127.0.0.1:${PORTS.kubeletHealth.port}/healthz`, "")),
    answer("node", ask(`/api/v1/nodes/${node}`)),
  ];
}

/**
 * A kubelet that was started before there was an API tells it of its static pods when it looks at them again, after a
 * minute and more: so the host is asked as well since when the program runs, in hundredths of a second since the
 * kernel's start (proc(5): of what stands in a line of `stat` after the program's name it is the twentieth).
 */
function kubeVipQuestions(
  { url, who }: NonNullable<GateHost["kubelet"]>,
  node: string,
  distribution: DistributionKind,
): readonly string[] {
  const pod = curl(`${url}/api/v1/namespaces/kube-system/pods/kube-vip-${node}`, credentials(who));
  const { program } = OPERATIONS[distribution].vip;
  return [
    answer("kube-vip", pod),
    `for process in $(${processesOf(program)}); do echo "kube-vip-since=$(sed 's/.*) //' "/proc/$process/stat" | cut -d ' ' -f 20)"; done`,
  ];
}

/** One line of what a command says: JSON has no line breaks that mean anything. */
function answer(key: string, command: string): string {
  return `echo "${key}=$(${command} | tr -d '\\n')"`;
}

function curl(url: string, who: string, body?: string): string {
  const data = body === undefined ? "" : ` --data ${shellWord(body)}`;
  return `curl --silent --noproxy '*' --max-time ${ANSWER_TIMEOUT} ${who}${data} ${shellWord(url)}`;
}

function credentials(who: Credentials): string {
  return `--cacert ${who.authority} --cert ${who.certificate} --key ${who.key}`;
}
