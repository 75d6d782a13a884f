import type { Node } from "@quorate/cluster";
import type { Observation } from "../observe/observation.ts";
import type { RolloutProblem } from "../problem.ts";

/** One refusal for each node whose disk would be erased, unless the user has said `yes` to that. */
export function refuseErasing(
  nodes: readonly Node[],
  observed: readonly Observation[],
  yes: boolean,
): readonly RolloutProblem[] {
  if (yes) return [];
  return nodes.flatMap((node) => {
    const observation = observed.find((one) => one.node === node.name);
    if (observation?.kind !== "bare") return [];
    return [
      {
        code: "install-needs-yes",
        message: `${node.name} ${reasons[observation.reason]}: installing it erases ${node.disk}`,
        where: node.name,
        hint: "See that this is the machine you mean, then give --yes; a machine that was installed before and now shows another key may be an impostor",
      },
    ];
  });
}

const reasons = {
  "foreign-host-key": `does not show the host key made for it`,
  "not-nixos": "does not run NixOS",
} as const;
