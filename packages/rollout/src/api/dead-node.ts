import type { DistributionKind, HostName } from "@quorate/cluster";
import { type CommandOutput, shellWord } from "@quorate/command";
import { OPERATIONS } from "../distribution/operations.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

// A Node is taken away only where its machine is dead, and as it was read: k3s gives its name to whoever comes next.

/** What a script ends with where the machine of a Node that is to go lives. */
const ALIVE = 79;

/** Seconds after which a kubelet that did not renew its lease is not there: it does so every ten, and the API waits forty. */
const LEASE_AGE = 40;

/** Seconds that a Node may take to be told of as dead, from the moment at which its machine was switched off. */
export const DEATH_TOLD_WITHIN = 90;

/**
 * Lines for `kubectlScript` that delete a Node, and set `there`, which is empty where the API has none of that name. They
 * end the script where its kubelet is well, or was heard of a moment ago. The request is for the very object that was
 * read: where it is written to meanwhile, it fails. With it goes the password by which k3s has held its name.
 */
export function deleteDeadNodeLines(name: string, distribution: DistributionKind): readonly string[] {
  const word = shellWord(name);
  const options =
    '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"%s","resourceVersion":"%s"}}';
  return [
    `there=$(kube get node ${word} --ignore-not-found --output='jsonpath={.metadata.uid}|{.metadata.resourceVersion}|{.status.conditions[?(@.type=="Ready")].status}') || exit`,
    'if [ -n "$there" ]; then',
    `  case $there in *'|True') echo 'its Node is Ready' >&2; exit ${ALIVE} ;; esac`,
    `  renewed=$(kube get lease ${word} --namespace=kube-node-lease --ignore-not-found --output='jsonpath={.spec.renewTime}') || exit`,
    `  if [ -n "$renewed" ] && [ $(($(date +%s) - $(date -d "$renewed" +%s))) -le ${LEASE_AGE} ]; then`,
    `    echo "its kubelet was heard of at $renewed" >&2; exit ${ALIVE}`,
    "  fi",
    "  uid=${there%%|*} rest=${there#*|}",
    `  printf '${options}' "$uid" "\${rest%%|*}" |`,
    `    kube delete --raw=${shellWord(`/api/v1/nodes/${encodeURIComponent(name)}`)} --filename=- >/dev/null || exit`,
    "fi",
    // It goes with its Node, in older versions a while later; and stays a while where the Node went in another way.
    ...(OPERATIONS[distribution].holdsNames
      ? [
          `kube delete secret ${shellWord(`${name}.node-password.k3s`)} --namespace=kube-system --ignore-not-found >/dev/null || exit`,
        ]
      : []),
  ];
}

/** Why a Node was not deleted, where that is since its machine lives; `undefined` where it is something else. */
export function livingNode(
  where: HostName,
  name: string,
  { code, stderr }: CommandOutput,
): RolloutProblem | undefined {
  if (code !== ALIVE) return undefined;
  return problem(
    "node-alive",
    where,
    `the Node ${name} was to be deleted, and the machine that it is of lives: ${stderr.trim().split("\n").at(-1)}`,
    "Nothing was taken away. Switch that machine off for good, or stop k3s on it (systemctl stop k3s), then run the same command again",
  );
}
