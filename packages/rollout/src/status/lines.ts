import { cordonWords } from "../drain/cordon-mark.ts";
import { quorumWords } from "../forecast/voters.ts";
import { whose } from "../lock/lease.ts";
import type { Known } from "../observe/known.ts";
import { dueWords } from "../plan/renewal.ts";
import type { LockStatus, NodeStatus, Status } from "./status.ts";

/** A status for people. `now` is when it was asked, for what is left of certificates. */
export function statusLines(status: Status, now: Date): readonly string[] {
  const { nodes, quorum, membership, lock } = status;
  return [
    `etcd: ${quorumWords(quorum)}`,
    ...membership.map((sentence) => `etcd: ${sentence}`),
    ...lockLines(lock),
    ...nodes.flatMap((node) => nodeLines(node, now)),
  ];
}

function lockLines({ state, lock }: LockStatus): readonly string[] {
  if (lock === undefined) return [];
  const by = whose(lock);
  if (state === "held") return [`lock: ${by}, last heard of ${lock.age} s ago`];
  if (state === "released") return [`last deployment: ${by}`];
  return [`last deployment: ${by}; it did not come to its end, and was last heard of ${lock.age} s ago`];
}

function nodeLines(node: NodeStatus, now: Date): readonly string[] {
  const head = `${node.node}: ${wordsOf(node)}`;
  if (node.is !== "installed") return [node.why === undefined ? head : `${head}: ${node.why}`];
  return [
    head,
    ...(node.runs === node.boots
      ? []
      : [`  runs ${node.runs ?? "no system"}, boots ${node.boots ?? "none"}`]),
    ...node.drift.map((what) => `  drift: ${what}`),
    ...told(node.reboot, "reboot", (reasons) => reasons.map((what) => `  reboot needed for: ${what}`)),
    ...(node.etcd === undefined ? [] : [`  etcd: ${etcdWords(node.etcd)}`]),
    ...(node.controlPlane ?? []).map((what) => `  control plane: ${what}`),
    ...told(node.cordoned, "cordon", (cordoned) => (cordoned ? [`  cordoned${cordonWordsOf(node)}`] : [])),
    ...told(node.failedUnits, "units", (units) => units.map((unit) => `  failed unit: ${unit}`)),
    ...told(node.renewal, "when k3s has to be restarted for its certificates", (renewal) =>
      renewal === null
        ? []
        : [
            `  certificates of k3s: ${dueWords(renewal)}: \`quorate deploy ${node.node}\` restarts k3s there, which renews them`,
          ],
    ),
    ...node.served.flatMap(({ by, serial, notAfter, stale, unsent }) => [
      ...told(notAfter, `certificate of ${by}`, (end) => {
        const days = Math.floor((Date.parse(end) - now.getTime()) / 86_400_000);
        return days < 30
          ? [`  certificate of ${by}, as served: ${days < 0 ? "expired" : `${days} days left`}`]
          : [];
      }),
      ...staleLines(
        `certificate of ${by}: what is served${serial.known ? ` (serial ${serial.value})` : ""}`,
        [
          ...(stale.known && stale.value ? ["the file on the host was not read again"] : []),
          ...(unsent ? ["the host does not have that file yet, deploy brings it"] : []),
        ],
      ),
    ]),
  ];
}

function staleLines(what: string, why: readonly string[]): readonly string[] {
  return why.length === 0 ? [] : [`  ${what} is not what certs/ has: ${why.join("; ")}`];
}

function cordonWordsOf({ node, cordonedBy }: NodeStatus): string {
  if (cordonedBy === undefined) return " by somebody else than a deployment";
  const { dead } = cordonedBy;
  const end = dead
    ? `, which has died: the next deployment to ${node} takes it away`
    : ", which is under way";
  return ` by the deployment of ${cordonWords(cordonedBy)}${end}`;
}

function wordsOf({ is, drift, runs, confirmed }: NodeStatus): string {
  if (is !== "installed") return is;
  if (drift.length > 0) return "differs from what it should be";
  return confirmed !== undefined && confirmed === runs ? "as it should be, confirmed" : "as it should be";
}

function etcdWords({ healthy, leads, version }: NonNullable<NodeStatus["etcd"]>): string {
  const health = healthy.known ? (healthy.value ? "healthy" : "not healthy") : `not known, ${healthy.why}`;
  return [
    health,
    ...(leads.known && leads.value ? ["leader"] : []),
    ...(version.known ? [version.value] : []),
  ].join(", ");
}

/** What is known in its words; what is not, with why. */
function told<Value>(
  one: Known<Value>,
  what: string,
  words: (value: Value) => readonly string[],
): readonly string[] {
  return one.known ? words(one.value) : [`  ${what}: not known, ${one.why}`];
}
