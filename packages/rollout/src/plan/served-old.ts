import type { Target } from "../desired.ts";
import { SERVED_FILES, SERVER_NAMES } from "../observe/host/served.ts";
import type { Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/**
 * What on a target serves another certificate than lies in its file, which is the one that it should have, with nothing
 * written down that would restart it: somebody has put the file there by hand, or taken the list away. A file that is
 * still to be sent is restarted for in its turn.
 */
export function tellServedOld(
  targets: readonly Target[],
  observed: readonly Observation[],
): readonly RolloutProblem[] {
  return targets.flatMap(({ node: { name }, secrets }) => {
    const seen = knownOf(name, observed);
    if (seen?.kind !== "installed" || seen.unread.length > 0) return [];
    return SERVER_NAMES.flatMap((server) => {
      const one = seen.facts.served[server];
      const file = `${SERVED_FILES[server]}.crt`;
      const wanted = secrets.find((secret) => secret.file === file)?.digest;
      if (one === undefined || !one.known || one.value.isTheFiles || seen.secrets[file] !== wanted) return [];
      return [
        problem(
          "certificate-served-old",
          name,
          `${name}: ${server} serves a certificate (serial ${one.value.serial}, until ${one.value.notAfter.slice(0, 10)}) that is not the one in ${file} any more`,
          `It has not read that file again: restart it on ${name} (${UNIT[server]})`,
        ),
      ];
    });
  });
}

const UNIT: { readonly [S in (typeof SERVER_NAMES)[number]]: string } = {
  apiserver: "systemctl restart kube-apiserver",
  kubelet: "systemctl restart kubelet",
  "etcd-clients": "systemctl restart etcd, while the other members are healthy",
  "etcd-peers": "systemctl restart etcd, while the other members are healthy",
};
