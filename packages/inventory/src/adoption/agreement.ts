import type { InventoryNode } from "../inventory.ts";
import { type InventoryProblem, problem } from "../problem-kind.ts";
import { AGREED_FLAGS, agreedValue, otherValues } from "./agreed-flags.ts";
import type { HostAnswer, K3sAnswer } from "./host-answer.ts";

/** A machine of the inventory with what it told. */
export interface Told {
  readonly node: InventoryNode;
  readonly answer: HostAnswer;
}

/** A machine that starts k3s. */
export interface ToldRunning extends Told {
  readonly k3s: K3sAnswer;
}

/** A machine that is a server of k3s'. */
export type ToldServer = ToldRunning;

/** What machines have to have alike, in words that follow `servers have`. */
interface Alike {
  readonly says: "adoption-two-clusters" | "adoption-differs";
  readonly words: string;
  readonly hint: string;
  /** Whether people can tell the values from each other: a digest says nothing. */
  readonly shows: boolean;
  /** `undefined` where it is not known. */
  readonly of: (k3s: K3sAnswer) => string | undefined;
}

const AUTHORITIES: Alike = {
  says: "adoption-two-clusters",
  words: "authorities",
  hint: "These are machines of two clusters: write an inventory for each.",
  shows: false,
  of: ({ authorities }) => authorities,
};

/** Of servers alone. */
const ALIKE: readonly Alike[] = [
  ...AGREED_FLAGS.map(
    (flag): Alike => ({
      says: "adoption-differs",
      words: `values of --${flag}`,
      hint: "k3s compares such a flag only when a server joins. Find out which value the cluster was founded with, or is to have, and start all servers with that.",
      shows: true,
      of: ({ flags }) => agreedValue(flags, flag),
    }),
  ),
  {
    says: "adoption-differs",
    words: "tokens",
    hint: "A server that has another one than its cluster starts no more once it has to join: see /var/lib/rancher/k3s/server/token on each.",
    shows: false,
    of: ({ token }) => token,
  },
];

/** Where machines differ that may not: then they are not one cluster, or soon none. */
export function disagreements(
  servers: readonly ToldServer[],
  agents: readonly ToldRunning[],
): readonly InventoryProblem[] {
  return [
    ...difference(AUTHORITIES, [...servers, ...agents]),
    ...ALIKE.flatMap((alike) => difference(alike, servers)),
  ];
}

function difference(
  { says, words, hint, shows, of }: Alike,
  machines: readonly ToldRunning[],
): readonly InventoryProblem[] {
  const by = new Map<string, ToldRunning[]>();
  for (const machine of machines) {
    const value = of(machine.k3s);
    if (value !== undefined) by.set(value, [...(by.get(value) ?? []), machine]);
  }
  const groups = [...by];
  const [, second] = groups;
  if (second === undefined) return [];
  const told = groups.map(([value, who]) =>
    shows ? `${value === "" ? "none" : value} on ${namesOf(who)}` : namesOf(who),
  );
  const kind = machines.some(({ k3s }) => k3s.role === "agent") ? "machines" : "servers";
  return [
    problem(
      says,
      second[1][0]?.node.place ?? "",
      `${kind} have ${by.size} ${words}: ${told.join(shows ? ", " : " and ")}${shows ? "" : " differ"}`,
      hint,
    ),
  ];
}

/** What servers agree on, and Quorate starts none with: the next one that joins would end at that. */
export function inexpressible([first]: readonly ToldServer[]): readonly InventoryProblem[] {
  if (first === undefined) return [];
  return otherValues(first.k3s.flags).map(({ flag, value, ours }) =>
    problem(
      "adoption-unsupported",
      first.node.place,
      `the servers are started with --${flag} ${value}, and Quorate starts them with ${ours}: machines.ts has no word for another value`,
      "k3s wants all servers to agree on it. Where the cluster can do with that value, start all servers with it, and import again; else such a cluster is not taken over.",
    ),
  );
}

/** The machines, by the addresses of the inventory. */
export function namesOf(told: readonly Told[]): string {
  return told.map(({ node }) => node.address).join(", ");
}
