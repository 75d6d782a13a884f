import type { CephHealth, Health } from "@quorate/cluster";
import { shellWord } from "@quorate/command";

/** What the script says last, once all of it was asked. */
export const ASKED = "asked";

/** Seconds that Ceph may take: without a quorum of its monitors it does not answer at all. */
const CEPH_TIMEOUT = 30;

/** By workload: how many pods it should have, how many of them are available, and whether its controller has seen it. */
const COUNTED = {
  daemonsets: "{.status.desiredNumberScheduled}|{.status.numberAvailable}",
  deployments: "{.spec.replicas}|{.status.availableReplicas}",
} as const;

/** The lines of a script that ask the API, through `kube`, for what has to be well beside the nodes. */
export function healthLines({ namespaces, ceph }: Health): readonly string[] {
  return [
    ...namespaces.flatMap(namespaceLines),
    ...(ceph === undefined ? [] : cephLines(ceph)),
    `echo health=${ASKED}`,
  ];
}

function namespaceLines(namespace: string): readonly string[] {
  const each = (kind: keyof typeof COUNTED) =>
    shellWord(
      `jsonpath={range .items[*]}workload=${kind}|{.metadata.namespace}/{.metadata.name}|${COUNTED[kind]}|{.metadata.generation}|{.status.observedGeneration}{"\\n"}{end}`,
    );
  return [
    `found=$(kube get namespace ${namespace} --ignore-not-found --output=name) || exit`,
    `[ -n "$found" ] || echo namespace-missing=${namespace}`,
    ...(["daemonsets", "deployments"] as const).map(
      (kind) => `kube get ${kind} --namespace=${namespace} --output=${each(kind)} || exit`,
    ),
  ];
}

function cephLines({ namespace }: CephHealth): readonly string[] {
  return [
    `tools=$(kube get deployment rook-ceph-tools --namespace=${namespace} --ignore-not-found --output=name) || exit`,
    'if [ -z "$tools" ]; then echo ceph-tools=none',
    `elif ceph=$(kube exec deployment/rook-ceph-tools --namespace=${namespace} -- timeout ${CEPH_TIMEOUT} ceph status --format=json 2>/dev/null)`,
    `then printf 'ceph=%s\\n' "$(printf %s "$ceph" | tr -d '\\n')"`,
    'else echo "ceph-silent=$?"; fi',
  ];
}
