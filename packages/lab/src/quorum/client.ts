import type { Machine } from "./machine.ts";
import { type Outcome, run } from "./process.ts";

/** The files that a client of etcd shows and trusts. */
export interface Credentials {
  readonly ca: string;
  /** `undefined` for a client that shows no certificate. */
  readonly pair: { readonly cert: string; readonly key: string } | undefined;
}

/** What a member says of itself. */
export interface MemberStatus {
  readonly endpoint: string;
  readonly isLeader: boolean;
}

/** An etcdctl at the operator's machine. */
export interface Client {
  readonly put: (endpoint: string, key: string, value: string) => Promise<Outcome>;
  /** The value is the only line of the output. */
  readonly get: (endpoint: string, key: string) => Promise<Outcome>;
  readonly health: (endpoints: readonly string[]) => Promise<Outcome>;
  readonly members: (endpoint: string) => Promise<Outcome>;
  /** Of those that answer. */
  readonly status: (endpoints: readonly string[]) => Promise<readonly MemberStatus[]>;
}

// Long enough for a loaded machine, short enough to wait for where the answer is to be none.
const SECONDS = 4;

/** An etcdctl that runs on `machine` with these credentials. */
export function createClient(machine: Machine, { ca, pair }: Credentials): Client {
  const etcdctl = (endpoints: readonly string[], ...args: readonly string[]) =>
    run(
      machine.on([
        "etcdctl",
        `--endpoints=${endpoints.join(",")}`,
        `--command-timeout=${SECONDS}s`,
        `--dial-timeout=${SECONDS}s`,
        `--cacert=${ca}`,
        ...(pair === undefined ? [] : [`--cert=${pair.cert}`, `--key=${pair.key}`]),
        ...args,
      ]),
      { ETCDCTL_API: "3" },
    );
  return {
    put: (endpoint, key, value) => etcdctl([endpoint], "put", key, value),
    get: (endpoint, key) => etcdctl([endpoint], "get", "--print-value-only", key),
    health: (endpoints) => etcdctl(endpoints, "endpoint", "health"),
    members: (endpoint) => etcdctl([endpoint], "member", "list"),
    status: async (endpoints) => {
      // The JSON has member ids beyond what a number holds: the plain lines do.
      const { stdout } = await etcdctl(endpoints, "endpoint", "status", "--write-out=simple");
      return stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split(", "))
        .map((fields) => ({ endpoint: fields[0] ?? "", isLeader: fields[4] === "true" }));
    },
  };
}
