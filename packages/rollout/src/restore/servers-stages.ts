import { type HostName, type Node, urlHost } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { gateHostsOf } from "../gate/gate-host.ts";
import type { Lane } from "../plan/stage.ts";
import type { Manifest } from "../snapshot/manifest.ts";
import { secondsToSend } from "../snapshot/size.ts";
import type { Step } from "../step/step.ts";
import type { RestoreStages } from "./restore-stages.ts";

/** Who begins anew, the others after it: the one that the snapshot is of, or the first there is. */
export function resetOrder<Name extends string>(
  names: readonly Name[],
  { takenOn }: Pick<Manifest, "takenOn">,
): readonly Name[] {
  return [...names.filter((name) => name === takenOn), ...names.filter((name) => name !== takenOn)];
}

/**
 * One server begins anew as the only member, and the others join it. The data of those are set aside before, and all
 * have stopped by then: at no moment could the old ones get together a quorum while there is a new one. Agents are
 * restarted once all servers serve.
 */
export const serversStages: RestoreStages = ({ cluster, nodes, restarted, order }) => {
  const { file, manifest } = order;
  const [first, ...others] = resetOrder(
    nodes.map(({ name }) => name),
    manifest,
  ).flatMap((wanted) => nodes.find(({ name }) => name === wanted) ?? []);
  if (first === undefined) return [];
  const { etcdUnit: unit } = OPERATIONS.k3s;
  const timeoutSeconds = secondsToSend(manifest.bytes);
  const lane = ({ name }: Node, ...steps: readonly Step[]): Lane => ({ node: name, steps });
  const stop = (node: Node): Lane => lane(node, { kind: "restore-stop", node: node.name, units: [unit] });
  const aside = (node: Node): Lane => lane(node, { kind: "server-data-aside", node: node.name });
  const gate = (node: Node, up: readonly Node[]): Step => {
    const names = new Set<HostName>([node, ...up].map(({ name }) => name));
    const present = (name: HostName) => ({ installed: names.has(name), apiserver: names.has(name) });
    return {
      kind: "gate-after",
      node: node.name,
      hosts: gateHostsOf(cluster, node, present),
      after: "start",
    };
  };
  const url = `https://${urlHost(first.addresses[0])}:${cluster.api.port}`;
  const { sha256, bytes, serverVersion, etcdVersion } = manifest;
  return [
    {
      kind: "stage-together",
      lanes: [
        lane(first, {
          kind: "reset-stage",
          node: first.name,
          file,
          sha256,
          bytes,
          serverVersion,
          etcdVersion,
          timeoutSeconds,
        }),
      ],
    },
    { kind: "restore-together", lanes: nodes.map(stop) },
    ...(others.length === 0 ? [] : [{ kind: "restore-together" as const, lanes: others.map(aside) }]),
    {
      kind: "activate",
      lanes: [
        lane(
          first,
          { kind: "server-reset", node: first.name, timeoutSeconds },
          { kind: "restore-start", node: first.name, units: [unit] },
          gate(first, []),
        ),
      ],
    },
    ...others.map((node, place) => ({
      kind: "activate" as const,
      lanes: [
        lane(
          node,
          { kind: "server-start", node: node.name, as: { state: "join", servers: [url] } },
          gate(node, [first, ...others.slice(0, place)]),
        ),
      ] as const,
    })),
    ...restarted.map((node) => ({
      kind: "activate" as const,
      lanes: [
        lane(
          node,
          { kind: "restart-unit", node: node.name, unit, because: "what it has seen of the API of before" },
          gate(node, [first, ...others]),
        ),
      ] as const,
    })),
  ];
};
