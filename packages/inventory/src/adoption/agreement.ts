import type { InventoryNode } from "../inventory.ts";
import { type InventoryProblem, problem } from "../problem-kind.ts";
import type { HostAnswer, K3sAnswer } from "./host-answer.ts";

/** A machine of the inventory with what it told. */
export interface Told {
  readonly node: InventoryNode;
  readonly answer: HostAnswer;
}

/** A machine that is a server of k3s'. */
export interface ToldServer extends Told {
  readonly k3s: K3sAnswer;
}

/** What all servers have to have alike, in words that follow `servers have`. */
const ALIKE: readonly {
  readonly says: "adoption-two-clusters" | "adoption-differs";
  readonly words: string;
  readonly hint: string;
  readonly of: (k3s: K3sAnswer) => string | undefined;
}[] = [
  {
    says: "adoption-two-clusters",
    words: "authorities",
    hint: "These are machines of two clusters: write an inventory for each.",
    of: ({ authorities }) => authorities,
  },
  ...(
    [
      "cluster-cidr",
      "service-cidr",
      "cluster-dns",
      "cluster-domain",
      "flannel-backend",
      "https-listen-port",
    ] as const
  ).map((flag) => ({
    says: "adoption-differs" as const,
    words: `values of --${flag}`,
    hint: "k3s compares it only when a server joins. Find out which of them the cluster was founded with, and start all servers with that.",
    of: ({ flags }: K3sAnswer) => flags.get(flag)?.join(",") ?? "",
  })),
  {
    says: "adoption-differs",
    words: "tokens",
    hint: "A server that has another one than its cluster starts no more once it has to join: see /var/lib/rancher/k3s/server/token on each.",
    of: ({ token }) => token,
  },
];

/** Where servers differ that may not: then they are not one cluster, or soon none. */
export function disagreements(servers: readonly ToldServer[]): readonly InventoryProblem[] {
  return ALIKE.flatMap(({ says, words, hint, of }) => {
    const by = new Map<string, ToldServer[]>();
    for (const server of servers) {
      const value = of(server.k3s);
      if (value !== undefined) by.set(value, [...(by.get(value) ?? []), server]);
    }
    const [first, second] = [...by.values()];
    if (first === undefined || second === undefined) return [];
    const place = second[0]?.node.place ?? "";
    return [
      problem(
        says,
        place,
        `servers have ${by.size} ${words}: ${namesOf(first)} and ${namesOf(second)} differ`,
        hint,
      ),
    ];
  });
}

/** The machines, by the addresses of the inventory. */
export function namesOf(told: readonly Told[]): string {
  return told.map(({ node }) => node.address).join(", ");
}
