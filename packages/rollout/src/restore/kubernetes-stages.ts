import type { Node } from "@quorate/cluster";
import { OPERATIONS } from "../distribution/operations.ts";
import { gateHostsOf } from "../gate/gate-host.ts";
import type { Lane } from "../plan/stage.ts";
import { secondsToSend } from "../snapshot/size.ts";
import type { RestoreStages } from "./restore-stages.ts";

/**
 * Everything is made ready on every member first; then all apiservers and all members stop, and no data is moved before
 * all of them have; then all start together, since none is anything alone.
 */
export const kubernetesStages: RestoreStages = ({ cluster, nodes, order }) => {
  const names = new Set(nodes.map(({ name }) => name));
  const members = cluster.etcd.members.filter(({ name }) => names.has(name));
  const { etcdUnit, apiUnits } = OPERATIONS.kubernetes;
  const list = members.map(({ name, peerUrl }) => `${name}=${peerUrl}`).join(",");
  const { file, manifest } = order;
  const unitsOf = ({ roles }: Node): readonly string[] => [
    ...(roles.controlPlane ? apiUnits : []),
    ...(roles.etcd ? [etcdUnit] : []),
  ];
  const timeoutSeconds = secondsToSend(manifest.bytes);
  const lanes = (make: (node: Node) => Lane["steps"]): readonly Lane[] =>
    nodes.map((node) => ({ node: node.name, steps: make(node) }));
  const ofMembers = (stage: readonly Lane[]): readonly Lane[] =>
    stage.filter(({ steps }) => steps.length > 0);
  return [
    {
      kind: "stage-together",
      lanes: members.map(({ name, peerUrl }) => ({
        node: name,
        steps: [
          {
            kind: "restore-stage",
            node: name,
            etcdUnit,
            file,
            sha256: manifest.sha256,
            bytes: manifest.bytes,
            etcdVersion: manifest.etcdVersion,
            name,
            peerUrl,
            list,
            token: cluster.etcd.token,
            timeoutSeconds,
          },
        ],
      })),
    },
    {
      kind: "restore-together",
      lanes: lanes((node) => [{ kind: "restore-stop", node: node.name, units: unitsOf(node) }]),
    },
    {
      kind: "restore-together",
      lanes: ofMembers(
        lanes(({ name, roles }) => (roles.etcd ? [{ kind: "restore-swap", node: name, etcdUnit }] : [])),
      ),
    },
    {
      kind: "restore-together",
      lanes: lanes((node) => [
        { kind: "restore-start", node: node.name, units: [...unitsOf(node)].reverse() },
      ]),
    },
    {
      kind: "gate-together",
      lanes: lanes((node) => [
        {
          kind: "gate-after",
          node: node.name,
          hosts: gateHostsOf(cluster, node, (name) => ({
            installed: names.has(name),
            apiserver: names.has(name),
          })),
          after: "start",
        },
      ]),
    },
  ];
};
