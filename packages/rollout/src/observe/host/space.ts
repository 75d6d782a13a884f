import { OPERATIONS } from "../../distribution/operations.ts";
import { type Answers, numberSaid } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";
import type { Subject } from "../subject.ts";

/** What is left on a host's file systems. */
export interface SpaceFacts {
  readonly boot: Known<Space>;
  readonly nix: Known<Space>;
  /** Where etcd's data is; unknown on hosts that are no member. */
  readonly etcd: Known<Space>;
}

/** A file system, in bytes. */
export interface Space {
  readonly free: number;
  readonly size: number;
}

/** See {@link SpaceFacts}. */
export const space: Subject<SpaceFacts> = {
  atOnce: true,
  questions: ({ cluster, node }) => [
    'left() { echo "space-$1=$(df -Pk -- "$2" | awk \'NR == 2 { print $4, $2 }\')"; }',
    "[ -d /boot ] && left boot /boot",
    "left nix /nix",
    ...(node.roles.etcd
      ? [...OPERATIONS[cluster.distribution.kind].etcd.data, '[ -d "$data" ] && left etcd "$data"']
      : []),
  ],
  read: (answers) => ({
    boot: spaceOf(answers, "boot", "/boot"),
    nix: spaceOf(answers, "nix", "/nix"),
    etcd: spaceOf(answers, "etcd", "etcd's data"),
  }),
};

function spaceOf({ last }: Answers, key: string, what: string): Known<Space> {
  const [free, size] = last(`space-${key}`).split(" ").map(numberSaid);
  if (free === undefined || size === undefined) return unknown(`nothing was told of the space for ${what}`);
  return known({ free: free * 1024, size: size * 1024 });
}
