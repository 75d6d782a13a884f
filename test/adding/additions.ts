import type { Edit } from "./scratch-copy.ts";

/** Something that is added now and then, and what it takes. docs/adding.md is made from these. */
export interface Addition {
  /** `a distribution` */
  readonly what: string;
  /** What is written first, in Markdown: a sentence or two. */
  readonly write: string;
  /**
   * The least change that makes a made-up one known. Nothing is left out of it that the compiler would not miss:
   * whatever a room has to learn, it must ask for by itself. None where a test asks for everything.
   */
  readonly edits: readonly Edit[];
  /** The rooms that must learn of it: a package, or a folder beside packages/. */
  readonly rooms: readonly string[];
  /** What no compiler sees, and which test does, in Markdown: a list. */
  readonly also: readonly string[];
}

const CLUSTER = "packages/cluster/src";

/** All of them, the most frequent ones first. */
export const ADDITIONS: readonly Addition[] = [
  {
    what: "a finding",
    write:
      "A row in `FINDING_KINDS` (packages/cluster/src/model/finding-code.ts), and the rule: a generator over the draft in `packages/cluster/src/rules/<topic>.ts`, named in `all.ts` where the topic is new.",
    edits: [],
    rooms: [],
    also: [
      "a row in `rules/<topic>.cases.ts`: what triggers it, and the nearest file that does not (findings.test.ts names the code until then)",
      "docs/findings.md, by `npx vitest run packages/cluster -u` (findings.test.ts)",
    ],
  },
  {
    what: "a field of machines.ts",
    write:
      "The field in the type of the DSL (packages/cluster/src/dsl/), with a doc comment that names its default: an editor shows it.",
    edits: [
      {
        file: `${CLUSTER}/dsl/machine.ts`,
        from: "  readonly boot?: BootMode;",
        to: "  readonly boot?: BootMode;\n  /** Made up. */\n  readonly madeUp?: string;",
      },
    ],
    rooms: ["cluster"],
    also: [
      "the model and resolve, where it ends up: nobody but you knows",
      "docs/machines.md",
      "the emitters that use it, and its expected values in their tables; `NIXPKGS=… npm run test:nixos`",
    ],
  },
  {
    what: "a problem that a command tells",
    write:
      "A row in the `problem-kind.ts` of the room that tells it: severity, exit, meaning. `problem(code, …)` then takes the code.",
    edits: [],
    rooms: [],
    also: [
      "docs/problems.md, by `npx vitest run test/problems.test.ts -u`",
      "of an error of a deployment, what is true then and what to run: a line in packages/rollout/src/when-it-stops.ts, and the same in the table of docs/rollouts.md",
    ],
  },
  {
    what: "a secret of a node",
    write:
      "A row in the table of its distribution (packages/cluster/src/model/secret/kubernetes.ts): where it comes from, who owns it, who reads it. genCerts, deploy and the NixOS modules take it from there.",
    edits: [
      {
        file: `${CLUSTER}/model/secret/kubernetes.ts`,
        from: '  leaf("kube-proxy", "root", READ_BY.kubeProxy),',
        to: '  leaf("kube-proxy", "root", READ_BY.kubeProxy),\n  leaf("made-up", "root", READ_BY.kubeProxy),',
      },
    ],
    rooms: ["pki"],
    also: [
      "the written-out list of who reads what (secrets-of-node.test.ts names the file until then)",
      "the option of the component that reads it (packages/nixos): a test there finds a file that no option names",
    ],
  },
  {
    what: "a step of a rollout",
    write:
      "A file in packages/rollout/src/step/ (its type, its words, its commands and what their end means), a line in `StepByKind` and one in `STEPS`; then the lane that holds it (plan/lane.ts).",
    edits: [
      {
        file: "packages/rollout/src/step/step.ts",
        from: "  readonly verify: VerifyStep;",
        to: '  readonly verify: VerifyStep;\n  readonly "made-up": VerifyStep;',
      },
    ],
    rooms: ["apps", "rollout", "simulator"],
    also: [
      "the laws of packages/rollout/src/machine hold for it without a word; its commands and judgements want rows in commands.test.ts and judge.test.ts",
      "docs/deploy.md, where people read what a deployment does",
    ],
  },
  {
    what: "a fault of the lab",
    write: "A file in packages/lab/src/fault/, its name in `FaultKind` and a line in `FAULTS`.",
    edits: [
      {
        file: "packages/lab/src/fault/fault.ts",
        from: '"disk-full" | "clock-skew"',
        to: '"disk-full" | "clock-skew" | "made-up"',
      },
    ],
    rooms: ["lab"],
    also: [
      "docs/lab.md's table, by `npx vitest run packages/lab -u` (faults.test.ts)",
      "a look at it on a real host: test/lab/hosts.e2e.test.ts",
    ],
  },
  {
    what: "a way to reach the VIP",
    write:
      "Its type and its function in the DSL (packages/cluster/src/dsl/load-balancer.ts). What it is resolved to stands in packages/cluster/src/model/load-balancer.ts, its rules in a file of rules/, and what it means for a node in a file of packages/nixos/src/vip/.",
    edits: [
      {
        file: `${CLUSTER}/dsl/load-balancer.ts`,
        from: "LoadBalancerSpec<Peer = string> = Arp |",
        to: 'LoadBalancerSpec<Peer = string> = { readonly kind: "made-up" } | Arp |',
      },
      {
        file: `${CLUSTER}/model/load-balancer.ts`,
        from: "LoadBalancer = BgpLoadBalancer |",
        to: 'LoadBalancer = { readonly kind: "made-up" } | BgpLoadBalancer |',
      },
    ],
    rooms: ["cluster", "nixos", "lab"],
    also: ["docs/machines.md", "an example in examples/: every suite finds it there"],
  },
  {
    what: "a network of the pods",
    write:
      "Its type and its function in packages/cluster/src/dsl/cni.ts, what it is resolved to in model/cni.ts, and a file in packages/nixos/src/kubernetes/cni/.",
    edits: [
      {
        file: `${CLUSTER}/dsl/cni.ts`,
        from: "export type Cni = Flannel",
        to: 'export type Cni = { readonly kind: "made-up" } | Flannel',
      },
      {
        file: `${CLUSTER}/model/cni.ts`,
        from: "export type ResolvedCni =",
        to: 'export type ResolvedCni =\n  | { readonly kind: "made-up" }',
      },
    ],
    rooms: ["cluster", "nixos"],
    also: ["docs/machines.md", "an example in examples/"],
  },
  {
    what: "a distribution",
    write:
      "Its type and its function in packages/cluster/src/dsl/distribution.ts, what it is resolved to in model/distribution.ts. In each of the rooms below its part is a file or a folder beside the one called kubernetes.",
    edits: [
      {
        file: `${CLUSTER}/dsl/distribution.ts`,
        from: "export type Distribution = Kubernetes | K3s;",
        to: 'export type Distribution = Kubernetes | K3s | { readonly kind: "made-up" };',
      },
      {
        file: `${CLUSTER}/model/distribution.ts`,
        from: "export type ResolvedDistribution = KubernetesDistribution | K3sDistribution;",
        to: 'export type ResolvedDistribution = KubernetesDistribution | K3sDistribution | { readonly kind: "made-up" };',
      },
    ],
    rooms: ["cluster", "nixos", "pki", "rollout", "simulator"],
    also: [
      "nix/modules/<name>/, guarded by `quorate.distribution`: Nix has no compiler that asks; `npm run test:nixos` evaluates every example",
      "what a lab's host runs (packages/lab/nixpkgs, packages/lab/artefacts)",
      "an example in examples/: every suite finds it there",
      "docs/machines.md, docs/nixos.md, docs/certificates.md",
    ],
  },
  {
    what: "a command",
    write:
      "A folder in apps/ with a `command.ts` that adds it to the command line, and a file a subcommand; a line in apps/command-line/parse-arguments.ts. Read arguments, call rooms, print: what is decided goes into a room.",
    edits: [],
    rooms: [],
    also: [
      "an npm script in package.json and a flake app in nix/commands.nix",
      "README.md's table of commands",
    ],
  },
];
