import type { HostName } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { knownOf } from "../observe/whom.ts";
import { etcdOf } from "../plan/etcd-version.ts";
import { apiserverOf } from "../plan/skew.ts";
import type { Stage } from "../plan/stage.ts";
import { lineWords, minorsBetween, parseVersion } from "../plan/version.ts";
import { describeStep, type Step } from "../step/step.ts";
import type { Forecast, Outlook } from "./forecast.ts";

/** What no later command takes back, and of whom that is not known. */
export function wayBackOf(
  stages: readonly Stage[],
  outlook: Outlook,
): Pick<Forecast, "irreversible" | "wayBackUnknown"> {
  const activated = stages
    .flatMap(({ lanes }) => lanes)
    .filter(({ node, steps }) => steps.some((step) => isAnother(step, node, outlook)))
    .map(({ node }) => ({ node, moves: minorMoves(node, outlook) }));
  return {
    irreversible: [
      ...stages.flatMap((stage) => irreversibleIn(stage, outlook)),
      ...activated.flatMap(({ moves }) => moves ?? []),
    ],
    wayBackUnknown: activated.flatMap(({ node, moves }) => (moves === undefined ? [node] : [])),
  };
}

/** Whether a step has a node run another system than it does: one that is activated again has the versions that it has. */
function isAnother(step: Step, node: HostName, { observed }: Outlook): boolean {
  if (step.kind !== "switch" && step.kind !== "set-boot") return false;
  const seen = knownOf(node, observed);
  return seen?.kind !== "installed" || seen.currentSystem !== step.closure;
}

/** What of a node's new system an older one can't follow; `undefined` where it is not known which versions it has. */
function minorMoves(
  node: HostName,
  { cluster, observed, versions: built }: Outlook,
): readonly string[] | undefined {
  const versions = built.get(node);
  const seen = knownOf(node, observed);
  const roles = cluster.nodes.find(({ name }) => name === node)?.roles;
  if (seen?.kind !== "installed" || roles === undefined) return [];
  const { program } = OPERATIONS[cluster.distribution.kind].etcd;
  const parts = [
    ...(roles.etcd
      ? [
          {
            what: `etcd on ${node}`,
            from: etcdOf(seen, program)?.version,
            to: versions && program.inside(program.built(versions) ?? "")?.version,
            why: "an older minor does not start on what it has written",
          },
        ]
      : []),
    ...(roles.controlPlane
      ? [
          {
            what: `the apiserver of ${node}`,
            from: apiserverOf(node, observed),
            to: parseVersion(versions?.kubernetes),
            why: "an older minor may not read what it has stored",
          },
        ]
      : []),
  ];
  if (parts.some(({ to }) => to === undefined)) return undefined;
  return parts.flatMap(({ what, from, to, why }) =>
    from === undefined || to === undefined || minorsBetween(from, to) === 0
      ? []
      : [`${what} goes from ${lineWords(from)} to ${lineWords(to)}, and ${why}`],
  );
}

function irreversibleIn({ lanes }: Stage, { cluster }: Outlook): readonly string[] {
  return lanes.flatMap(({ node, steps }) =>
    steps.flatMap((step) => {
      if (step.kind === "arm-watchdog" && step.never === "encryption") {
        return [`what ${node} encrypts from then on the system of before can't read`];
      }
      if (step.kind === "member-remove" || step.kind === "node-delete") return [describeStep(step)];
      if (step.kind === "token-change" && step.rotates !== undefined) return [describeStep(step)];
      if (step.kind !== "install") return [];
      const disk = cluster.nodes.find(({ name }) => name === node)?.disk ?? "its disk";
      return [`installing ${node} erases ${disk}`];
    }),
  );
}
