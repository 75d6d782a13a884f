import type { Cluster, HostName } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { SERVER_NAMES } from "../observe/host/served.ts";
import type { Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** Days before its end from which on a certificate is told of: as many as the folder's are refused with. */
const ENDS_SOON = 30;
const DAY = 86_400_000;

/**
 * What is served on masters and members of etcd that are not deployed to, and ends within 30 days: the others count on
 * them. Of those that are deployed to the certificates' folder tells. One warning a node, by what ends first.
 */
export function tellServedEnds(
  { distribution }: Pick<Cluster, "distribution">,
  targets: readonly HostName[],
  observed: readonly Observation[],
  now: Date,
): readonly RolloutProblem[] {
  const { servesOurs } = OPERATIONS[distribution.kind];
  return observed.flatMap((one) => {
    if (one.kind !== "installed" || targets.includes(one.node)) return [];
    const [first] = SERVER_NAMES.flatMap((server) => {
      const served = one.facts.served[server];
      return served?.known ? [{ server, ends: Date.parse(served.value.notAfter) }] : [];
    }).sort((a, b) => a.ends - b.ends);
    if (first === undefined || first.ends - now.getTime() >= ENDS_SOON * DAY) return [];
    const day = new Date(first.ends).toISOString().slice(0, 10);
    const { node } = one;
    return [
      problem(
        "served-certificate-ends",
        node,
        `${node} is not deployed to, and ${first.server} there serves a certificate that ${first.ends < now.getTime() ? "has ended on" : "ends on"} ${day}: the others lose it with that`,
        servesOurs
          ? `\`quorate genCerts\` renews what is due; then deploy to ${node} as well`
          : `Deploy to ${node} as well: k3s renews it when it is restarted`,
      ),
    ];
  });
}
