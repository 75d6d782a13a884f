import type { Node } from "@quorate/cluster";
import type { BareObservation, Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** One refusal for each node whose disk would be erased, unless the user has said `yes` to that. */
export function refuseErasing(
  nodes: readonly Node[],
  observed: readonly Observation[],
  yes: boolean,
): readonly RolloutProblem[] {
  if (yes) return [];
  return nodes.flatMap(({ name, disk }) => {
    const observation = observed.find((one) => one.node === name);
    if (observation?.kind !== "bare") return [];
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
