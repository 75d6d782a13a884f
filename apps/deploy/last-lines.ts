import {
  type CordonStanding,
  type MachineStanding,
  type MachineState,
  quorumWords,
  type Standing,
} from "@quorate/rollout";

/** A node that takes no new pods, and who said so. */
export interface Cordon {
  readonly node: string;
  /** As a clause behind `by`. */
  readonly by: string;
}

/** What is left when a deployment has stopped: what is true, and what to do next. */
export interface Left extends Omit<Standing, "cordons"> {
  readonly cordons: readonly Cordon[];
  /** Whether the API has told whose nodes are cordoned: if not, those are left that the run knows of. */
  readonly cordonsKnown: boolean;
  /** In backticks, as `quorate …`. */
  readonly next: string;
}

/** What is left of a deployment that is over, by a look at the machines. */
export function leftOf(
  { nodes, settings }: { readonly nodes: MachineState["nodes"]; readonly settings: { readonly run: string } },
  { cordons, ...standing }: Standing,
  command: string,
): Left {
  const told = cordons.known
    ? cordons.value.map(({ node, of }): Cordon => ({ node, by: whose(of, settings.run) }))
    : Object.entries(nodes).flatMap(([node, { learned }]): readonly Cordon[] => {
        if (learned.cordon === "ours") return [{ node, by: OURS }];
        return learned.cordon === "others" ? [{ node, by: OTHERS }] : [];
      });
  return { ...standing, cordons: told, cordonsKnown: cordons.known, next: `\`quorate ${command}\`` };
}

const OURS = "this run";
const OTHERS = "somebody else";

function whose(of: CordonStanding["of"], run: string): string {
  if (of === undefined) return OTHERS;
  return of.run === run ? OURS : `the deployment of ${of.words}`;
}

/** The last lines of a deployment that has stopped. */
export function lastLines({ machines, etcd, cordons, cordonsKnown, next }: Left): readonly string[] {
  return [
    ...machines.map(machineLine),
    etcdLine(etcd),
    ...cordons.map(({ node, by }) => `${node} is cordoned by ${by}`),
    ...(cordonsKnown ? [] : ["who else is cordoned is not known: no apiserver answers"]),
    `next: ${next}`,
  ];
}

function machineLine(machine: MachineStanding): string {
  const { node } = machine;
  if (machine.kind === "unknown") return `${node} cannot be asked what it runs`;
  if (machine.kind === "bare") return `${node} is not installed`;
  const { runs, boots, confirmed } = machine;
  const systems =
    runs === boots
      ? `${node} runs and boots ${runs ?? "no system"}`
      : `${node} runs ${runs ?? "no system"} and boots ${boots ?? "none"}`;
  return `${systems}${confirmed ? ", confirmed" : ", not confirmed"}`;
}

function etcdLine({ quorum, down, unknown }: Standing["etcd"]): string {
  const not = [
    ...(down.length === 0 ? [] : [`${down.join(", ")} down`]),
    ...(unknown.length === 0 ? [] : [`${unknown.join(", ")} could not be asked`]),
  ];
  return `etcd: ${quorumWords(quorum)}${not.length === 0 ? "" : ` (${not.join("; ")})`}`;
}
