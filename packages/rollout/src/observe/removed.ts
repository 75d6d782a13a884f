import { type Cluster, DEFAULT_PORTS, PORTS } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import { unitNames } from "../distribution/journal.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import type { Stage } from "../plan/stage.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";
import { portsCommand, portsSaid } from "./alive.ts";

// A machine that was taken out of machines.ts is nobody's to log in to: whether it still runs is asked from outside.

/** A member that was removed from etcd and whose machine the file does not have. */
export interface RemovedMember {
  /** Its name, or its id where it had none. */
  readonly name: string;
  readonly address: string;
}

/** Whom these stages have removed, but for those who are at the address of a node that the file has. */
export function removedMembers(
  { nodes }: Pick<Cluster, "nodes">,
  stages: readonly Stage[],
): readonly RemovedMember[] {
  const ours = new Set<string>(nodes.map(({ address }) => address));
  return stages
    .filter(({ kind }) => kind === "remove-member")
    .flatMap(({ lanes }) => lanes.flatMap(({ steps }) => steps))
    .flatMap((step) => {
      if (step.kind !== "member-remove" || step.whom.kind !== "member") return [];
      const { id, name, peerUrls } = step.whom;
      const [address] = peerUrls.map((url) => new URL(url).hostname.replace(/^\[|\]$/g, ""));
      return address === undefined || ours.has(address) ? [] : [{ name: name || id, address }];
    });
}

/** What answers at a port of such a machine. */
const AT = (api: number): { readonly [port: number]: string } => ({
  [api]: "an apiserver",
  [PORTS.kubelet.port]: "a kubelet",
  [PORTS.etcdClient.port]: "etcd",
  [PORTS.etcdPeer.port]: "etcd",
});

/** Asks from here what of a cluster still answers on the machine of a member that was removed. Nothing is sent. */
export function stillRunsCommand({ address }: RemovedMember, { api }: Cluster): Command {
  return {
    ...portsCommand(address, [DEFAULT_PORTS.ssh], Object.keys(AT(api.port)).map(Number)),
    node: undefined,
    description: "see whether what was removed still runs",
  };
}

/** What is to be said of it: nothing where nothing answers. */
export function stillRuns(
  { name, address }: RemovedMember,
  { api, distribution }: Cluster,
  output: CommandOutput,
): readonly RolloutProblem[] {
  const { answers } = portsSaid(output);
  if (answers.length === 0) return [];
  const { holdsNames, unitOf } = OPERATIONS[distribution.kind];
  const units = unitNames([unitOf.kubelet, unitOf.apiserver, unitOf.etcd]).join(" ");
  const node = holdsNames ? "" : `. Its Node goes by kubectl drain and kubectl delete node ${name}`;
  const words = [...new Set(answers.map((port) => AT(api.port)[port] ?? "something"))].join(", ");
  return [
    problem(
      "removed-still-runs",
      name,
      `${name} is no member of etcd any more, and ${words} still answers on its machine (${address}, at ${answers.join(", ")})`,
      `Switch it off, or stop what runs there (systemctl disable --now ${units}): no later deployment asks for it${node}`,
    ),
  ];
}
