import type { Node } from "@quorate/cluster";
import type { BareObservation, Observation } from "../observe/observation.ts";
import { knownOf } from "../observe/whom.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/**
 * One refusal for each node whose disk would be erased, unless the user has said `yes` to that; and, whatever was
 * said, for each whose machine serves as part of a cluster: the consent was to erasing a bare one.
 */
export function refuseErasing(
  nodes: readonly Node[],
  observed: readonly Observation[],
  yes: boolean,
): readonly RolloutProblem[] {
  return nodes.flatMap(({ name, address, disk }): readonly RolloutProblem[] => {
    const observation = knownOf(name, observed);
    if (observation?.kind !== "bare") return [];
    const { answersAt = [] } = observation;
    if (answersAt === "unknown") {
      return [
        problem(
          "machine-not-asked",
          name,
          `${name} ${reasons[observation.reason]}, and whether it serves as part of a cluster could not be asked`,
          "bash and timeout must be on PATH: --dry-run --assume bare prints the command",
        ),
      ];
    }
    if (answersAt.length > 0) {
      return [
        problem(
          "machine-alive",
          name,
          `${name} ${reasons[observation.reason]}, but ${address} answers at ${answersAt.join(", ")}, as etcd and the API of a cluster do: erasing ${disk} may end one that lives`,
          "A node that was renamed in machines.ts gets its old name back; one that was installed with another folder of certificates is deployed with that (--certs). If this machine is to be erased, stop etcd and the apiserver on it first",
        ),
      ];
    }
    if (yes) return [];
    return [
      problem(
        "install-needs-yes",
        name,
        `${name} ${reasons[observation.reason]}: installing it erases ${disk}`,
        "See that this is the machine you mean, then give --yes; a machine that was installed before and now shows another key may be an impostor",
      ),
    ];
  });
}

const reasons: { readonly [R in BareObservation["reason"]]: string } = {
  "foreign-host-key": "does not show the host key made for it",
  "not-nixos": "does not run NixOS",
};
